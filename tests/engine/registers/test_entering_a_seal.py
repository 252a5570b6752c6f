"""A seal enters the register, and an administrator may put right who keeps it and where."""

from __future__ import annotations

from typing import Any

import pytest

from engine.bootstrap import Engine
from engine.kernel.actor import Actor
from engine.kernel.errors import InvalidInput, PermissionDenied
from engine.register_rows.void import VoidRegisterRow
from engine.register_rows.write import WriteRegisterRow
from engine.registers.seals.queries import REGISTER

ADMIN = Actor("hewen", frozenset({"admin"}))
KEEPER = Actor("mahuifang", frozenset({"seal_keeper"}))
GOOD = {"seal_code": "S-99", "kind": "dept", "keeper": "yujia"}


def row(engine: Engine, code: str) -> dict[str, Any]:
    with engine.read() as reader:
        return dict(next(one for one in REGISTER.list(reader, {}, code).rows))


def change(engine: Engine, one: dict[str, Any], **values: str) -> Any:
    posted = {name: one[name] or "" for name in ("keeper", "backup_keeper", "location", "note")}
    command = WriteRegisterRow("seals", one["key"], posted | values, version=one["version"])
    return engine.execute(command, ADMIN)


def test_the_company_has_one_seal_of_each_kind(engine: Engine) -> None:
    with engine.read() as reader:
        rows = REGISTER.list(reader, {"keeper": "mahuifang", "status": "in_use"}).rows

    assert len({row["kind"] for row in rows}) == len(rows) == 8


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"seal_code": "S-01"}, "taken_already"),
        ({"seal_code": "=1+1"}, "pattern_mismatch"),
        ({"kind": "wax"}, "choice_unknown"),
        ({"keeper": "nobody"}, "choice_unknown"),
        ({"backup_keeper": "yujia"}, "persons_must_differ"),
    ],
)
def test_a_seal_with_wrong_facts_is_refused(engine: Engine, wrong: dict[str, str], code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        engine.execute(WriteRegisterRow("seals", posted=GOOD | wrong), ADMIN)

    ((field, (problem,)),) = refused.value.facts["fields"].items()
    assert (field, problem.code) == (next(iter(wrong)), code)


def test_who_keeps_it_and_where_may_change_and_which_it_is_may_not(engine: Engine) -> None:
    engine.execute(WriteRegisterRow("seals", posted=GOOD), ADMIN)

    answer = change(engine, row(engine, "S-99"), keeper="mahuifang", location="二号柜", seal_code="S-98")

    assert answer["changed"] == ["keeper", "location"]
    assert row(engine, "S-99")["keeper"] == "mahuifang"


def test_only_an_administrator_enters_changes_and_voids_seals(engine: Engine) -> None:
    key = row(engine, "S-01")["key"]
    for command in (
        WriteRegisterRow("seals", posted=GOOD),
        WriteRegisterRow("seals", key, posted=GOOD),
        VoidRegisterRow("seals", key, "登记重复"),
    ):
        with pytest.raises(PermissionDenied):
            engine.execute(command, KEEPER)


def test_a_seal_that_is_void_is_not_in_the_list_any_more(engine: Engine) -> None:
    one = row(engine, "S-08")

    engine.execute(VoidRegisterRow("seals", one["key"], "登记重复", one["version"]), ADMIN)

    with engine.read() as reader:
        assert "S-08" not in {each["seal_code"] for each in REGISTER.list(reader, {}).rows}
        kept = REGISTER.one(reader, one["key"])
    assert kept is not None
    assert kept["void_reason"] == "登记重复"
