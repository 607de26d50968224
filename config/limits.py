"""How much may be sent to the site at once; Django would write a body of any length to the disk before it looks."""

import re

from django.conf import settings
from django.http import parse_cookie

from cms.sessions import looks_like_session
from config.refusals import App, Message, Receive, Scope, Send, refuse

STAFF_PREFIX = "/hallinta/"
FROM_RESIDENTS = 1024 * 1024  # words alone
FROM_STAFF = 3 * 1024 * 1024  # a long page with all its blocks, a picture of oneself
UPLOAD = 25 * 1024 * 1024  # a document of 20 MB and what is around it
# Wagtail's own: adding one or many, choosing a new one in an editor, putting another file in the place of one.
UPLOADS = re.compile(
    rf"{STAFF_PREFIX}(images/(add|multiple/add|chooser/create|[0-9]+)|documents/(add|multiple/add|chooser/create|edit/[0-9]+))/"
)
LONGEST_NUMBER = 18  # digits; the first of more are over any limit too
TOO_LARGE = "Liian suuri lähetys.\nFör stor sändning.\nToo much was sent.\n"


class BodyLimit:
    """ASGI application around another: answers 413 to what is longer than its address takes."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = UPLOAD if _is_upload_by_staff(scope) else limit_of(scope["path"])
        if _told_length(scope) > limit:
            await refuse(send, 413, TOO_LARGE)
            return
        counted = _Counted(receive, limit)
        await self.app(scope, counted, send)
        if counted.is_over:
            await refuse(send, 413, TOO_LARGE)


class _Counted:
    """Receives the body for the application until it is over the limit; then tells it that the sender has gone.

    Django reads the whole body before it answers, and answers nothing to a sender who has gone.
    """

    def __init__(self, receive: Receive, limit: int) -> None:
        self.receive = receive
        self.left = limit
        self.is_over = False

    async def __call__(self) -> Message:
        message = await self.receive()
        self.left -= len(message.get("body", b""))
        if self.left < 0:
            self.is_over = True
            return {"type": "http.disconnect"}
        return message


def limit_of(path: str) -> int:
    """What an address takes that is no upload, in bytes."""
    return FROM_STAFF if path.startswith(STAFF_PREFIX) else FROM_RESIDENTS


def _is_upload_by_staff(scope: Scope) -> bool:
    """Whether files are taken there and somebody may have signed in, which only Django finds out for sure."""
    if not UPLOADS.fullmatch(scope["path"]):
        return False
    cookies = "; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
    return looks_like_session(parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, ""))


def _told_length(scope: Scope) -> int:
    """What the sender says the length is; 0 when nothing that can be read."""
    told = dict(scope["headers"]).get(b"content-length", b"")
    return int(told[:LONGEST_NUMBER]) if told.isdigit() else 0
