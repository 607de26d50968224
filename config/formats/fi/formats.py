"""Finnish as Django has it, and the colon that Wagtail's date and time picker writes."""

from django.conf.locale.fi import formats as django_formats  # type: ignore[import-untyped]

DATETIME_INPUT_FORMATS = [*django_formats.DATETIME_INPUT_FORMATS, "%d.%m.%Y %H:%M"]
TIME_INPUT_FORMATS = [*django_formats.TIME_INPUT_FORMATS, "%H:%M"]
