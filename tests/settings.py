"""The site's settings as tests see them: what an operator may have set on this machine does not count.

``DATABASE_URL`` is kept, to run the tests on PostgreSQL; ``VAR_DIR`` too, so that several people can test at once.
"""

import os
from pathlib import Path

OPERATORS_CHOICES = (
    "SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "CACHE_URL", "EMAIL_URL", "SITE_LANGUAGES", "STAFF_SECOND_STEP",
    "BEHIND_PROXY",
)  # fmt: skip

os.environ["ENVIRONMENT"] = "test"
os.environ.setdefault("VAR_DIR", str(Path(__file__).resolve().parent.parent / "var" / "test"))
for name in OPERATORS_CHOICES:
    os.environ.pop(name, None)

from config.settings import *  # noqa: E402, F403 -- after the environment is set

WHITENOISE_AUTOREFRESH = True  # look for a static file when it is asked for, not for all of them in every test
