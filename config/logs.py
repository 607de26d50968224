"""What logs must never hold."""

import logging
import re

PRIVATE_LINK = re.compile(r"/oma/[A-Za-z0-9_-]+")


class HidePrivateLinks(logging.Filter):
    """A resident's private link is a key: it is cut out of every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if PRIVATE_LINK.search(message):
            record.msg, record.args = PRIVATE_LINK.sub("/oma/•••", message), ()
        return True
