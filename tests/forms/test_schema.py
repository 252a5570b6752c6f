"""A form file is read whole or refused whole, with the place and the reason of every fault."""

from __future__ import annotations

import json
from typing import Any

import pytest

from forms import FormRejected
from forms.components import ChoiceField, DynamicList, FileField, Form, NumberField, TextField
from forms.schema import read_form
from tests.forms.kit import form_of, text_of


def refused(data: bytes) -> list[tuple[str, str, int]]:
    with pytest.raises(FormRejected) as error:
        read_form(data, "test.form")
    assert all(problem.file == "test.form" for problem in error.value.problems)
    return [(p.code, p.element, p.line) for p in error.value.problems]


def codes_of(*components: dict[str, Any]) -> list[str]:
    return [code for code, _, _ in refused(text_of(*components))]


def test_a_form_gives_its_fields_in_file_order_with_groups_and_lists() -> None:
    form = form_of(
        {"type": "textfield", "key": "title"},
        {"type": "group", "id": "G", "components": [{"type": "number", "key": "copies"}]},
        {"type": "dynamiclist", "path": "lines", "components": [{"type": "filepicker", "key": "scan"}]},
    )
    assert form.id == "test.form"
    assert form.schema_version == 19
    assert [field.ref for field in form.fields()] == ["title", "copies", "lines.scan"]
    assert form.files() == ["lines.scan"]


def test_a_plain_camunda_form_without_ids_and_without_a_form_id_is_read() -> None:
    form = read_form(
        b'{"type":"default","components":[{"type":"textfield","key":"a"}]}', "folder/My Form.form"
    )
    assert form.id == "My_Form"
    assert form.components[0].id


def test_a_group_path_becomes_part_of_the_field_path() -> None:
    form = form_of({"type": "group", "path": "buyer", "components": [{"type": "textfield", "key": "name"}]})
    assert form.fields()[0].path == ("buyer", "name")
    assert form.fields()[0].name == "buyer-name"


def test_our_extensions_live_in_properties() -> None:
    form = form_of(
        {
            "type": "select",
            "key": "owner",
            "properties": {
                "source": "employees?status=active",
                "see": "SA, SL",
                "edit": "SA",
                "bind": "bids.owner",
            },
        },
        {
            "type": "number",
            "key": "amount",
            "properties": {"widget": "money", "requiredIf": "=owner != null"},
        },
    )
    owner, amount = form.fields()
    assert isinstance(owner, ChoiceField)
    assert owner.source.register
    assert owner.access.see == frozenset({"SA", "SL"})
    assert owner.bind == "bids.owner"
    assert isinstance(amount, NumberField)
    assert (amount.digits, amount.decimals) == (14, 2)


def test_a_file_field_states_its_endings_and_its_limit() -> None:
    form = form_of(
        {"type": "filepicker", "key": "f", "accept": ".PDF, image/*", "properties": {"maxSize": "1000"}}
    )
    field = form.fields()[0]
    assert isinstance(field, FileField)
    assert ".pdf" in field.accept
    assert ".png" in field.accept
    assert field.max_bytes == 1000


def test_a_problem_names_the_component_and_its_line() -> None:
    data = b'{"type":"default",\n"components":[\n{"type":"textfield","id":"A",\n"key":"1x"}]}'
    assert refused(data) == [("key_malformed", "A", 4)]


def test_every_fault_of_a_file_is_named_not_only_the_first() -> None:
    found = codes_of(
        {"type": "textfield", "key": "a", "id": "A", "validate": {"minLength": "x"}},
        {"type": "number", "key": "a", "id": "B"},
        {"type": "textfield", "id": "C"},
        {"type": "expression", "key": "e", "expression": "=1 +"},
    )
    assert found == ["attribute_range", "key_twice", "attribute_missing", "feel_broken"]


