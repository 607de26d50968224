"""Keys that residents hold instead of accounts: edit keys and private follow links.

A key is 160 random bits, shown once and kept on paper or in the device; only its hash is stored. The hash
needs no salt or stretching, since a key cannot be guessed from it by trying.
"""

import hashlib
import re
import secrets

KEY = re.compile(r"[A-Za-z0-9_-]{27}")


def new_key() -> str:
    """27 characters fit for an address."""
    return secrets.token_urlsafe(20)


def looks_like_key(text: str) -> bool:
    return bool(KEY.fullmatch(text))


def hash_key(key: str) -> str:
    """64 hexadecimal characters, what the database holds."""
    return hashlib.sha256(key.encode()).hexdigest()
