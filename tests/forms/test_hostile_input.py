"""What attackers and copy-and-paste send: each is refused at its field, and reading never fails."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import FormRejected
from forms.render import bind, show
from forms.schema import read_form
from forms.submission import draft, read
from tests.forms.kit import codes, context, form_of, one, post

NUMBER = {"type": "number", "key": "n"}
TEXT = {"type": "textfield", "key": "t"}

EVERYTHING = form_of(
    {"type": "textfield", "key": "t", "validate": {"required": True, "pattern": r"^(\w+\s?)*$"}},
    {"type": "textarea", "key": "long"},
    {
        "type": "number",
        "key": "n",
        "validate": {"min": 0, "max": "=10 * 10"},
        "properties": {"widget": "money"},
    },
    {"type": "datetime", "key": "d", "subtype": "date", "disallowPassedDates": True},
    {"type": "datetime", "key": "h", "subtype": "time"},
    {"type": "datetime", "key": "at", "subtype": "datetime"},
    {"type": "checkbox", "key": "c"},
    {"type": "radio", "key": "r", "values": ["a", "b"]},
    {"type": "select", "key": "who", "properties": {"source": "employees?status=active"}},
    {"type": "checklist", "key": "many", "values": ["a", "b"], "conditional": {"hide": "=c"}},
    {"type": "filepicker", "key": "f", "accept": ".pdf"},
    {
        "type": "dynamiclist",
        "path": "lines",
        "components": [
            {"type": "number", "key": "qty", "properties": {"validate": "=qty < 5"}},
            {"type": "dynamiclist", "path": "inner", "components": [{"type": "textfield", "key": "x"}]},
        ],
    },
    {"type": "expression", "key": "total", "expression": "=sum(for l in lines return l.qty)"},
)


@pytest.mark.parametrize(
    "typed",
    [
        "sNaN",
        "NaN",
        "Infinity",
        "-inf",
        "1E+999999999",
        "1e5",
        "1_000",
        "١٢٣",
        "１２３",
        "0x10",
        "1 000",
        "--1",
        "+1",
        "1.",
        ".5",
        "1.2.3",
        "9" * 19,
        "1." + "0" * 7,
        "9" * 2_000,
        "½",
        "一百",
    ],
)
def test_what_is_no_plain_number_is_refused(typed: str) -> None:
    assert one(NUMBER, typed) == (None, ["number_malformed"])


@pytest.mark.parametrize("typed", ["1,234", "1,234.50", "1,234,567", "-12,345"])
def test_thousands_separators_are_refused_with_their_own_advice(typed: str) -> None:
    assert one(NUMBER, typed) == (None, ["number_thousands"])


@pytest.mark.parametrize(("typed", "value"), [("1.50", "1.50"), ("1,5", "1.5"), (" -7 ", "-7"), ("0", "0")])
def test_plain_numbers_are_exact_decimals(typed: str, value: str) -> None:
    found, problems = one(NUMBER, typed)
    assert (found, problems) == (Decimal(value), [])
    assert isinstance(found, Decimal)


@pytest.mark.parametrize("typed", ["a\0b", "a\x08b", "\x1b[31m", "\x7f"])
def test_control_characters_are_refused_at_the_field(typed: str) -> None:
    assert one(TEXT, typed) == (None, ["text_control_character"])


def test_a_lone_surrogate_is_refused_at_the_field() -> None:
    assert one(TEXT, "a\ud800b") == (None, ["text_not_unicode"])


def test_a_one_line_field_takes_no_second_line_that_could_forge_a_mail_header() -> None:
    assert one(TEXT, "a\r\nBcc: x")[1] == ["text_one_line"]


def test_ten_megabytes_of_text_are_refused_by_their_length() -> None:
    assert one(TEXT, "x" * 10_000_000) == (None, ["text_too_long"])
    assert one({"type": "textarea", "key": "t"}, "x" * 20_001)[1] == ["text_too_long"]


def test_template_and_expression_text_comes_back_literally() -> None:
    for typed in (
        "{{7*7}}",
        "=1+1",
        "${x}",
        "{{secrets.NAME}}",
        "<script>alert(1)</script>",
        "'; drop table x --",
    ):
        assert one(TEXT, typed) == (typed, [])


@pytest.mark.parametrize(
    ("subtype", "typed", "code"),
    [
        ("date", "2026-02-30", "date_not_in_calendar"),
        ("date", "2026-W01-1", "date_malformed"),
        ("date", "20260501", "date_malformed"),
        ("date", "２０２６-05-01", "date_malformed"),
        ("date", "1899-12-31", "date_year"),
        ("date", "2201-01-01", "date_year"),
        ("date", "0000-00-00", "date_year"),
        ("time", "25:00", "time_malformed"),
        ("time", "9:00", "time_malformed"),
        ("datetime", "2026-05-01", "datetime_malformed"),
        ("datetime", "2026-05-01T09:00Z", "time_malformed"),
        ("datetime", "2026-05-01T09:00+02:00", "time_malformed"),
        ("datetime", "2026-13-01T09:00", "date_not_in_calendar"),
    ],
)
def test_what_is_no_date_or_time_is_refused(subtype: str, typed: str, code: str) -> None:
    assert one({"type": "datetime", "key": "d", "subtype": subtype}, typed) == (None, [code])


def test_a_parameter_sent_twice_is_refused_where_one_value_fits() -> None:
    assert one(TEXT, "a", "b") == (None, ["value_repeated"])
    assert one({"type": "checkbox", "key": "c"}, "false", "true") == (False, ["value_repeated"])


def test_a_hundred_thousand_parameters_are_refused_and_cost_little() -> None:
    form = form_of(TEXT)
    submission = post(form, {"t": "x", **{f"p{i}": "1" for i in range(100_000)}})
    assert codes(submission)[""] == ["too_many_parameters"]
    assert submission.values == {"t": "x"}
    assert len(submission.ignored) == 100


def test_a_hundred_thousand_values_under_one_name_are_refused() -> None:
    submission = post(form_of({"type": "checklist", "key": "c", "values": ["a"]}), {"c": ["a"] * 100_000})
    assert set(codes(submission)) == {"", "c"}


def test_a_row_number_beyond_all_rows_makes_one_new_row_and_not_a_million() -> None:
    submission = post(EVERYTHING, {"t": "x", "lines-999999-qty": "1", "lines-9999999999-qty": "1"})
    assert [row["qty"] for row in submission.values["lines"]] == [Decimal(1)]
    assert "lines-9999999999-qty" in submission.ignored


def test_more_rows_than_allowed_are_refused_and_not_built() -> None:
    submission = post(EVERYTHING, {f"lines-{i}-qty": "1" for i in range(5_000)})
    assert codes(submission)["lines"] == ["rows_too_many"]
    assert len(submission.values["lines"]) == 200


def test_an_unlucky_line_for_a_backtracking_pattern_is_answered_at_once() -> None:
    assert codes(post(EVERYTHING, {"t": "a" * 900 + "!"}))["t"] == ["pattern_mismatch"]
    assert codes(post(EVERYTHING, {"t": "a" * 1_500}))["t"] == ["text_too_long"]


def test_names_of_python_and_of_wtforms_are_names_like_others() -> None:
    keys = ["data", "errors", "validate", "process", "meta", "_fields", "__class__", "self", "csrf_token"]
    form = form_of(*({"type": "textfield", "key": key} for key in keys))
    submission = post(form, dict.fromkeys(keys, "x"))
    assert submission.values == dict.fromkeys(keys, "x")


NAMES = st.sampled_from(
    [
        *(
            "t",
            "long",
            "n",
            "d",
            "h",
            "at",
            "c",
            "r",
            "who",
            "many",
            "f",
            "f.kept",
            "total",
            "",
            "lines",
            "lines-0",
        ),
        *(
            "lines-0-qty",
            "lines-1-qty",
            "lines-0-inner-0-x",
            "lines-00-qty",
            "lines--1-qty",
            "x" * 2_000,
            "t-0",
        ),
    ]
)
TEXTS = st.one_of(
    st.text(st.characters(), max_size=30),
    st.sampled_from(
        ["1", "true", "a", "2026-05-20", "2026-05-20T10:00", "sNaN", "\ud800", "9" * 30, "{{a}}", "\0"]
    ),
)


@given(st.dictionaries(st.one_of(NAMES, st.text(max_size=10)), st.one_of(TEXTS, st.lists(TEXTS, max_size=4))))
def test_reading_never_raises_and_either_refuses_or_gives_known_fields_only(posted: dict[str, Any]) -> None:
    submission = read(EVERYTHING, posted, {}, context())
    known = {field.path[0] for field in EVERYTHING.fields() if "." not in field.ref} | {"lines"}
    assert set(submission.values) <= known
    for problems in submission.errors.values():
        assert problems
        assert all(problem.code and "\n" not in problem.code for problem in problems)


@given(st.dictionaries(NAMES, st.lists(TEXTS, max_size=3)))
def test_a_draft_of_anything_can_be_stored_and_bound_again(posted: dict[str, Any]) -> None:
    kept = draft(EVERYTHING, posted)
    again = json.loads(json.dumps(kept, ensure_ascii=False).encode())
    assert bind(EVERYTHING, context(), draft=again).fields()


@given(st.text(), st.text(st.characters(min_codepoint=32), max_size=5))
def test_any_text_for_a_file_reference_is_no_file(text: str, more: str) -> None:
    submission = read(EVERYTHING, {"t": "x", "f.kept": [text, more + "." + "0" * 64]}, {}, context())
    assert submission.values["f"] == []


@given(st.binary(max_size=200))
def test_any_bytes_are_a_form_or_refused(data: bytes) -> None:
    try:
        assert read_form(data, "x.form").id
    except FormRejected as error:
        assert error.problems  # noqa: PT017


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 10**6), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["key", "type", "validate", "properties", "components", "values", "path", "required"]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)
KINDS = [
    "textfield",
    "number",
    "datetime",
    "radio",
    "checklist",
    "filepicker",
    "group",
    "dynamiclist",
    "text",
    "table",
]


@given(
    st.lists(
        st.fixed_dictionaries(
            {"type": st.sampled_from(KINDS)},
            optional=dict.fromkeys(
                (
                    *(
                        "key",
                        "path",
                        "label",
                        "validate",
                        "conditional",
                        "values",
                        "properties",
                        "components",
                    ),
                    *("layout", "text", "columns", "defaultValue", "expression", "accept", "readonly"),
                ),
                JSON,
            ),
        ),
        max_size=4,
    )
)
def test_any_json_of_known_components_is_a_form_that_can_be_read_or_refused(components: list[Any]) -> None:
    try:
        form = form_of(*components)
    except FormRejected as error:
        assert error.problems  # noqa: PT017
        return
    bind(form, context())
    show(post(form, {field.name: "1" for field in form.fields()}))
