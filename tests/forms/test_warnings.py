"""A warning stands under its field while it is true, and never keeps a form from being sent."""

from __future__ import annotations

from typing import Any

import pytest

from forms.problems import FormRejected
from forms.render import bind
from tests.forms.kit import context, form_of, post

DEPOSIT: dict[str, Any] = {
    "type": "number",
    "key": "deposit",
    "properties": {"warn": "=deposit > estimate * 0.02", "warnMessage": "超过 2%（{{estimate}}）"},
}
ESTIMATE: dict[str, Any] = {"type": "number", "key": "estimate"}


def warned(**posted: str) -> list[str]:
    sent = post(form_of(DEPOSIT, ESTIMATE), posted)
    assert sent.errors == {}
    return bind(form_of(DEPOSIT, ESTIMATE), context(values=sent.values)).fields()[0].warnings


def test_it_is_shown_where_it_is_true_and_the_form_is_taken() -> None:
    assert warned(deposit="25000", estimate="1000000") == ["超过 2%（1000000）"]


def test_it_is_silent_where_it_is_not_true_or_cannot_be_told() -> None:
    assert warned(deposit="20000", estimate="1000000") == []
    assert warned(deposit="20000", estimate="") == []


def test_the_page_settles_it_anew_when_what_it_reads_changes() -> None:
    shown = bind(form_of(DEPOSIT, ESTIMATE), context()).fields()[0]
    assert shown.depends.split() == ["deposit", "estimate"]


def test_it_is_read_out_with_its_field() -> None:
    shown = bind(form_of(DEPOSIT, ESTIMATE), context(values={"deposit": 3, "estimate": 1})).fields()[0]
    assert shown.described_by == "f-deposit-warning"


def test_a_warning_without_words_is_refused() -> None:
    with pytest.raises(FormRejected):
        form_of({"type": "number", "key": "n", "properties": {"warn": "=n > 1"}})
