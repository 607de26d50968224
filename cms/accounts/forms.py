"""Forms of the account page, and sign-in's forms in plain words."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordKeyForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
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


class StaffLoginForm(LoginForm):
    """Labels say what to write; placeholders that repeat them would only vanish when one begins."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or e-mail")
        self.fields["password"].help_text = ""
        without_placeholders(self)


class NewPasswordForm(ChangePasswordForm):
    """The old password and a new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = PASSWORD_HELP
        without_placeholders(self)


class ResetPasswordForm(ResetPasswordKeyForm):
    """A new password after a link that came by e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = PASSWORD_HELP
        without_placeholders(self)


def without_placeholders(form: forms.Form) -> None:
    for form_field in form.fields.values():
        form_field.widget.attrs.pop("placeholder", None)


class PasskeyForm(AddWebAuthnForm):
    """A passkey that signs in alone, unless the device cannot keep such."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].help_text = _("So that you know it from others, for example: phone.")
        self.fields["passwordless"].label = _("I want to sign in with it alone, without the password")
        self.fields["passwordless"].help_text = _("An old security key may not be able to do this.")
        self.fields["passwordless"].initial = True


class CodeForm(AuthenticateForm):
    """The number of an app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_placeholders(self)


class CodeAgainForm(ReauthenticateForm):
    """The same before something that concerns signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_placeholders(self)


class AppForm(ActivateTOTPForm):
    """The first number of a new app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The number")
        without_placeholders(self)
