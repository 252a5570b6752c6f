"""Drafts keep what was typed word for word; rows come and go without scripts."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal

from forms.drafts import draft, from_draft, press_row_button
from forms.render import bind
from forms.typed_values import as_posted
from tests.forms.kit import PDF, ZONE, Shelf, Upload, context, form_of, post

FORM = form_of(
    {"type": "number", "key": "n"},
    {"type": "textfield", "key": "fixed", "readonly": True},
    {"type": "datetime", "key": "at", "subtype": "datetime"},
    {"type": "checklist", "key": "many", "values": ["a", "b"]},
    {"type": "filepicker", "key": "f"},
    {"type": "dynamiclist", "path": "lines", "components": [{"type": "number", "key": "qty"}]},
)


def test_a_draft_keeps_faulty_texts_and_shows_them_again_without_blame() -> None:
    kept = draft(FORM, {"n": "zwölf", "lines-0-qty": "x", "evil": "1", "csrf_token": "t"})
    assert kept == {"texts": {"n": ["zwölf"], "lines-0-qty": ["x"]}}
    fields = {field.name: field for field in bind(FORM, context(), draft=kept).fields()}
    assert fields["n"].value == "zwölf"
    assert fields["lines-0-qty"].value == "x"
    assert not any(field.errors for field in fields.values())


def test_a_draft_can_always_be_stored_as_json() -> None:
    kept = draft(FORM, {"n": "a\ud800\0b"})
    json.dumps(kept, ensure_ascii=False).encode()


def test_a_draft_stays_within_its_size() -> None:
    assert draft(FORM, {"n": "x" * 600_000, "many": "a"}) == {"texts": {"many": ["a"]}}


def test_a_draft_stores_the_files_that_came_with_it() -> None:
    shelf = Shelf()
    kept = draft(FORM, {"n": "1"}, {"f": [Upload(PDF, "a.pdf")]}, context(store=shelf))
    assert len(shelf.files) == 1
    view = bind(FORM, context(), draft=kept)
    assert [f.name for f in next(x for x in view.fields() if x.key == "f").files] == ["a.pdf"]


def test_a_draft_cannot_change_a_fixed_field() -> None:
    view = bind(FORM, context(values={"fixed": "held"}), draft={"texts": {"fixed": ["forged"]}})
    assert next(f for f in view.fields() if f.key == "fixed").display == "held"


def test_what_is_no_draft_is_none() -> None:
    assert from_draft(None) is None
    assert from_draft({"texts": "x"}) is None


def test_a_new_row_never_takes_the_number_of_a_row_that_the_case_holds() -> None:
    pressed = press_row_button(FORM, {"lines-0-qty": "1", "_add_row": "lines"})
    assert pressed is not None
    assert pressed.texts == {"lines-0-qty": ["1"], "lines-100000": ["1"]}
    again = press_row_button(FORM, {**pressed.texts, "_add_row": ["lines"]})
    assert again is not None
    assert "lines-100001" in again


def test_a_removed_row_takes_all_its_fields_along() -> None:
    pressed = press_row_button(
        FORM, {"lines-1": "1", "lines-1-qty": "1", "lines-10-qty": "2", "_remove_row": "lines-1"}
    )
    assert pressed is not None
    assert pressed.texts == {"lines-10-qty": ["2"]}


def test_buttons_of_lists_that_do_not_exist_do_nothing() -> None:
    assert press_row_button(FORM, {"n": "1"}) is None
    pressed = press_row_button(FORM, {"n": "1", "_add_row": "nothing"})
    assert pressed is not None
    assert pressed.texts == {"n": ["1"]}


def test_values_given_as_json_pass_the_same_parsers() -> None:
    given = {
        "n": Decimal("1.50"),
        "at": "2026-05-29T01:30:00+00:00",
        "many": ["a"],
        "f": [{"name": "a.pdf", "size": 3, "file_key": "k"}],
        "lines": [{"qty": 2}],
        "evil": 1,
    }
    submission = post(FORM, as_posted(FORM, given, context()))
    assert submission.ok
    assert submission.values == {
        "n": Decimal("1.50"),
        "at": "2026-05-29T09:30:00+08:00",
        "many": ["a"],
        "f": [{"name": "a.pdf", "size": 3, "file_key": "k"}],
        "lines": [{"qty": Decimal(2)}],
    }
    assert submission.ignored == ["evil"]


def test_values_of_python_are_taken_too() -> None:
    form = form_of(
        {"type": "checkbox", "key": "c"},
        {"type": "datetime", "key": "d"},
        {"type": "datetime", "key": "at", "subtype": "datetime"},
        {"type": "number", "key": "n"},
        {"type": "textfield", "key": "t"},
    )
    given = {
        "c": True,
        "d": date(2026, 5, 1),
        "at": datetime(2026, 5, 1, 9, tzinfo=ZONE),
        "n": 1.5,
        "t": None,
    }
    values = post(form, as_posted(form, given, context())).values
    assert values == {
        "c": True,
        "d": "2026-05-01",
        "at": "2026-05-01T09:00:00+08:00",
        "n": Decimal("1.5"),
        "t": None,
    }
