"""What is posted becomes exact values, and only for fields that are shown and open to the person."""

from __future__ import annotations

from decimal import Decimal

import pytest

from forms.components import Form
from tests.forms.kit import codes, form_of, one, post

SEAL_REQUEST = form_of(
    {
        "type": "textfield",
        "key": "title",
        "label": "文件名称",
        "validate": {"required": True, "maxLength": 120},
    },
    {"type": "number", "key": "copies", "decimalDigits": 0, "validate": {"required": True, "min": 1}},
    {"type": "checkbox", "key": "out_of_office", "label": "外带"},
    {
        "type": "textarea",
        "key": "out_reason",
        "conditional": {"hide": "=not(out_of_office)"},
        "properties": {"requiredIf": "=out_of_office"},
    },
    {
        "type": "taglist",
        "key": "taken_by",
        "conditional": {"hide": "=not(out_of_office)"},
        "properties": {
            "source": "employees?status=active",
            "requiredIf": "=out_of_office",
            "validate": "=count(taken_by) = 2",
            "validateMessage": "请选两名不同的人。",
        },
    },
    {"type": "textfield", "key": "number", "readonly": True},
    {"type": "expression", "key": "total", "expression": "=copies * 2"},
)


def test_a_filled_form_gives_typed_values() -> None:
    submission = post(
        SEAL_REQUEST,
        {
            "title": " 授权书 ",
            "copies": "3",
            "out_of_office": "true",
            "out_reason": "投标",
            "taken_by": ["1", "2"],
        },
    )
    assert submission.ok
    assert submission.values == {
        "title": "授权书",
        "copies": Decimal(3),
        "out_of_office": True,
        "out_reason": "投标",
        "taken_by": ["1", "2"],
        "total": Decimal(6),
    }


def test_a_hidden_field_is_neither_required_nor_kept() -> None:
    submission = post(SEAL_REQUEST, {"title": "a", "copies": "1", "out_reason": "forged", "taken_by": "1"})
    assert submission.ok
    assert submission.values == {
        "title": "a",
        "copies": Decimal(1),
        "out_of_office": False,
        "total": Decimal(2),
    }
    assert submission.ignored == ["out_reason", "taken_by"]


def test_a_field_is_required_when_its_condition_says_so() -> None:
    submission = post(SEAL_REQUEST, {"title": "a", "copies": "1", "out_of_office": "on"})
    assert codes(submission) == {"out_reason": ["required"], "taken_by": ["choice_required"]}


def test_a_rule_of_the_form_refuses_with_its_own_message() -> None:
    submission = post(
        SEAL_REQUEST,
        {"title": "a", "copies": "1", "out_of_office": "on", "out_reason": "x", "taken_by": ["1"]},
    )
    assert codes(submission) == {"taken_by": ["rule_message"]}
    assert submission.errors["taken_by"][0].facts == {"message": "请选两名不同的人。"}


def test_fixed_and_computed_fields_and_extras_are_ignored_and_listed() -> None:
    submission = post(
        SEAL_REQUEST, {"title": "a", "copies": "1", "number": "YY-1", "total": "999", "is_admin": "1"}
    )
    assert submission.values["total"] == Decimal(2)
    assert "number" not in submission.values
    assert submission.ignored == ["number", "total", "is_admin"]


def test_names_of_the_page_itself_are_not_reported() -> None:
    assert post(SEAL_REQUEST, {"csrf_token": "x", "revision": "1", "idempotency_key": "k"}).ignored == []


def test_a_reference_that_has_left_is_no_choice() -> None:
    field = {"type": "select", "key": "owner", "properties": {"source": "employees?status=active"}}
    assert one(field, "1") == ("1", [])
    assert one(field, "3") == (None, ["choice_unknown"])
    assert one(field, "1", lookups=None) == (None, ["choice_unknown"])


@pytest.mark.parametrize("kind", ["radio", "select"])
def test_a_choice_takes_only_its_options(kind: str) -> None:
    field = {
        "type": kind,
        "key": "c",
        "values": [{"value": "approved", "label": "同意"}, {"value": "rejected"}],
    }
    assert one(field, "approved") == ("approved", [])
    assert one(field, "APPROVED") == (None, ["choice_unknown"])
    assert one({**field, "validate": {"required": True}}) == (None, ["choice_required"])


