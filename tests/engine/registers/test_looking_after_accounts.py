"""Passwords to change, CA certificates that end, people who leave: each is said once, to who must act."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update

from engine.bootstrap import Engine
from engine.execution.tables import NOTICE
from engine.jobs.housekeeping import look_after_registers
from engine.kernel.clock import FixedClock
from engine.organisation.tables import PERSON
from engine.registers.platform_accounts import rotation
from engine.registers.platform_accounts.log import REGISTER as LOG
from engine.registers.platform_accounts.tables import CREDENTIAL
from engine.storage.keyring import Keyring, new_key
from tests.engine.registers.conftest import step_of
from tests.engine.registers.vault import (
    CLERK,
    LEAD,
    PASSWORD,
    PLAIN,
    account,
    ask,
    key_of,
    put_in,
    read,
    show,
)  # fmt: skip

VIEW = "qinglan-bj-view"


def told(engine: Engine, kind: str, login: str) -> list[str]:
    with engine.read() as reader:
        query = select(NOTICE.c.person, NOTICE.c.facts).where(NOTICE.c.kind == kind).order_by(NOTICE.c.key)
        return sorted(person for person, facts in reader.connection.execute(query) if facts["login"] == login)


def test_a_password_past_its_term_is_told_to_the_lead_once(engine: Engine, clock: FixedClock) -> None:
    """Changed on 20 March, every 90 days: due on 18 June."""
    clock.move_to("2026-06-17T01:00:00+00:00")
    look_after_registers(engine)
    assert told(engine, "password_due", VIEW) == []

    clock.move_to("2026-06-18T01:00:00+00:00")
    look_after_registers(engine)
    look_after_registers(engine)
    assert told(engine, "password_due", VIEW) == ["linxiaolan"]
    assert account(engine, VIEW)["rotation"] == "due"


def test_after_a_change_the_term_begins_anew(engine: Engine, clock: FixedClock) -> None:
    clock.move_to("2026-06-18T01:00:00+00:00")
    look_after_registers(engine)
    put_in(engine, VIEW)
    assert account(engine, VIEW)["rotation_due_on"] == date(2026, 9, 16)

    clock.move_to("2026-09-16T01:00:00+00:00")
    look_after_registers(engine)
    assert told(engine, "password_due", VIEW) == ["linxiaolan", "linxiaolan"]


def test_a_ca_certificate_is_told_60_30_and_7_days_before_to_its_holder_too(
    engine: Engine, clock: FixedClock
) -> None:
    """That of qinglan-bj ends on 10 July and is held by Zhou Zimo."""
    for day, count in (("05-10", 0), ("05-11", 1), ("06-09", 1), ("06-10", 2), ("07-03", 3), ("07-09", 3)):
        clock.move_to(f"2026-{day}T02:00:00+00:00")
        look_after_registers(engine)
        assert told(engine, "ca_ends", "qinglan-bj") == sorted(["linxiaolan", "zhouzimo"] * count)


def test_who_looks_late_is_told_the_nearest_one_alone() -> None:
    row = {"ca_valid_to": date(2026, 7, 10)}

    assert [rotation.ca_alert(row, date(2026, 7, day)) for day in (1, 3, 20)] == [30, 7, 7]
    assert rotation.ca_alert({"ca_valid_to": None}, date(2026, 7, 1)) is None


def test_what_falls_due_at_night_is_told_when_the_office_opens(engine: Engine, clock: FixedClock) -> None:
    clock.move_to("2026-06-17T16:05:00+00:00")
    look_after_registers(engine)

    with engine.read() as reader:
        opens = reader.connection.scalars(select(NOTICE.c.not_before).where(NOTICE.c.kind == "password_due"))
        assert {moment.isoformat() for moment in opens} == {"2026-06-18T00:30:00+00:00"}


def leave(engine: Engine, person: str) -> None:
    with engine.database.begin() as connection:
        connection.execute(update(PERSON).where(PERSON.c.user_id == person).values(status="left"))


@pytest.mark.parametrize("knows", ["saw", "put in"])
def test_who_leaves_makes_due_what_he_knew(engine: Engine, clock: FixedClock, knows: str) -> None:
    if knows == "saw":
        put_in(engine, PLAIN, by=LEAD)
        show(engine, ask(engine, PLAIN))
    else:
        put_in(engine, PLAIN, by=CLERK)
    look_after_registers(engine)
    assert account(engine, PLAIN)["rotation"] == "ok"

    leave(engine, "zhouzimo")
    clock.move_to("2026-05-21T01:00:00+00:00")
    look_after_registers(engine)

    assert account(engine, PLAIN)["rotation"] == "due"
    assert account(engine, PLAIN)["rotation_due_on"] == date(2026, 5, 21)
    assert account(engine, VIEW)["rotation"] == "ok"


def test_what_he_saw_before_the_last_change_does_not_count(engine: Engine, clock: FixedClock) -> None:
    show(engine, ask(engine, PLAIN))
    clock.move_to("2026-05-21T01:00:00+00:00")
    put_in(engine, PLAIN, by=LEAD)
    leave(engine, "zhouzimo")
    look_after_registers(engine)

    assert account(engine, PLAIN)["rotation"] == "ok"


def test_the_lead_marks_what_somebody_saw_before_he_leaves(engine: Engine) -> None:
    reveal = ask(engine, PLAIN)
    show(engine, reveal)
    (action,) = LOG.actions
    with step_of(engine, "linxiaolan") as step:
        row = LOG.one(step, reveal)
        assert row is not None
        assert action.when(row)
        action.run(step, reveal, {})

    assert account(engine, PLAIN)["rotation"] == "due"


def test_passwords_of_a_former_secret_are_sealed_anew(engine: Engine) -> None:
    put_in(engine, PLAIN)
    before = engine.services.vault
    new = new_key()
    old = before._keys[before.current]
    engine.services.vault = Keyring([new, old])
    look_after_registers(engine)
    engine.services.vault = Keyring([new])

    with engine.read() as reader:
        sealed = list(reader.connection.scalars(select(CREDENTIAL.c.sealed)))
    assert all(engine.services.vault.is_current(one) for one in sealed)
    reveal = ask(engine, PLAIN)
    show(engine, reveal)
    assert read(engine, reveal) == PASSWORD
    assert key_of(engine, PLAIN)
