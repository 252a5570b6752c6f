"""The form that enters a row asks for the register's own columns, in its words and with its options."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from engine.execution.ports import Column, Register
from engine.register_rows.entry_forms import english_at
from engine.registers.package import REGISTERS
from forms.schema import read_form

ENTERED = [register for register in REGISTERS if register.entry is not None]
every_register = pytest.mark.parametrize("register", ENTERED, ids=lambda register: register.name)


def drawn(register: Register) -> Iterator[tuple[Mapping[str, Any], Column]]:
    """Each component of the form and the column that it is for."""
    assert register.entry is not None
    columns = {column.key: column for column in register.columns}
    for component in json.loads(register.entry.read_text("utf-8"))["components"]:
        yield component, columns[component.get("key") or component["path"]]


@every_register
def test_the_form_can_be_shown_whole(register: Register) -> None:
    assert register.entry is not None
    form = read_form(register.entry.read_bytes(), register.entry.name)

    assert form.id == f"{register.name}.entry"
    assert form.warnings == ()


@every_register
def test_each_field_stands_under_the_name_of_its_column(register: Register) -> None:
    assert [one["label"] for one, _ in drawn(register)] == [c.label["zh-Hans"] for _, c in drawn(register)]


@every_register
def test_the_options_of_a_field_are_those_of_its_column(register: Register) -> None:
    for component, column in drawn(register):
        if column.kind == "enum":
            assert {one["value"]: one["label"] for one in component["values"]} == {
                code: words["zh-Hans"] for code, words in column.options.items()
            }


@every_register
def test_what_few_may_see_is_asked_of_the_same_few(register: Register) -> None:
    for component, column in drawn(register):
        if column.key == "floor_price":
            properties = component["properties"]
            assert set(properties["see"].split(",")) == set(properties["edit"].split(",")) == column.see


@every_register
def test_what_the_form_says_beside_its_labels_is_said_in_english_too(register: Register) -> None:
    assert register.entry is not None
    english = english_at(register.entry)
    wanted = {f"{c.key}.description" for one, c in drawn(register) if one.get("description")}

    assert wanted <= english.keys()


@every_register
def test_the_fields_of_a_row_in_a_list_are_columns_of_it(register: Register) -> None:
    for component, column in drawn(register):
        if component["type"] == "dynamiclist":
            words = {inner.key: inner.label["zh-Hans"] for inner in column.columns}
            assert {one["key"]: one["label"] for one in component["components"]} == words