@pytest.mark.parametrize("kind", ["checklist", "taglist"])
def test_a_list_of_choices_takes_each_option_once(kind: str) -> None:
    field = {"type": kind, "key": "c", "values": ["a", "b"]}
    assert one(field, "a", "b", "a") == (["a", "b"], [])
    assert one(field, "a", "x")[1] == ["choice_unknown"]
    assert one(field, "x")[1] == ["choice_unknown"]
    assert one(field) == ([], [])


def test_options_come_from_a_variable_or_an_expression_with_their_own_values() -> None:
    values = {"xs": [{"label": "One", "value": Decimal(1)}, "b"], "more": ["c"]}
    by_key = {"type": "select", "key": "c", "valuesKey": "xs"}
    by_feel = {"type": "select", "key": "c", "valuesExpression": '=concatenate(more, ["d"])'}
    assert one(by_key, "1", values=values) == (Decimal(1), [])
    assert one(by_feel, "d", values=values) == ("d", [])
    assert one(by_feel, "e", values=values) == (None, ["choice_unknown"])


def test_a_required_checkbox_must_be_ticked() -> None:
    field = {"type": "checkbox", "key": "c", "validate": {"required": True}}
    assert one(field) == (False, ["checkbox_required"])
    assert one(field, "on") == (True, [])


def test_a_rule_may_refuse_a_box_left_empty_but_not_a_text_left_empty() -> None:
    rule = {"properties": {"validate": "=confirmed = true", "validateMessage": "须当面签收"}}
    assert one({"type": "checkbox", "key": "confirmed", **rule}) == (False, ["rule_message"])
    assert one({"type": "checkbox", "key": "confirmed", **rule}, "on") == (True, [])
    assert one({"type": "textfield", "key": "confirmed", **rule}) == (None, [])


@pytest.mark.parametrize(
    ("validate", "typed", "code"),
    [
        ({"min": 1}, "0", "number_too_small"),
        ({"max": "=limit"}, "11", "number_too_large"),
        ({"min": "=limit"}, "9.99", "number_too_small"),
    ],
)
def test_limits_of_numbers_may_be_expressions(validate: dict[str, object], typed: str, code: str) -> None:
    field = {"type": "number", "key": "n", "validate": validate}
    assert one(field, typed, values={"limit": Decimal(10)})[1] == [code]
    assert one(field, "10", values={"limit": Decimal(10)})[1] == []


@pytest.mark.parametrize(
    ("widget", "good", "bad", "code"),
    [
        ("money", "999999999999.99", "1.234", "number_too_many_decimals"),
        ("money", "0.01", "1000000000000", "number_too_many_digits"),
        ("price", "1.2345", "1.23456", "number_too_many_decimals"),
        ("qty", "1.234", "1.2345", "number_too_many_decimals"),
        ("pct", "999.99", "1000", "number_too_many_digits"),
    ],
)
def test_the_widgets_bring_the_digits_of_the_house(widget: str, good: str, bad: str, code: str) -> None:
    field = {"type": "number", "key": "n", "properties": {"widget": widget}}
    assert one(field, good) == (Decimal(good), [])
    assert one(field, bad)[1] == [code]


def test_whole_numbers_and_numbers_as_text() -> None:
    assert one({"type": "number", "key": "n", "decimalDigits": 0}, "1.5")[1] == ["number_not_whole"]
    assert one({"type": "number", "key": "n", "serializeToString": True}, "1.50") == ("1.50", [])


@pytest.mark.parametrize(
    ("validate", "typed", "code"),
    [
        ({"minLength": 5}, "四个字呀", "text_too_short"),
        ({"maxLength": "=2"}, "abc", "text_too_long"),
        ({"pattern": r"^\d{6}$"}, "12345", "pattern_mismatch"),
        ({"validationType": "email"}, "a@b@c", "email_malformed"),
        ({"validationType": "email"}, "a@-b.cn", "email_malformed"),
        ({"validationType": "phone"}, "call me", "phone_malformed"),
        ({"required": True}, "   ", "required"),
    ],
)
def test_texts_follow_the_rules_of_form_js(validate: dict[str, object], typed: str, code: str) -> None:
    assert one({"type": "textfield", "key": "t", "validate": validate}, typed)[1] == [code]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("email", "lin@qinglan.example"), ("phone", "+86 531-8888 6666"), ("phone", "0531-88886666转8001")],
)
def test_addresses_and_numbers_of_people_pass(kind: str, typed: str) -> None:
    assert one({"type": "textfield", "key": "t", "validate": {"validationType": kind}}, typed) == (typed, [])


