"""A resident's words, one question at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_lab.forms import CarriedForm, CheckForm, WhatForm, WhyForm
from living_lab.models.ideas import TEXT_LENGTH, TITLE_LENGTH
from tests.living_lab.factories import IDENTITY_CODE


@given(st.text(max_size=300))
def test_any_text_is_taken_or_refused_and_never_holds_control_characters(text: str) -> None:
    form = WhatForm({"title": text})

    if form.is_valid():
        title = form.cleaned_data["title"]
        assert 0 < len(title) <= TITLE_LENGTH
        assert all(mark in "\n\t\u200c\u200d" or mark.isprintable() for mark in title)
    else:
        assert set(form.errors) == {"title"}


@given(st.text(max_size=60), st.text(max_size=60))
def test_an_identity_code_anywhere_in_a_text_is_found(before: str, after: str) -> None:
    assert not WhyForm({"text": f"{before} {IDENTITY_CODE} {after}"}).is_valid()


@pytest.mark.parametrize("near", ["131052-308S", "321352-308T", "1131052-308T", "131052-308TT", "131052"])
def test_what_only_looks_like_a_code_is_no_code(near: str) -> None:
    assert WhyForm({"text": near}).is_valid()


def test_the_last_step_asks_everything() -> None:
    assert set(CheckForm.base_fields) == {"title", "text", "language"}
    assert CheckForm.base_fields["text"].validators[0].limit_value == TEXT_LENGTH


def test_a_fresh_form_carries_an_id_and_a_key() -> None:
    one, other = CarriedForm.fresh(), CarriedForm.fresh()

    assert one.is_valid()
    assert other.is_valid()
    assert one.idea_id != other.idea_id
    assert one.edit_key != other.edit_key


@given(st.text(max_size=40), st.text(max_size=40))
def test_made_up_ids_and_keys_are_refused(id_: str, key: str) -> None:
    assert not CarriedForm({"id": f"{id_}!", "key": f"{key}!"}).is_valid()
