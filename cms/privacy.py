"""Which pages anybody may see."""

from typing import TypeVar

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

SomePage = TypeVar("SomePage", bound=Page)


def open_to_all(pages: "PageQuerySet[SomePage]") -> "PageQuerySet[SomePage]":
    """Those that no view restriction covers.

    The same as Wagtail's ``public()``, which reads all restrictions in a query of its own each time.
    """
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    covering = PageViewRestriction.objects.alias(covered=path).filter(covered__startswith=F("page__path"))
    return pages.filter(~Exists(covering))
