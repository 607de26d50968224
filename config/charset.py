"""What is sent to the site is in UTF-8. Django would decode it by any codec of Python's that the sender names.

Some of those codecs read no text at all, and some make text that cannot be stored or shown: errors of ours either way.
"""

from django.utils.http import parse_header_parameters

from config.refusals import App, Receive, Scope, Send, refuse

NOT_UTF8 = "Lähetä tekstit UTF-8-merkistöllä.\nSkicka texter i teckenkodningen UTF-8.\nSend texts in UTF-8.\n"


class Utf8Only:
    """ASGI application around another: answers 400 when the header tells of another charset, or cannot be read."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not is_utf8(_content_type(scope)):
            await refuse(send, 400, NOT_UTF8)
        else:
            await self.app(scope, receive, send)


def is_utf8(content_type: str) -> bool:
    """Whether a Content-Type header names UTF-8 or no charset."""
    try:
        _kind, parameters = parse_header_parameters(content_type)
    except ValueError:  # a parameter in a charset of its own (RFC 2231) that there is not
        return False
    return str(parameters.get("charset", "utf-8")).lower() == "utf-8"


def _content_type(scope: Scope) -> str:
    """As Django reads it, which joins a header sent twice."""
    return ",".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"content-type")
