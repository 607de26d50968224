"""Dates and times as people say them; and nothing but words, so that anything may import them."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.utils import translation

from cms.dates import clock


@pytest.mark.parametrize(("hour", "minute", "said"), [(8, 0, "10"), (22, 0, "0"), (11, 5, "13.05")])
def test_whole_hours_have_no_needless_zeros(hour: int, minute: int, said: str) -> None:
    with translation.override("en"):
        assert clock(datetime(2026, 11, 23, hour, minute, tzinfo=UTC)).replace(":", ".") == said


@pytest.mark.parametrize("module", ["cms.dates", "cms.opening", "cms.places"])
def test_it_can_be_imported_before_any_model(module: str) -> None:
    """Whoever comes first must not decide whether the models load."""
    script = f"import {module}, sys; sys.exit('cms.models' in sys.modules)"

    subprocess.run([sys.executable, "-c", script], cwd=settings.BASE_DIR, check=True, timeout=60)
