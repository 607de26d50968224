"""What says it is in another charset than UTF-8 is refused before Django decodes it."""

import asyncio

import pytest

from config.asgi import application
from config.charset import NOT_UTF8, Utf8Only, is_utf8
from config.refusals import Message

FORM, FILES = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        FORM,
        FILES,
        f"{FORM}; charset=utf-8",
        f"{FORM};charset=UTF-8",
        f'{FILES}; charset="Utf-8"',
        f"{FILES}; CHARSET=utf-8",
        "nonsense;;;",
    ],
)
def test_utf8_and_saying_nothing_pass(content_type: str) -> None:
    assert is_utf8(content_type)


@pytest.mark.parametrize(
    "content_type",
    [
        *(
            f"{FILES}; charset={charset}"
            for charset in ("rot13", "hex", "unicode_escape", "utf-16", "latin-1", "idna", "x", "")
        ),
        f'{FORM}; charset="hex"',
        f"{FILES}; charset=utf-8; charset=hex",
        f"{FILES}; charset*=utf-8''hex",
        f"{FILES}; charset*=nothing''x",
        f"{FILES}; charset*=idna''x",
    ],
)
def test_any_other_charset_is_refused(content_type: str) -> None:
    assert not is_utf8(content_type)


def test_a_header_sent_twice_is_read_as_django_reads_it() -> None:
    assert answered(FORM, f"{FORM}; charset=hex")[0] == 400


def test_the_server_refuses_in_words_before_the_site_is_asked() -> None:
    assert answered(f"{FILES}; charset=rot13") == (400, NOT_UTF8)
    assert isinstance(application.app, Utf8Only)


def answered(*content_types: str) -> tuple[int, str]:
    """The status and the words of the server's answer to a form sent with these headers."""
    sent: list[Message] = []

    async def receive() -> Message:
        raise AssertionError("the body was read")

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-type", content_type.encode()) for content_type in content_types]
    scope = {"type": "http", "method": "POST", "path": "/fi/lab/", "headers": headers}
    asyncio.run(application(scope, receive, send))
    return sent[0]["status"], sent[1]["body"].decode()
