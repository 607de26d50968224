"""Forms of the account page, and sign-in's forms in plain words."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordKeyForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
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


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey that signs in alone, unless the device cannot keep such."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].help_text = _("So that you know it from others, for example: phone.")
        self.fields["passwordless"].label = _("I want to sign in with it alone, without the password")
        self.fields["passwordless"].help_text = _("An old security key may not be able to do this.")
        self.fields["passwordless"].initial = True


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The number of an app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_placeholders(self)
