"""What the cookie of a session holds, so that a made-up one can be told from one that may be real."""

import re

KEY = re.compile(r"[a-z0-9]{32}")  # as Django makes them


def looks_like_session(text: str) -> bool:
    return bool(KEY.fullmatch(text))
