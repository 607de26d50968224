"""What keeps the site running: versions for the page cache and the record of jobs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PageVersion(models.Model):
    """How many times a room has changed in one language. Cached pages carry the versions they were made from."""

    room = models.CharField(max_length=30)
    language = models.CharField(max_length=15)
    value = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "language"], name="cms_page_version_is_one")]

    def __str__(self) -> str:
        return f"{self.room} {self.language}: {self.value}"


class JobRun(models.Model):
    """The last run of one job of :mod:`cms.jobs`, and who holds its lock until when."""

    name = models.CharField(_("job"), max_length=60, unique=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    succeeded = models.BooleanField(_("succeeded"), default=True)
    message = models.TextField(_("what was done"), blank=True, default="")
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
