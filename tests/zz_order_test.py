import pytest
from wagtail.models import Page
from tests.factories import PlaceFactory

@pytest.mark.django_db(transaction=True)
def test_a():
    PlaceFactory()

def test_b(request):
    request.getfixturevalue("db")
    request.getfixturevalue("site_tree")
    assert Page.objects.count() == 4
