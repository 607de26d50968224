"""What is too long is refused before it is read, whether its length is told or not."""

import asyncio
from typing import Any

import pytest

from config.limits import FROM_RESIDENTS, FROM_STAFF, BodyLimit, Message

PART = 256 * 1024


class Site:
    """Reads the whole body as Django does, then answers; counts what came."""

    def __init__(self) -> None:
        self.read = 0

    async def __call__(self, _scope: Message, receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            self.read += len(message["body"])
            if not message["more_body"]:
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def post(path: str, length: int, told: bytes | None = None) -> tuple[int, Site]:
    """The status of the answer to a body of that length, and the site that may have read it."""
    site, sent, left = Site(), [], length

    async def receive() -> Message:
        nonlocal left
        part = min(PART, left)
        left -= part
        return {"type": "http.request", "body": b"x" * part, "more_body": left > 0}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "headers": [] if told is None else [(b"content-length", told)]}
    asyncio.run(BodyLimit(site)(scope, receive, send))
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    return sent[0]["status"], site


@pytest.mark.parametrize(("path", "limit"), [("/fi/lab/", FROM_RESIDENTS), ("/hallinta/images/add/", FROM_STAFF)])
def test_up_to_the_limit_is_read_and_more_is_not(path: str, limit: int) -> None:
    assert post(path, limit)[0] == 200
    assert post(path, limit, str(limit).encode())[0] == 200

    status, site = post(path, limit + 1)
    assert (status, site.read <= limit) == (413, True)
    status, site = post(path, limit + 1, str(limit + 1).encode())
    assert (status, site.read) == (413, 0)


def test_a_length_told_too_short_or_not_a_number_is_counted() -> None:
    for told in (b"1", b"-1", b"x", b"", "²".encode()):
        assert post("/fi/lab/", FROM_RESIDENTS + 1, told)[0] == 413


def test_a_length_of_very_many_digits_is_refused() -> None:
    assert post("/hallinta/", 1, b"9" * 9000)[0] == 413


@pytest.mark.parametrize("path", ["/hallinta", "/hallintax/", "/fi/hallinta/"])
def test_only_the_staff_pages_take_more(path: str) -> None:
    assert post(path, FROM_RESIDENTS + 1)[0] == 413


def test_the_server_runs_the_limit() -> None:
    from config.asgi import application

    assert isinstance(application, BodyLimit)
