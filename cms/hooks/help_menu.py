"""The help menu."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("construct_help_menu")
def only_help_that_helps(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Wagtail's own links lead to pages in English about the program, not about this site."""
    menu_items[:] = [item for item in menu_items if not item.url.startswith("http")]
