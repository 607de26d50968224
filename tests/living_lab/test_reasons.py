"""Every reason for returning an idea tells its writer what to do next."""

import pytest

from living_lab.reasons import ADVICE, ReturnReason, advice_for


@pytest.mark.parametrize("reason", ReturnReason)
def test_every_reason_tells_what_to_do_next(reason: ReturnReason) -> None:
    assert str(advice_for(reason))
    assert str(reason.label)
    assert reason in ADVICE


def test_an_unknown_reason_has_no_advice() -> None:
    assert advice_for("") == advice_for("nonsense") == ""
