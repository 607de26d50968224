"""What this room adds to the staff pages."""

from wagtail import hooks

from living_lab.viewsets import RoundViewSet


@hooks.register("register_admin_viewset")
def register_viewsets() -> RoundViewSet:
    return RoundViewSet()
