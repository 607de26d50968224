"""How much may be sent to the site at once; Django would write a body of any length to the disk before it looks."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

STAFF_PREFIX = "/hallinta/"
FROM_RESIDENTS = 1024 * 1024  # words alone
FROM_STAFF = 25 * 1024 * 1024  # a document of 20 MB and what is around it
LONGEST_NUMBER = 18  # digits; the first of more are over any limit too
TOO_LARGE = "Liian suuri lähetys.\nFör stor sändning.\nToo much was sent.\n".encode()


class BodyLimit:
    """ASGI application around another: answers 413 to what is longer than its address takes."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = limit_of(scope["path"])
        if _told_length(scope) > limit:
            await _refuse(send)
            return
        counted = _Counted(receive, limit)
        await self.app(scope, counted, send)
        if counted.is_over:
            await _refuse(send)


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
    return FROM_STAFF if path.startswith(STAFF_PREFIX) else FROM_RESIDENTS


def _told_length(scope: Scope) -> int:
    """What the sender says the length is; 0 when nothing that can be read."""
    told = dict(scope["headers"]).get(b"content-length", b"")
    return int(told[:LONGEST_NUMBER]) if told.isdigit() else 0


async def _refuse(send: Send) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(TOO_LARGE)).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),  # the rest of the body is not read
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": TOO_LARGE})
