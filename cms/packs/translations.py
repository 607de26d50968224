"""The texts of a page that translators see, exactly as wagtail-localize cuts and names them."""

from dataclasses import dataclass

from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from .contents import PackPage


@dataclass(frozen=True)
class Texts:
    """Texts as (context, words) in reading order, each once; and the paths and addresses of links."""

    strings: tuple[tuple[str, str], ...]
    links: dict[str, str]


def texts_of(page: PackPage) -> Texts:
    """What there is to translate on a page of a pack; reads nothing of the database but content types."""
    instance = page.packable.model()
    page.schema.put(instance, page.fields, find=lambda reference: None)
    return texts_of_instance(instance)


def texts_of_instance(instance: object) -> Texts:
    """The same for a page of this site."""
    segments = sorted(extract_segments(instance), key=lambda segment: segment.order)
    strings = [(segment.path, segment.string.data) for segment in segments if isinstance(segment, StringSegmentValue)]
    links = {
        segment.path: segment.data
        for segment in segments
        if isinstance(segment, OverridableSegmentValue) and isinstance(segment.data, str)
    }
    return Texts(tuple(dict.fromkeys(strings)), links)
