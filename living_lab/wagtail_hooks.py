"""What this room adds to the staff pages."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from cms.moderation.rules import State
from living_lab.viewsets import RoundViewSet


@hooks.register("register_admin_viewset")
def register_viewsets() -> RoundViewSet:
    return RoundViewSet()


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    """What :mod:`cms.moderation.actions` writes."""
    for state in (State.PUBLISHED, State.RETURNED):
        registry.register_action(f"cms.moderation.{state.value}", state.label, state.label)
