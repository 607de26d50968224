"""What is too long is refused before it is read, whether its length is told or not."""

import asyncio
from typing import Any

import pytest
from django.urls import reverse

from config.limits import FROM_RESIDENTS, FROM_STAFF, UPLOAD, BodyLimit
from config.refusals import Message

PART = 256 * 1024
SIGNED_IN = b"other=1; sessionid=0123456789abcdefghijklmnopqrstuv"
UPLOADS = [
    ("wagtailimages:add", []),
    ("wagtailimages:add_multiple", []),
    ("wagtailimages:edit", [7]),
    ("wagtailimages_chooser:create", []),
    ("wagtaildocs:add", []),
    ("wagtaildocs:add_multiple", []),
    ("wagtaildocs:edit", [7]),
    ("wagtaildocs_chooser:create", []),
]


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


def post(path: str, length: int, told: bytes | None = None, cookie: bytes = b"") -> tuple[int, Site]:
    """The status of the answer to a body of that length, and the site that may have read it."""
    site, sent, left = Site(), [], length

    async def receive() -> Message:
        nonlocal left
        part = min(PART, left)
        left -= part
        return {"type": "http.request", "body": b"x" * part, "more_body": left > 0}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"cookie", cookie)] + ([] if told is None else [(b"content-length", told)])
    scope = {"type": "http", "path": path, "headers": headers}
    asyncio.run(BodyLimit(site)(scope, receive, send))
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    return sent[0]["status"], site


@pytest.mark.parametrize(
    ("path", "limit"), [("/fi/lab/", FROM_RESIDENTS), ("/hallinta/", FROM_STAFF), ("/hallinta/images/add/", UPLOAD)]
)
def test_up_to_the_limit_is_read_and_more_is_not(path: str, limit: int) -> None:
    assert post(path, limit, cookie=SIGNED_IN)[0] == 200
    assert post(path, limit, str(limit).encode(), SIGNED_IN)[0] == 200

    status, site = post(path, limit + 1, cookie=SIGNED_IN)
    assert (status, site.read <= limit) == (413, True)
    status, site = post(path, limit + 1, str(limit + 1).encode(), SIGNED_IN)
    assert (status, site.read) == (413, 0)


@pytest.mark.parametrize(("name", "arguments"), UPLOADS)
def test_files_are_taken_where_staff_upload_them(name: str, arguments: list[int]) -> None:
    assert post(reverse(name, args=arguments), UPLOAD, cookie=SIGNED_IN)[0] == 200


@pytest.mark.parametrize("cookie", [b"", b"sessionid=x", b"sessionid=", b"other=0123456789abcdefghijklmnopqrstuv"])
def test_no_file_is_taken_from_somebody_who_cannot_have_signed_in(cookie: bytes) -> None:
    assert post("/hallinta/images/add/", FROM_STAFF, cookie=cookie)[0] == 200
    assert post("/hallinta/images/add/", FROM_STAFF + 1, cookie=cookie)[0] == 413


@pytest.mark.parametrize(
    "path", ["/hallinta/tili/login/", "/hallinta/images/", "/hallinta/images/7/delete/", "/hallinta/x/images/add/"]
)
def test_no_file_is_taken_elsewhere_in_the_staff_pages(path: str) -> None:
    assert post(path, FROM_STAFF + 1, cookie=SIGNED_IN)[0] == 413


def test_a_length_told_too_short_or_not_a_number_is_counted() -> None:
    for told in (b"1", b"-1", b"x", b"", "²".encode()):
        assert post("/fi/lab/", FROM_RESIDENTS + 1, told)[0] == 413


def test_a_length_of_very_many_digits_is_refused() -> None:
    assert post("/hallinta/", 1, b"9" * 9000)[0] == 413


@pytest.mark.parametrize("path", ["/hallinta", "/hallintax/", "/fi/hallinta/"])
def test_only_the_staff_pages_take_more(path: str) -> None:
    assert post(path, FROM_RESIDENTS + 1, cookie=SIGNED_IN)[0] == 413


def test_the_server_runs_the_limit() -> None:
    from config.asgi import application

    assert isinstance(application, BodyLimit)