def test_dates_and_times_are_iso_text_and_datetimes_stand_in_the_companys_zone() -> None:
    date = {"type": "datetime", "key": "d", "subtype": "date"}
    time = {"type": "datetime", "key": "d", "subtype": "time"}
    both = {"type": "datetime", "key": "d", "subtype": "datetime"}
    assert one(date, "2026-05-29") == ("2026-05-29", [])
    assert one(time, "09:30") == ("09:30:00", [])
    assert one(both, "2026-05-29T09:30") == ("2026-05-29T09:30:00+08:00", [])


def test_a_date_may_be_kept_from_the_past_by_the_local_day() -> None:
    # The instant of the tests is 2026-05-20 09:00 in Shanghai.
    date = {"type": "datetime", "key": "d", "subtype": "date", "disallowPassedDates": True}
    both = {**date, "subtype": "datetime"}
    assert one(date, "2026-05-19")[1] == ["date_in_the_past"]
    assert one(date, "2026-05-20")[1] == []
    assert one(both, "2026-05-20T08:59")[1] == ["date_in_the_past"]


def test_a_rule_may_compare_with_today() -> None:
    field = {
        "type": "datetime",
        "key": "d",
        "subtype": "date",
        "properties": {"validate": "=date(value) <= today()", "validateCode": "date_not_in_future"},
    }
    assert one(field, "2026-05-20")[1] == []
    assert one(field, "2026-05-21")[1] == ["date_not_in_future"]


def test_a_rule_that_cannot_be_answered_refuses() -> None:
    assert one({"type": "number", "key": "n", "properties": {"validate": "=n < missing"}}, "1")[1] == [
        "rule_broken"
    ]


def test_nothing_typed_is_null() -> None:
    form = form_of(
        {"type": "textfield", "key": "t"}, {"type": "number", "key": "n"}, {"type": "radio", "key": "r"}
    )
    assert post(form).values == {"t": None, "n": None, "r": None}


def test_see_and_edit_are_decided_by_roles_on_the_server() -> None:
    form = form_of(
        {"type": "number", "key": "floor", "properties": {"see": "SM,GM"}},
        {"type": "number", "key": "price", "properties": {"see": "std", "edit": "RM"}},
    )
    posted = {"floor": "1", "price": "2"}
    assert post(form, posted, roles=frozenset({"SA"})).values == {}
    assert post(form, posted, roles=frozenset({"RM"})).values == {"price": Decimal(2)}
    assert post(form, posted, roles=frozenset({"SM", "RM"})).values == {
        "floor": Decimal(1),
        "price": Decimal(2),
    }


def test_an_onlooker_does_not_see_what_only_those_who_take_part_may_see() -> None:
    form = form_of(
        {"type": "textfield", "key": "a", "properties": {"see": "std,AC"}},
        {"type": "textfield", "key": "b", "properties": {"see": "any"}},
    )
    posted = {"a": "1", "b": "2"}
    assert post(form, posted, takes_part=False).values == {"b": "2"}
    assert post(form, posted, takes_part=False, roles=frozenset({"AC"})).values == posted
    assert post(form, posted).values == posted


def test_who_may_not_see_a_group_may_not_fill_its_fields() -> None:
    form = form_of(
        {
            "type": "group",
            "properties": {"see": "FM"},
            "components": [{"type": "textfield", "key": "account"}],
        }
    )
    assert post(form, {"account": "x"}, roles=frozenset({"SA"})).values == {}


def test_a_group_path_keeps_the_members_that_the_form_does_not_show() -> None:
    form = form_of({"type": "group", "path": "buyer", "components": [{"type": "textfield", "key": "name"}]})
    held = {"buyer": {"id": Decimal(7), "name": "old"}}
    assert post(form, {"buyer-name": "new"}, values=held).values == {
        "buyer": {"id": Decimal(7), "name": "new"}
    }
    assert held["buyer"]["name"] == "old"


def test_reading_gives_the_wtforms_form_with_its_errors() -> None:
    submission = post(SEAL_REQUEST, {"copies": "x"})
    assert submission.wtform["copies"].errors == submission.errors["copies"]
    assert submission.wtform["copies"].typed() == "x"


def test_the_wtforms_class_is_built_once_for_a_form() -> None:
    from forms.form_classes import form_class

    assert form_class(SEAL_REQUEST) is form_class(SEAL_REQUEST)
    assert form_class(SEAL_REQUEST) is not form_class(_copy())


def _copy() -> Form:
    return form_of({"type": "textfield", "key": "title"})
