"""Pages of rounds stay where residents find them while a round runs."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from wagtail.models import Page

from cms import roles
from cms.roles import Role
from living_lab.rules import Stage
from living_lab.wagtail_hooks import why_it_stays
from tests.conftest import SiteTree
from tests.factories import (
    AdministratorFactory,
    ContentPageFactory,
    RoundFactory,
    RoundIndexPageFactory,
    RoundPageFactory,
    UserFactory,
)

RUNS = "A round is running."
NOT_YOURS = "by those who keep rounds"
RUNNING = [Stage.IDEAS, Stage.GATHERING, Stage.VOTING]


def signed_in(user: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def page_of_round(site_tree: SiteTree, stage: Stage, *, live: bool = True) -> Any:
    index = RoundIndexPageFactory(parent=site_tree["fi"])
    return RoundPageFactory(parent=index, round=RoundFactory(stage=stage), live=live)


@pytest.mark.parametrize("stage", RUNNING)
@pytest.mark.parametrize("level", [0, 1, 2])
@pytest.mark.parametrize(
    "address",
    [
        "pages/{}/delete/",
        "pages/{}/unpublish/",
        "bulk/wagtailcore/page/delete/?id={}",
        "bulk/wagtailcore/page/unpublish/?id={}",
    ],
)
def test_nothing_is_taken_from_under_a_running_round(
    site_tree: SiteTree, stage: Stage, level: int, address: str
) -> None:
    page = page_of_round(site_tree, stage)
    chosen = [page, page.get_parent(), site_tree["fi"]][level]
    answer = signed_in(AdministratorFactory()).post("/hallinta/" + address.format(chosen.pk), follow=True)
    assert RUNS in answer.text
    assert Page.objects.get(pk=page.pk).live
    assert Page.objects.get(pk=chosen.pk).live


def test_a_running_round_is_not_moved(site_tree: SiteTree) -> None:
    page = page_of_round(site_tree, Stage.IDEAS)
    other = RoundIndexPageFactory(parent=site_tree["fi"])
    answer = signed_in(AdministratorFactory()).post(f"/hallinta/pages/{page.pk}/move/{other.pk}/confirm/", follow=True)
    assert RUNS in answer.text
    assert Page.objects.get(pk=page.pk).get_parent().pk != other.pk


@pytest.mark.parametrize(("stage", "live"), [(Stage.UPCOMING, True), (Stage.ANSWERS, True), (Stage.IDEAS, False)])
def test_before_and_after_a_round_its_page_may_go(site_tree: SiteTree, stage: Stage, *, live: bool) -> None:
    page = page_of_round(site_tree, stage, live=live)
    signed_in(AdministratorFactory()).post(f"/hallinta/pages/{page.pk}/delete/")
    assert not Page.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("verb", ["delete", "unpublish"])
def test_an_editor_keeps_no_rounds(site_tree: SiteTree, verb: str) -> None:
    page = page_of_round(site_tree, Stage.ANSWERS)
    roles.apply()
    answer = signed_in(UserFactory(roles=[Role.EDITOR])).post(f"/hallinta/pages/{page.pk}/{verb}/", follow=True)
    assert answer.status_code == 200
    assert NOT_YOURS in answer.text
    assert Page.objects.get(pk=page.pk).live


def test_many_pages_are_looked_at_in_three_queries(
    site_tree: SiteTree, rf: RequestFactory, django_assert_num_queries: Any
) -> None:
    page_of_round(site_tree, Stage.ANSWERS)
    running = page_of_round(site_tree, Stage.IDEAS)
    request, pages = rf.post("/"), [*ContentPageFactory.create_batch(9, parent=site_tree["fi"]), running]
    request.user = AdministratorFactory()

    with django_assert_num_queries(3):
        refusal = why_it_stays(request, pages)

    assert refusal
    assert refusal.page == running