@pytest.mark.parametrize(
    ("component", "code"),
    [
        ({"type": "textfield", "key": "a-b"}, "key_malformed"),
        ({"type": "textfield", "key": "键"}, "key_malformed"),
        ({"type": "textfield", "key": "a" * 101}, "key_malformed"),
        ({"type": "textfield", "key": 7}, "attribute_type"),
        ({"type": "textfield", "key": "a", "conditional": {"hide": "=((("}}, "feel_broken"),
        ({"type": "textfield", "key": "a", "conditional": "x"}, "attribute_type"),
        ({"type": "textfield", "key": "a", "label": "{{ 1 + }}"}, "feel_broken"),
        ({"type": "text", "text": "{{#if a}}b"}, "template_unpaired"),
        ({"type": "text", "text": "b{{/loop}}"}, "template_unpaired"),
        ({"type": "textfield", "key": "a", "validate": {"pattern": "(?=a)"}}, "pattern_unsupported"),
        ({"type": "textfield", "key": "a", "validate": {"pattern": "((a{99}){99}){99}"}}, "pattern_too_big"),
        (
            {"type": "textfield", "key": "a", "validate": {"validationType": "iban"}},
            "attribute_unknown_value",
        ),
        ({"type": "textfield", "key": "a", "properties": {"storage": "vault"}}, "vault_not_available"),
        ({"type": "textfield", "key": "a", "properties": {"see": "SA≠x"}}, "roles_malformed"),
        ({"type": "number", "key": "a", "properties": {"widget": "slider"}}, "attribute_unknown_value"),
        ({"type": "number", "key": "a", "validate": {"min": True}}, "attribute_type"),
        ({"type": "datetime", "key": "a", "subtype": "week"}, "attribute_unknown_value"),
        ({"type": "select", "key": "a", "values": [{"label": ""}]}, "option_malformed"),
        ({"type": "select", "key": "a", "values": ["x", "x"]}, "option_twice"),
        ({"type": "filepicker", "key": "a", "accept": "*.*"}, "accept_malformed"),
        ({"type": "expression", "key": "a"}, "attribute_missing"),
        ({"type": "iframe", "url": "https://example.com"}, "iframe_refused"),
        ({"key": "a"}, "attribute_missing"),
        ({"type": "dynamiclist", "components": []}, "attribute_missing"),
        ({"type": "textfield", "key": "a", "id": "a b"}, "id_malformed"),
    ],
)
def test_a_faulty_component_is_refused_by_name(component: dict[str, Any], code: str) -> None:
    assert codes_of(component) == [code]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "json_broken"),
        (b"{", "json_broken"),
        (b"[]", "form_not_object"),
        (b"\xff\xfe", "file_not_utf8"),
        (b'{"components":[]} x', "json_broken"),
        (b'{"components":[],"components":[]}', "json_name_twice"),
        (b'{"components":[],"x":NaN}', "json_broken"),
        (b'{"components":[],"x":1e999}', "json_broken"),
        (b'{"components":[],"x":' + b"1" * 50 + b"}", "json_number_too_long"),
        (b'{"components":[],"x":"\\ud800"}', "text_not_unicode"),
        (b'{"components":[],"schemaVersion":20}', "schema_version_too_new"),
        (b'{"components":{}}', "attribute_missing"),
        (b'{"type":"other","components":[]}', "form_type_unknown"),
        (b'{"components":[],"id":"a b"}', "id_malformed"),
        (b"[" * 5000, "json_too_deep"),
        (b" " * 1_000_001, "form_file_too_big"),
    ],
)
def test_a_file_that_is_no_form_is_refused_by_name(data: bytes, code: str) -> None:
    assert [found for found, _, _ in refused(data)] == [code]


def test_groups_may_be_nested_twenty_deep_and_no_deeper() -> None:
    def nested(depth: int) -> dict[str, Any]:
        inner: list[Any] = [{"type": "textfield", "key": "a"}]
        for _ in range(depth):
            inner = [{"type": "group", "components": inner}]
        return dict(inner[0])

    assert form_of(nested(19)).fields()
    assert "form_too_deep" in codes_of(nested(20))


def test_more_than_a_thousand_components_are_refused() -> None:
    separators = [{"type": "separator"}] * 1000
    assert form_of(*separators)
    assert codes_of(*separators, {"type": "separator"}) == ["form_too_big"]


def test_an_unsupported_component_is_named_and_does_not_refuse_the_form() -> None:
    form = form_of({"type": "documentPreview", "id": "D"}, {"type": "madeup", "id": "E"})
    assert [(w.code, w.element, w.severity) for w in form.warnings] == [
        ("component_unsupported", "D", "warning"),
        ("component_unsupported", "E", "warning"),
    ]


def test_the_same_key_may_stand_in_two_different_lists() -> None:
    form = form_of(
        {"type": "textfield", "key": "name"},
        {"type": "dynamiclist", "path": "a", "components": [{"type": "textfield", "key": "name"}]},
        {"type": "dynamiclist", "path": "b", "components": [{"type": "textfield", "key": "name"}]},
    )
    assert [field.ref for field in form.fields()] == ["name", "a.name", "b.name"]


def test_a_field_may_not_take_the_path_of_a_list() -> None:
    data = {"type": "dynamiclist", "path": "a", "components": []}
    assert codes_of({"type": "textfield", "key": "a"}, data) == ["key_twice"]


def test_a_list_keeps_its_limits() -> None:
    form = form_of(
        {
            "type": "dynamiclist",
            "path": "a",
            "defaultRepetitions": 0,
            "properties": {"minRows": "1", "maxRows": "3"},
        }
    )
    rows = form.components[0]
    assert isinstance(rows, DynamicList)
    assert (rows.default_rows, rows.min_rows, rows.max_rows) == (0, 1, 3)


def test_fifty_problems_are_enough() -> None:
    assert len(refused(text_of(*[{"type": "textfield"}] * 500))) == 50


def test_a_form_is_read_the_same_with_a_byte_order_mark() -> None:
    form = read_form(b"\xef\xbb\xbf" + text_of({"type": "textfield", "key": "a"}), "a.form")
    assert isinstance(form, Form)
    assert isinstance(form.fields()[0], TextField)
    assert json.loads(text_of())["components"] == []
