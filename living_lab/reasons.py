"""Why an idea is returned: a short published list, in words meant for its writer."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ReturnReason(models.TextChoices):
    PERSONAL = "personal", _("It names a person or gives contact details")
    RUDE = "rude", _("It insults or threatens somebody")
    ADVERT = "advert", _("It advertises something")
    OTHER_TOPIC = "other_topic", _("It is about something else than this round")
    UNCLEAR = "unclear", _("We did not understand it")
    ALREADY = "already", _("The same idea has been told already")


ADVICE: dict[ReturnReason, str | Promise] = {
    ReturnReason.PERSONAL: _("Take names, phone numbers and addresses away, then send it again."),
    ReturnReason.RUDE: _("Say the same thing without hurting anyone, then send it again."),
    ReturnReason.ADVERT: _("Tell what people here would get from it, without selling, then send it again."),
    ReturnReason.OTHER_TOPIC: _("Bring it to Opastamo: we will find the right place for it together."),
    ReturnReason.UNCLEAR: _("Write it again in other words, in any language. You can also come and tell it aloud."),
    ReturnReason.ALREADY: _("Your thought is already here. You can vote for it when voting opens."),
}


def advice_for(reason: str) -> str | Promise:
    """What the writer can do next; empty for an unknown reason."""
    return ADVICE[ReturnReason(reason)] if reason in ReturnReason.values else ""
