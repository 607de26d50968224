"""Everything this room stores."""

from .media import SiteDocument, SiteImage, SiteRendition
from .municipality import Municipality
from .pages import BasePage, ContentPage, HomePage, ModelPage, OpastamoPage
from .places import OpeningException, OpeningHours, Place
from .running import JobRun, PageVersion
from .search import SameWords
from .users import User

__all__ = [
    "BasePage",
    "ContentPage",
    "HomePage",
    "JobRun",
    "ModelPage",
    "Municipality",
    "OpastamoPage",
    "OpeningException",
    "OpeningHours",
    "PageVersion",
    "Place",
    "SameWords",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "User",
]
