"""Registers as Excel workbooks."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from engine.execution.ports import Column, Register, RegisterPage
from engine.registers.shared.export import export

ZONE = ZoneInfo("Asia/Shanghai")
REGISTER = Register(
    name="samples",
    title={"zh-Hans": "样品[1]", "en": "Samples"},
    columns=(
        Column("title", {"zh-Hans": "名称", "en": "Title"}),
        Column(
            "state",
            {"zh-Hans": "状态", "en": "State"},
            "enum",
            options={"new": {"zh-Hans": "新建", "en": "New"}},
        ),
        Column("owner", {"zh-Hans": "负责人", "en": "Owner"}, "person"),
        Column("at", {"zh-Hans": "时间", "en": "At"}, "datetime"),
        Column("price", {"zh-Hans": "价格", "en": "Price"}, "money"),
        Column("ok", {"zh-Hans": "合格", "en": "Good"}, "bool"),
        Column("floor", {"zh-Hans": "底价", "en": "Floor"}, "money", see=frozenset({"sales_manager"})),
    ),
    list=lambda *_args: RegisterPage([], None),
    one=lambda *_args: None,
)
ROW = {
    "title": "甲",
    "state": "new",
    "owner": "zhouzimo",
    "at": datetime(2026, 5, 20, 1, 0, tzinfo=UTC),
    "price": Decimal("1180.50"),
    "ok": True,
    "floor": Decimal("760"),
}


def sheet(row: Mapping[str, Any], language: str = "zh-Hans", roles: frozenset[str] = frozenset()) -> Any:
    names = {"zhouzimo": "周子墨"}
    data = export(REGISTER, [row], language=language, zone=ZONE, roles=roles, name_of=names.__getitem__)
    return load_workbook(io.BytesIO(data)).active


def test_codes_become_words_and_instants_wall_clock_times() -> None:
    found = [cell.value for cell in sheet(ROW)[2]]

    assert found == ["甲", "新建", "周子墨", datetime(2026, 5, 20, 9, 0), 1180.5, "是"]  # noqa: DTZ001


@pytest.mark.parametrize(("language", "heading"), [("zh-Hans", "名称"), ("zh-Hant", "名称"), ("en", "Title")])
def test_headings_are_in_the_readers_language(language: str, heading: str) -> None:
    assert sheet(ROW, language)["A1"].value == heading


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@x", "=cmd|' /C calc'!A0"])
def test_text_never_becomes_a_formula(text: str) -> None:
    cell = sheet(ROW | {"title": text})["A2"]

    assert (cell.value, cell.data_type) == (text, "s")


def test_control_characters_are_left_out() -> None:
    assert sheet(ROW | {"title": "甲\x00\x0b乙"})["A2"].value == "甲乙"


def test_a_column_that_the_reader_may_not_see_is_not_in_the_file() -> None:
    assert "底价" not in [cell.value for cell in sheet(ROW)[1]]
    assert sheet(ROW, roles=frozenset({"sales_manager"}))["G2"].value == 760


def test_absent_values_leave_the_cell_empty_and_lists_are_joined() -> None:
    found = [cell.value for cell in sheet({"title": None, "state": ["new", "old"]})[2]]

    assert found == [None, "新建、old", None, None, None, None]
