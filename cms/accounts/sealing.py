"""Secrets of the second step as the database holds them: sealed, so that a copy of it alone opens no account.

The key is made from SECRET_KEY. When that changes, what is sealed can be opened no more.
"""

import base64
import logging
import secrets

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SEALED = "v1:"
PURPOSE = b"vierella: secrets of the second step, v1"
KEY_BYTES = 32
SECRET_BYTES = 20
logger = logging.getLogger(__name__)


def seal(text: str) -> str:
    return SEALED + _box().encrypt(text.encode()).decode()


def open_seal(kept: str) -> str:
    """What was sealed; what was kept before sealing began comes back as it is.

    For what cannot be opened, a secret nobody knows (in base 32, as allauth reads it): then every code is a wrong one.
    """
    if not kept.startswith(SEALED):
        return kept
    try:
        return _box().decrypt(kept.removeprefix(SEALED).encode()).decode()
    except InvalidToken:
        logger.warning("a second step was sealed with another SECRET_KEY; its owner must set it up again")
        return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _box() -> Fernet:
    key = HKDF(SHA256(), KEY_BYTES, salt=None, info=PURPOSE).derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))
