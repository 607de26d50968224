"""Forms of the account page, and sign-in's forms in plain words."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordKeyForm
from django import forms
from django.utils.translation import gettext_lazy as _

from cms.models import User

PASSWORD_HELP = _("At least 12 characters. Three or four words that do not belong together are easy to remember.")


class NoticesForm(forms.ModelForm[User]):
    """A person's own choice of mail."""

    class Meta:
        model = User
        fields = ["notices"]
        widgets = {"notices": forms.RadioSelect}


class StaffLoginForm(LoginForm):  # type: ignore[misc]
    """Labels say what to write; placeholders that repeat them would only vanish when one begins."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or e-mail")
        without_placeholders(self)


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """The old password and a new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = PASSWORD_HELP
        without_placeholders(self)


class ResetPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password after a link that came by e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = PASSWORD_HELP
        without_placeholders(self)


def without_placeholders(form: forms.Form) -> None:
    for form_field in form.fields.values():
        form_field.widget.attrs.pop("placeholder", None)
