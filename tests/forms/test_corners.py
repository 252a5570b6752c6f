"""Corners where groups, lists, conditions and displays meet."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from forms.display import amount, masked
from forms.render import bind
from forms.sentences import size_words
from forms.submission import stored_files
from forms.words import said
from tests.forms.kit import codes, context, form_of, post


def test_a_hidden_list_asks_nothing_and_leaves_nothing() -> None:
    form = form_of(
        {"type": "checkbox", "key": "off"},
        {
            "type": "dynamiclist",
            "path": "xs",
            "conditional": {"hide": "=off"},
            "properties": {"minRows": "1"},
            "components": [
                {"type": "number", "key": "n", "validate": {"required": True}},
                {"type": "textfield", "key": "t", "conditional": {"hide": "=n = null"}},
            ],
        },
    )
    hidden = post(form, {"off": "on", "xs-0-n": "x"}, values={"xs": [{"n": Decimal(1)}]})
    assert (hidden.errors, hidden.values) == ({}, {"off": True})
    assert codes(post(form, {"xs-0": "1"})) == {"xs-0-n": ["required"]}


def test_a_group_with_a_path_may_stand_in_a_row() -> None:
    group = {
        "type": "group",
        "path": "buyer",
        "components": [
            {"type": "textfield", "key": "name"},
            {"type": "textfield", "key": "title", "conditional": {"hide": "=name = null"}},
        ],
    }
    form = form_of({"type": "dynamiclist", "path": "xs", "components": [group]})
    values = {"xs": [{"buyer": {"id": "7", "name": "old", "title": "gone"}}]}
    assert form.fields()[0].ref == "xs.buyer.name"
    filled = post(form, {"xs-0-buyer-name": "a", "xs-0-buyer-title": "b"}, values=values)
    assert filled.values["xs"] == [{"buyer": {"id": "7", "name": "a", "title": "b"}}]
    emptied = post(form, {"xs-0-buyer-name": ""}, values=values)
    assert emptied.values["xs"] == [{"buyer": {"id": "7", "name": None}}]


def test_a_list_of_plain_values_becomes_rows_with_one_value() -> None:
    form = form_of(
        {
            "type": "dynamiclist",
            "path": "xs",
            "components": [{"type": "textfield", "key": "value", "readonly": True}],
        }
    )
    assert [f.display for f in bind(form, context(values={"xs": ["a", "b"]})).fields()] == ["a", "b"]


def test_a_rule_knows_the_row_the_rows_around_and_the_number_of_the_row() -> None:
    form = form_of(
        {"type": "number", "key": "most"},
        {
            "type": "dynamiclist",
            "path": "xs",
            "components": [
                {
                    "type": "number",
                    "key": "n",
                    "properties": {"validate": "=this.n <= parent.most and n >= i"},
                }
            ],
        },
    )
    posted = {"most": "5", "xs-0-n": "1", "xs-1-n": "1", "xs-2-n": "6"}
    assert set(post(form, posted).errors) == {"xs-1-n", "xs-2-n"}


def test_a_message_in_a_condition_of_another_language_is_translated() -> None:
    form = form_of(
        {"type": "number", "key": "n", "properties": {"validate": "=n > 1", "validateMessage": "太小"}}
    )

    def translate(ref: str, attribute: str, text: str) -> str:
        return {("n", "validateMessage"): "too small"}.get((ref, attribute), text)

    problem = post(form, {"n": "1"}, translate=translate).errors["n"][0]
    assert problem.facts == {"message": "too small"}


@pytest.mark.parametrize(
    ("component", "value", "display"),
    [
        ({"type": "datetime", "subtype": "datetime"}, "2026-05-29T01:30:00+00:00", "2026-05-29 09:30"),
        ({"type": "datetime", "subtype": "datetime"}, "no date", "no date"),
        ({"type": "datetime", "subtype": "time"}, "09:30:00", "09:30"),
        ({"type": "datetime"}, "2026-05-29", "2026-05-29"),
        ({"type": "checkbox"}, True, "是"),
        ({"type": "checkbox"}, None, "否"),
        ({"type": "checklist", "values": [{"value": "a", "label": "甲"}]}, ["a", "z"], "甲、z"),
        ({"type": "filepicker"}, [{"name": "a.pdf"}, {"name": "b.pdf"}], "a.pdf、b.pdf"),
        ({"type": "number"}, Decimal("1E+3"), "1000"),
        ({"type": "textfield"}, ["a", "b"], "a、b"),
    ],
)
def test_values_are_shown_as_people_write_them(component: dict[str, Any], value: Any, display: str) -> None:
    form = form_of({**component, "key": "k", "readonly": True})
    assert bind(form, context(values={"k": value})).fields()[0].display == display


def test_amounts_have_the_digits_of_the_house() -> None:
    assert amount(Decimal("1104000"), "money") == "1,104,000.00"
    assert amount(Decimal("52.255"), "money") == "52.26"
    assert amount(Decimal("52.25"), "price") == "52.2500"
    assert amount(Decimal("12000.000"), "qty") == "12,000"
    assert amount(Decimal("3.5"), "pct") == "3.50%"
    assert amount(Decimal("1E+60"), "money") == "1E+60"
    assert masked("", "phone") == ""
    assert (size_words(0), size_words(999), size_words(86_000), size_words(2_400_000)) == (
        "0 KB",
        "1 KB",
        "86 KB",
        "2.4 MB",
    )


def test_values_in_texts_never_carry_an_exponent_a_reader_must_resolve() -> None:
    assert said(Decimal("1E+5")) == "100000"
    assert said({"a": [True, None]}) == "a: true、"


def test_a_code_block_and_broken_markdown_stay_text() -> None:
    form = form_of({"type": "text", "text": "```\n<b>\n```\n**open [x](\n# \n> quote"})
    content = str(bind(form, context()).items[0].content)
    assert content.startswith("<pre>&lt;b&gt;</pre>")
    assert "**open [x](" in content


def test_a_translation_with_a_broken_expression_falls_back_to_the_original() -> None:
    form = form_of({"type": "textfield", "key": "k", "label": "给{{who}}"})
    view = bind(form, context(values={"who": "林"}, translate=lambda *_: "to {{ 1 + }}"))
    assert view.fields()[0].label == "给林"


def test_only_files_are_found_among_the_values() -> None:
    form = form_of({"type": "filepicker", "key": "f"}, {"type": "textfield", "key": "t"})
    assert list(stored_files(form, {"f": [{"name": "a"}, "odd"], "t": [{"name": "b"}]})) == [
        ("f", {"name": "a"})
    ]
    assert list(stored_files(form, {"f": None})) == []


def test_a_select_of_a_register_shows_what_is_chosen_even_if_the_search_no_longer_gives_it() -> None:
    form = form_of({"type": "select", "key": "who", "properties": {"source": "employees?status={{wanted}}"}})
    view = bind(form, context(values={"who": "2", "wanted": "active"}))
    field = view.fields()[0]
    assert field.source == "employees?status=active"
    assert [(o.value, o.chosen) for o in field.options] == [("1", False), ("2", True)]


def test_limits_that_cannot_be_computed_do_not_limit() -> None:
    form = form_of({"type": "number", "key": "n", "validate": {"min": "=missing", "max": '="text"'}})
    assert post(form, {"n": "1"}).ok
