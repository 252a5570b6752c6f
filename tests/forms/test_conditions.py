"""Conditions and computed fields settle on the server, whatever their order."""

from __future__ import annotations

from decimal import Decimal

from tests.forms.kit import codes, form_of, post


def test_a_chain_of_conditions_settles_against_file_order() -> None:
    form = form_of(
        {"type": "textfield", "key": "c", "conditional": {"hide": "=b = null"}},
        {"type": "textfield", "key": "b", "conditional": {"hide": "=a = null"}},
        {"type": "textfield", "key": "a"},
    )
    assert post(form, {"a": "1", "b": "2", "c": "3"}).values == {"a": "1", "b": "2", "c": "3"}
    assert post(form, {"a": "", "b": "2", "c": "3"}).values == {"a": None}


def test_computed_fields_may_build_on_one_another() -> None:
    form = form_of(
        {"type": "expression", "key": "gross", "expression": "=net * 1.13"},
        {"type": "expression", "key": "net", "expression": "=qty * price"},
        {"type": "number", "key": "qty"},
        {"type": "number", "key": "price"},
    )
    values = post(form, {"qty": "2", "price": "10", "net": "1", "gross": "1"}).values
    assert (values["net"], values["gross"]) == (Decimal(20), Decimal("22.60"))


def test_conditions_in_a_circle_end_and_give_the_same_result_each_time() -> None:
    form = form_of(
        {"type": "textfield", "key": "a", "conditional": {"hide": "=b != null"}},
        {"type": "textfield", "key": "b", "conditional": {"hide": "=a != null"}},
    )
    posted = {"a": "1", "b": "2"}
    assert post(form, posted).values == post(form, posted).values


def test_a_hidden_group_hides_what_is_in_it() -> None:
    form = form_of(
        {"type": "checkbox", "key": "off"},
        {
            "type": "group",
            "conditional": {"hide": "=off"},
            "components": [{"type": "textfield", "key": "a", "validate": {"required": True}}],
        },
    )
    assert post(form, {"off": "on", "a": "x"}).values == {"off": True}
    assert codes(post(form, {})) == {"a": ["required"]}


def test_a_hidden_variable_of_the_case_is_absent_for_other_conditions() -> None:
    form = form_of(
        {"type": "textfield", "key": "a", "readonly": True, "conditional": {"hide": "=true"}},
        {"type": "textfield", "key": "b", "conditional": {"hide": "=a = null"}},
    )
    assert post(form, {"b": "x"}, values={"a": "held"}).values == {}


def test_readonly_may_be_an_expression() -> None:
    form = form_of(
        {"type": "checkbox", "key": "lock"}, {"type": "textfield", "key": "t", "readonly": "=lock"}
    )
    assert post(form, {"t": "x"}).values == {"lock": False, "t": "x"}
    locked = post(form, {"t": "x", "lock": "on"})
    assert (locked.values, locked.ignored) == ({"lock": True}, ["t"])


LINES = form_of(
    {"type": "number", "key": "limit"},
    {
        "type": "dynamiclist",
        "path": "lines",
        "properties": {"minRows": "1", "validate": "=sum(for l in lines return l.qty) < 100"},
        "components": [
            {"type": "textfield", "key": "item", "readonly": True},
            {"type": "number", "key": "qty", "validate": {"required": True, "max": "=limit"}},
            {"type": "textfield", "key": "note", "conditional": {"hide": "=this.qty < 5"}},
            {"type": "expression", "key": "twice", "expression": "=qty * 2"},
        ],
    },
)


def test_rows_have_their_own_conditions_rules_and_sums() -> None:
    submission = post(
        LINES,
        {"limit": "50", "lines-0-qty": "1", "lines-0-note": "x", "lines-1-qty": "60", "lines-1-note": "y"},
    )
    assert codes(submission) == {"lines-1-qty": ["number_too_large"]}
    assert submission.values["lines"] == [
        {"item": None, "qty": Decimal(1), "twice": Decimal(2)},
        {"item": None, "qty": Decimal(60), "note": "y", "twice": Decimal(120)},
    ]


def test_rows_keep_what_the_case_holds_of_them_when_one_before_them_is_removed() -> None:
    held = {"lines": [{"item": "A", "id": "1"}, {"item": "B", "id": "2"}]}
    submission = post(
        LINES, {"lines-1-qty": "2", "lines-1-item": "forged", "lines-100000-qty": "3"}, values=held
    )
    assert submission.values["lines"] == [
        {"item": "B", "id": "2", "qty": Decimal(2), "twice": Decimal(4)},
        {"item": None, "qty": Decimal(3), "twice": Decimal(6)},
    ]
    assert submission.ignored == ["lines-1-item"]


def test_a_list_as_a_whole_has_its_own_rules() -> None:
    assert codes(post(LINES, {}))["lines"] == ["rows_too_few"]
    assert codes(post(LINES, {"lines-0-qty": "99", "lines-1-qty": "9"}))["lines"] == ["rule_broken"]


def test_a_list_of_fixed_length_keeps_its_rows_whatever_is_posted() -> None:
    form = form_of(
        {
            "type": "dynamiclist",
            "path": "checks",
            "allowAddRemove": False,
            "components": [
                {"type": "textfield", "key": "item", "readonly": True},
                {"type": "checkbox", "key": "ok"},
            ],
        }
    )
    held = {"checks": [{"item": "A"}, {"item": "B"}]}
    submission = post(form, {"checks-1-ok": "on", "checks-7-ok": "on"}, values=held)
    assert submission.values["checks"] == [{"item": "A", "ok": False}, {"item": "B", "ok": True}]
    assert submission.ignored == ["checks-7-ok"]


def test_a_row_with_nothing_ticked_stays_a_row() -> None:
    form = form_of({"type": "dynamiclist", "path": "xs", "components": [{"type": "checkbox", "key": "ok"}]})
    assert post(form, {"xs-0": "1", "xs-1": "1"}).values["xs"] == [{"ok": False}, {"ok": False}]


def test_lists_may_hold_lists() -> None:
    inner = {"type": "dynamiclist", "path": "inner", "components": [{"type": "number", "key": "value"}]}
    form = form_of({"type": "dynamiclist", "path": "outer", "components": [inner]})
    submission = post(form, {"outer-0-inner-0-value": "1", "outer-0-inner-1-value": "x", "outer-1": "1"})
    assert codes(submission) == {"outer-0-inner-1-value": ["number_malformed"]}
    assert submission.values == {
        "outer": [{"inner": [{"value": Decimal(1)}, {"value": None}]}, {"inner": []}]
    }
