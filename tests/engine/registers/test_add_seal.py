"""A seal enters the register."""

from __future__ import annotations

from typing import Any

import pytest

from engine.bootstrap import Engine
from engine.kernel.actor import Actor
from engine.kernel.errors import InvalidInput, PermissionDenied
from engine.registers.seals.add_seal import AddSeal
from engine.registers.seals.queries import REGISTER

ADMIN = Actor("hewen", frozenset({"admin"}))


def test_the_company_has_one_seal_of_each_kind(engine: Engine) -> None:
    with engine.read() as reader:
        rows = REGISTER.list(reader, {"keeper": "mahuifang", "status": "in_use"}).rows

    assert len({row["kind"] for row in rows}) == len(rows) == 8


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"seal_code": "S-01"}, "taken_already"),
        ({"kind": "wax"}, "option_unknown"),
        ({"keeper": "nobody"}, "person_unknown"),
        ({"backup_keeper": "yujia"}, "persons_must_differ"),
    ],
)
def test_a_seal_with_wrong_facts_is_refused(engine: Engine, wrong: dict[str, Any], code: str) -> None:
    good: dict[str, Any] = {"seal_code": "S-99", "kind": "dept", "keeper": "yujia"}

    with pytest.raises(InvalidInput) as refused:
        engine.execute(AddSeal(**good | wrong), ADMIN)

    ((field, (problem,)),) = refused.value.facts["fields"].items()
    assert (field, problem.code) == (next(iter(wrong)), code)


def test_only_an_administrator_adds_seals(engine: Engine) -> None:
    with pytest.raises(PermissionDenied):
        engine.execute(AddSeal("S-99", "dept", "yujia"), Actor("yujia", frozenset({"seal_keeper"})))
