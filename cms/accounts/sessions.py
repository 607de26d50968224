"""The sessions of a member of staff."""

from django.contrib.sessions.models import Session

from cms.models import User


def forget_sessions(user: User, but: str | None = None) -> None:
    """Sign an account out everywhere; ``but`` is the key of a session that stays."""
    for session in Session.objects.exclude(session_key=but or "").iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
