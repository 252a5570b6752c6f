"""A row is entered and changed in one way, and each change leaves a line for each column."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Boolean, Column, Date, Integer, MetaData, Table, Text, select

from engine.bootstrap import Engine
from engine.execution.tables import REGISTER_CHANGE
from engine.kernel.errors import ConcurrentChange, InvalidInput
from engine.registers.seals.tables import IN_USE, SEAL
from engine.registers.shared import rows
from engine.registers.shared.typed import typed
from engine.storage.types import ExactDecimal, UtcDateTime
from tests.engine.registers.conftest import step_of

NEW = {"seal_code": "S-77", "kind": "dept", "keeper": "yujia", "status": IN_USE}


def lines(engine: Engine, key: int) -> list[Any]:
    with engine.read() as reader:
        query = select(REGISTER_CHANGE).where(REGISTER_CHANGE.c.row_key == key).order_by(REGISTER_CHANGE.c.id)
        return list(reader.connection.execute(query).mappings())


def enter(engine: Engine, **values: Any) -> dict[str, Any]:
    with step_of(engine, "zhouzimo") as step:
        return rows.insert(step, SEAL, "seals", NEW | values, instance_key=7)


def test_an_entered_row_has_its_stamps_and_one_line_that_names_its_case(engine: Engine) -> None:
    row = enter(engine)

    assert (row["version"], row["created_by"], row["is_void"]) == (1, "zhouzimo", False)
    ((line),) = lines(engine, row["key"])
    assert (line["register"], line["column"], line["by"]) == ("seals", "", "zhouzimo")
    assert line["instance_key"] == 7


def test_a_change_leaves_a_line_for_each_column_that_differs(engine: Engine) -> None:
    row = enter(engine)
    with step_of(engine, "yujia") as step:
        after = rows.update(step, SEAL, "seals", row, {"location": "二号柜", "note": "新刻", "kind": "dept"})

    assert (after["version"], after["updated_by"], after["location"]) == (2, "yujia", "二号柜")
    assert [(one["column"], one["old"], one["new"], one["by"]) for one in lines(engine, row["key"])[1:]] == [
        ("location", None, "二号柜", "yujia"),
        ("note", None, "新刻", "yujia"),
    ]


def test_what_is_already_so_changes_nothing(engine: Engine) -> None:
    row = enter(engine)
    with step_of(engine, "yujia") as step:
        assert rows.update(step, SEAL, "seals", row, {"kind": "dept"}) == row

    assert len(lines(engine, row["key"])) == 1


def test_the_second_of_two_editors_is_told(engine: Engine) -> None:
    row = enter(engine)
    with step_of(engine, "yujia") as step:
        rows.update(step, SEAL, "seals", row, {"location": "二号柜"})

    with pytest.raises(ConcurrentChange), step_of(engine, "zhouzimo") as step:
        rows.update(step, SEAL, "seals", row, {"location": "三号柜"})


def test_a_secret_never_stands_in_the_history(engine: Engine) -> None:
    seals = engine.services.registers["seals"]
    engine.services.registers["seals"] = replace(seals, secret=frozenset({"note"}))
    row = enter(engine)
    with step_of(engine, "yujia") as step:
        after = rows.update(step, SEAL, "seals", row, {"note": "3-7-1"})
        rows.update(step, SEAL, "seals", after, {"note": "9-9-9"})

    assert [(one["old"], one["new"]) for one in lines(engine, row["key"])[1:]] == [(None, "…"), ("…", "…")]


def test_a_void_row_stays_with_its_reason(engine: Engine) -> None:
    row = enter(engine)
    with step_of(engine, "yujia") as step:
        rows.void(step, SEAL, "seals", row["key"], "登记重复")

    assert [(one["column"], one["new"]) for one in lines(engine, row["key"])[1:]] == [
        ("is_void", True),
        ("void_reason", "登记重复"),
    ]


FACTS = Table(
    "facts",
    MetaData(),
    Column("day", Date),
    Column("at", UtcDateTime()),
    Column("count", Integer),
    Column("money", ExactDecimal(2)),
    Column("flag", Boolean, nullable=False),
    Column("text", Text),
)
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("name", "given", "held"),
    [
        ("day", "2026-05-20", date(2026, 5, 20)),
        ("at", "2026-05-20T09:00:00+08:00", datetime(2026, 5, 20, 1, tzinfo=UTC)),
        ("at", "2026-05-20T09:00", datetime(2026, 5, 20, 1, tzinfo=UTC)),
        ("count", Decimal("3"), 3),
        ("money", Decimal("1104000"), Decimal("1104000")),
        ("text", "", None),
        ("flag", None, False),
    ],
)
def test_values_of_a_form_become_those_of_the_columns(name: str, given: Any, held: Any) -> None:
    assert typed(FACTS, {name: given, "stranger": 1}, ZONE) == {name: held}


@pytest.mark.parametrize(
    ("name", "given"),
    [("day", "yesterday"), ("count", Decimal("1.5")), ("money", Decimal("0.001")), ("money", "x"), ("at", 3)],
)
def test_a_value_that_does_not_fit_is_said_at_its_column(name: str, given: Any) -> None:
    with pytest.raises(InvalidInput) as refused:
        typed(FACTS, {name: given}, ZONE)

    assert [(one, found[0].code) for one, found in refused.value.facts["fields"].items()] == [
        (name, "value_does_not_fit")
    ]
