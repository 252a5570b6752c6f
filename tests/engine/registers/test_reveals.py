"""A password is seen by whom somebody else lets, once, for a minute, and never without a line (SOD-07)."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from engine.bootstrap import Engine
from engine.execution.tables import NOTICE
from engine.execution.tables.records import AUDIT
from engine.kernel.actor import Actor
from engine.kernel.clock import FixedClock
from engine.kernel.errors import (
    EngineError,
    FourEyes,
    InvalidInput,
    NotFound,
    OperationRefused,
    PermissionDenied,
)
from engine.registers.platform_accounts.ask import AskReveal
from engine.registers.platform_accounts.decide import DecideReveal
from engine.registers.platform_accounts.log import REGISTER as LOG
from engine.registers.platform_accounts.queries import ENTERED, REGISTER
from engine.registers.platform_accounts.set_password import SetPassword
from engine.registers.platform_accounts.show import ShowPassword
from tests.engine.registers.conftest import step_of
from tests.engine.registers.vault import (
    BOTH,
    BOUND,
    CLERK,
    LEAD,
    MANAGER,
    OTHER,
    PASSWORD,
    PLAIN,
    QUOTING,
    REASON,
    ask,
    key_of,
    put_in,
    read,
    show,
)


def notices(engine: Engine, person: str) -> list[str]:
    with engine.read() as reader:
        query = select(NOTICE.c.kind).where(NOTICE.c.person == person).order_by(NOTICE.c.key)
        return [str(kind) for kind in reader.connection.scalars(query)]


def logged(engine: Engine, reveal: int) -> Mapping[str, Any]:
    with engine.read() as reader:
        row = LOG.one(reader, reveal)
    assert row is not None
    return row


def test_a_plain_account_is_seen_by_one_person_with_a_reason(engine: Engine) -> None:
    put_in(engine, PLAIN)
    reveal = ask(engine, PLAIN)

    assert show(engine, reveal) == PASSWORD
    row = logged(engine, reveal)
    assert (row["asked_by"], row["reason"], row["decided_by"], row["state"]) == (
        "zhouzimo", REASON, None, "shown"
    )  # fmt: skip


@pytest.mark.parametrize("login", [QUOTING, BOUND])
def test_where_one_can_quote_or_a_key_is_bound_a_second_person_must_let_it(
    engine: Engine, login: str
) -> None:
    put_in(engine, login)
    reveal = ask(engine, login)
    with pytest.raises(OperationRefused):
        show(engine, reveal)
    with pytest.raises(NotFound):
        read(engine, reveal)
    assert notices(engine, "linxiaolan") == ["reveal_asked"]

    engine.execute(DecideReveal(reveal, True), LEAD)
    assert show(engine, reveal) == PASSWORD
    assert logged(engine, reveal)["decided_by"] == "linxiaolan"
    assert notices(engine, "zhouzimo") == ["reveal_approved"]


@pytest.mark.parametrize(
    "decider",
    [
        BOTH,
        Actor("heyutong", frozenset({"sales_assistant_lead"}), on_behalf_of="linxiaolan"),
        Actor("linxiaolan", frozenset({"sales_manager"}), on_behalf_of="sunlixing"),
    ],
)
def test_nobody_lets_himself_see_whatever_roles_he_has(engine: Engine, decider: Actor) -> None:
    """Not the lead who works on the platform too, not his substitute, not he as a manager's substitute."""
    reveal = ask(engine, QUOTING, by=BOTH)

    with pytest.raises(FourEyes):
        engine.execute(DecideReveal(reveal, True), decider)
    assert logged(engine, reveal)["state"] == "waiting"


def test_the_manager_lets_the_lead_see(engine: Engine) -> None:
    put_in(engine, QUOTING)
    reveal = ask(engine, QUOTING, by=BOTH)
    engine.execute(DecideReveal(reveal, True), MANAGER)

    assert show(engine, reveal, by=BOTH) == PASSWORD


@pytest.mark.parametrize("actor", [OTHER, Actor("hewen", frozenset({"admin", "operator"}))])
def test_only_the_lead_or_the_manager_decides(engine: Engine, actor: Actor) -> None:
    reveal = ask(engine, QUOTING)

    with pytest.raises(PermissionDenied):
        engine.execute(DecideReveal(reveal, True), actor)


def test_what_was_let_to_one_is_shown_to_nobody_else(engine: Engine) -> None:
    put_in(engine, QUOTING)
    reveal = ask(engine, QUOTING)
    engine.execute(DecideReveal(reveal, True), LEAD)

    for actor in (OTHER, BOTH, Actor("heyutong", CLERK.roles, on_behalf_of="zhouzimo")):
        with pytest.raises(PermissionDenied):
            engine.execute(ShowPassword(reveal), actor)
    show(engine, reveal)
    with pytest.raises(NotFound):
        read(engine, reveal, by=OTHER)


