"""Images and documents with an identity that survives copying to another municipality."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class SiteImage(AbstractImage):
    """A picture with what its use needs: words for those who do not see it, credit and licence."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alt_text = models.CharField(
        _("in words"),
        max_length=255,
        blank=True,
        default="",
        help_text=_("What the picture tells, for those who do not see it. Leave empty if it only decorates."),
    )
    credit = models.CharField(_("made by"), max_length=255, blank=True, default="")
    licence = models.CharField(_("licence"), max_length=100, blank=True, default="")

    admin_form_fields = (
        *("title", "file", "alt_text", "credit", "licence"),
        # Wagtail's own description would be a second field for the same words.
        *(name for name in Image.admin_form_fields if name not in {"title", "file", "description"}),
    )

    @property
    def default_alt_text(self) -> str:
        return self.alt_text

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]


class SiteRendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="cms_rendition_is_one")
        ]


class SiteDocument(AbstractDocument):
    """A file to download."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]
