"""How the log names what was done to a moderated text."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from cms.moderation.rules import State


@hooks.register("register_log_actions")
def name_moderation(registry: LogActionRegistry) -> None:
    """What :mod:`cms.moderation.actions` writes."""
    for state in (State.PUBLISHED, State.RETURNED, State.WITHDRAWN):
        registry.register_action(f"cms.moderation.{state.value}", state.label, state.label)