def test_it_is_shown_once_and_for_a_minute(engine: Engine, clock: FixedClock) -> None:
    put_in(engine, PLAIN)
    reveal = ask(engine, PLAIN)
    show(engine, reveal)
    clock.move_by(timedelta(seconds=60))
    assert read(engine, reveal) == PASSWORD

    clock.move_by(timedelta(seconds=1))
    with pytest.raises(NotFound):
        read(engine, reveal)
    with pytest.raises(OperationRefused):
        show(engine, reveal)


@pytest.mark.parametrize(("login", "decided"), [(QUOTING, True), (PLAIN, False)])
def test_what_is_not_opened_within_ten_minutes_must_be_asked_anew(
    engine: Engine, clock: FixedClock, login: str, decided: bool
) -> None:
    reveal = ask(engine, login)
    if decided:
        clock.move_by(timedelta(hours=2))
        engine.execute(DecideReveal(reveal, True), LEAD)
    clock.move_by(timedelta(minutes=10, seconds=1))

    with pytest.raises(OperationRefused) as refused:
        show(engine, reveal)
    assert refused.value.facts["reason"] == "reveal_is_over"
    assert logged(engine, reveal)["state"] == "lapsed"


def test_a_refusal_says_why_and_is_final(engine: Engine) -> None:
    reveal = ask(engine, QUOTING)
    with pytest.raises(InvalidInput):
        engine.execute(DecideReveal(reveal, False, "no"), LEAD)
    engine.execute(DecideReveal(reveal, False, "今天没有报价"), LEAD)

    for command, actor in ((DecideReveal(reveal, True), MANAGER), (ShowPassword(reveal), CLERK)):
        with pytest.raises(OperationRefused):
            engine.execute(command, actor)
    assert notices(engine, "zhouzimo") == ["reveal_refused"]


@pytest.mark.parametrize("reason", ["", "    ", "看看"])
def test_a_reason_must_say_something(engine: Engine, reason: str) -> None:
    with pytest.raises(InvalidInput):
        engine.execute(AskReveal(key_of(engine, PLAIN), reason), CLERK)


@pytest.mark.parametrize("actor", [MANAGER, Actor("hewen", frozenset({"admin"}))])
def test_who_does_not_work_on_the_platforms_asks_in_vain(engine: Engine, actor: Actor) -> None:
    with pytest.raises(PermissionDenied):
        engine.execute(AskReveal(key_of(engine, PLAIN), REASON), actor)
    with pytest.raises(PermissionDenied):
        engine.execute(SetPassword(key_of(engine, PLAIN), "x" * 12), actor)


def test_an_account_that_has_become_one_of_two_persons_is_asked_for_anew(engine: Engine) -> None:
    reveal = ask(engine, PLAIN)
    with step_of(engine, "sunlixing") as step:
        ENTERED.write(step, key_of(engine, PLAIN), {"can_quote": True})

    with pytest.raises(OperationRefused) as refused:
        show(engine, reveal)
    assert refused.value.facts["reason"] == "second_person_needed"


def test_nobody_alone_makes_an_account_one_of_one_person() -> None:
    assert REGISTER.needs_second is not None
    for name in ("can_quote", "ca_key_no"):
        assert REGISTER.needs_second({"can_quote": True}, {name: None})
    assert not REGISTER.needs_second({"can_quote": True}, {"phone_bound": "13800000000"})


def test_of_two_requests_at_once_one_shows_it(engine: Engine) -> None:
    reveal = ask(engine, PLAIN)
    both = Barrier(2)
    told: list[str] = []

    def one(_number: int) -> None:
        both.wait()
        try:
            engine.execute(ShowPassword(reveal), CLERK)
            told.append("shown")
        except EngineError as error:
            told.append(error.code)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(2)))
    assert sorted(told) == ["operation_refused", "shown"]


def test_the_database_itself_wants_two_persons(engine: Engine) -> None:
    reveal = ask(engine, QUOTING)

    told = text("UPDATE credential_reveal SET decided_by = asked_by WHERE key = :key")
    with pytest.raises(IntegrityError), engine.database.begin() as connection:
        connection.execute(told, {"key": reveal})


def test_each_step_stands_in_the_audit_of_the_account(engine: Engine) -> None:
    reveal = ask(engine, QUOTING)
    engine.execute(DecideReveal(reveal, True), LEAD)
    show(engine, reveal)

    with engine.read() as reader:
        chain = f"register:platform_accounts:{key_of(engine, QUOTING)}"
        query = select(AUDIT.c.action, AUDIT.c.actor).where(AUDIT.c.chain == chain).order_by(AUDIT.c.seq)
        lines = [tuple(line) for line in reader.connection.execute(query)]
    assert lines == [
        ("platform_account.ask_reveal", "zhouzimo"),
        ("platform_account.decide_reveal", "linxiaolan"),
        ("platform_account.show_password", "zhouzimo"),
    ]
