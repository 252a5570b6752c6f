"""Which territory lies in which is read from its code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engine.bootstrap import Engine
from engine.kernel.errors import InvalidInput
from engine.registers.shared import divisions
from engine.registers.territories.queries import ENTERED, REGISTER
from tests.engine.registers.conftest import step_of

Enter = Callable[..., int]


@pytest.mark.parametrize(
    ("wide", "narrow", "covered"),
    [
        ("000000", "330106", True),
        ("330000", "330106", True),
        ("330106", "330106", True),
        ("330106", "330000", False),
        ("320000", "330000", False),
    ],
)
def test_a_territory_covers_what_lies_in_it(wide: str, narrow: str, covered: bool) -> None:
    assert divisions.covers(wide, narrow) is covered


def test_level_and_what_it_lies_in_follow_from_the_code(engine: Engine) -> None:
    with step_of(engine, "sunlixing") as step:
        key = ENTERED.write(step, None, {"code": "330106", "name": "西湖区"})
        row = REGISTER.one(step, key)

    assert row is not None
    assert (row["level"], row["parent_code"]) == ("county", "330100")


def test_a_city_without_its_province_lies_in_the_nation(engine: Engine) -> None:
    with step_of(engine, "sunlixing") as step:
        row: Any = REGISTER.one(step, ENTERED.write(step, None, {"code": "210100", "name": "沈阳市"}))

    assert (row["level"], row["parent_code"]) == ("city", "000000")


@pytest.mark.parametrize(
    ("values", "column", "code"),
    [
        ({"code": "33000", "name": "浙江"}, "code", "division_code_malformed"),
        ({"code": "330000", "name": "又一个浙江"}, "code", "taken_already"),
        ({"code": "210000", "name": ""}, "name", "required"),
        (
            {"code": "210000", "name": "辽宁", "regional_manager": "nobody"},
            "regional_manager",
            "person_unknown",
        ),
    ],
)
def test_a_wrong_territory_is_refused_at_its_column(
    engine: Engine, values: dict[str, Any], column: str, code: str
) -> None:
    with step_of(engine, "sunlixing") as step, pytest.raises(InvalidInput) as refused:
        ENTERED.write(step, None, values)

    assert [(name, found[0].code) for name, found in refused.value.facts["fields"].items()] == [
        (column, code)
    ]
