"""Where a form came from, by what browsers say of it."""

import pytest
from django.test import RequestFactory

from cms.forms import sent_by_another_site

OURS = "http://testserver"


@pytest.mark.parametrize(
    ("headers", "is_foreign"),
    [
        ({}, False),  # a browser that says nothing
        ({"Origin": OURS}, False),
        ({"Origin": OURS, "Sec-Fetch-Site": "same-origin"}, False),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, False),  # a page that hides its own address
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Origin": OURS, "Sec-Fetch-Site": "cross-site"}, True),
        ({"Origin": "https://evil.example"}, True),
        ({"Origin": "http://testserver.evil.example"}, True),
        ({"Origin": "http://testserver:81"}, True),
        ({"Origin": "null"}, True),
        ({"Origin": "x"}, True),
        ({"Origin": "http://[bad"}, True),
        ({"Origin": "http://other.testserver", "Sec-Fetch-Site": "same-site"}, True),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Origin": OURS, "Sec-Fetch-Site": "nonsense"}, False),
    ],
    ids=str,
)
def test_another_site_is_told_from_ours(headers: dict[str, str], is_foreign: bool) -> None:
    assert sent_by_another_site(RequestFactory().post("/", headers=headers)) is is_foreign
