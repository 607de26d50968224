"""Staff accounts. Residents have none."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeFrequency(models.TextChoices):
    OFF = "off", _("No messages")
    DAILY = "daily", _("Once a day, if something waits")
    AT_ONCE = "at_once", _("At once when something arrives")


class User(AbstractUser):
    """A member of staff.

    ``must_change_password`` is set for a password somebody else has seen: it opens only the page
    where a new one is chosen.
    """

    must_change_password = models.BooleanField(_("must change password"), default=False)
    notices = models.CharField(
        _("e-mail about what is waiting"), max_length=10, choices=NoticeFrequency.choices, default=NoticeFrequency.DAILY
    )

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=~models.Q(email=""), name="cms_user_email_belongs_to_one"
            )
        ]

    @property
    def shown_name(self) -> str:
        """What colleagues call the person: the full name, or the user name of an account without one."""
        return self.get_full_name() or self.get_username()

    def clean(self) -> None:
        """One spelling of an address, so that it belongs to one person."""
        super().clean()
        self.email = self.email.lower()
