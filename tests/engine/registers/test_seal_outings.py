"""A seal out of the office: of two who take it at once one has it, and a cancelled outing is none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from engine.bootstrap import Engine
from engine.kernel.errors import OperationRefused
from engine.registers.seals.queries import REGISTER
from tests.engine.registers.conftest import Operate

OUT: dict[str, Any] = {
    "kinds": ["company"],
    "held_by": ["zhouzimo", "linxiaolan"],
    "since": "2026-05-20T09:00:00+08:00",
    "back_by": "2026-05-20T17:30:00+08:00",
}


def seal(engine: Engine) -> dict[str, Any]:
    with engine.read() as reader:
        return dict(REGISTER.list(reader, {"kind": "company"}).rows[0])


def test_what_undoes_an_outing_needs_no_word_of_the_condition(engine: Engine, operate: Operate) -> None:
    operate("register.seals.take_out", number="YY-2026-0001", **OUT)
    out = seal(engine)
    inverse = engine.services.operations["register.seals.take_out"].inverse or ""
    operate(inverse, number="YY-2026-0001", reason="not needed", **OUT)

    assert (out["status"], seal(engine)["status"]) == ("out", "in_use")


def test_of_two_who_take_a_seal_at_once_one_has_it(engine: Engine, operate: Operate) -> None:
    """No key is named for it: the rows themselves are locked, in one order."""

    def take(number: str) -> str | None:
        try:
            operate("register.seals.take_out", number=number, **OUT)
        except OperationRefused:
            return None
        return number

    with ThreadPoolExecutor(2) as pool:
        had = list(pool.map(take, ["YY-2026-0001", "YY-2026-0002"]))

    assert had.count(None) == 1
