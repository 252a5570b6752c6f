"""Coming in: passwords, locks, sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from engine.bootstrap import Engine
from engine.kernel.actor import Actor
from engine.kernel.clock import FixedClock
from engine.kernel.errors import InvalidInput, PermissionDenied
from engine.organisation import accounts
from engine.organisation.commands.change_password import ChangePassword
from engine.organisation.commands.close_session import CloseSession
from engine.organisation.commands.disable_account import DisableAccount
from engine.organisation.commands.open_session import OpenSession
from engine.organisation.commands.set_password import SetPassword
from engine.organisation.commands.touch_session import TouchSession
from engine.organisation.login import SYSTEM, Login, log_in
from engine.organisation.tables import ACCOUNT, WEB_SESSION

ADMIN = Actor("hewen", frozenset({"admin"}))
ZHOU = Actor("zhouzimo", frozenset({"sales_assistant"}))
PASSWORD = "bamboo-river-seven"


@pytest.fixture(autouse=True)
def _account(engine: Engine) -> None:
    engine.execute(SetPassword("zhouzimo", PASSWORD), ADMIN)


def come_in(engine: Engine, password: str = PASSWORD, user: str = "zhouzimo") -> Login:
    return log_in(engine, user, password, engine.clock.real_now(), ip="10.0.0.7", user_agent="Firefox")


def session(engine: Engine, token: str) -> accounts.Session | None:
    with engine.read() as reader:
        return accounts.find_session(reader.connection, token, engine.clock.real_now())


def test_the_right_password_opens_a_session_that_the_database_cannot_reopen(engine: Engine) -> None:
    login = come_in(engine, user=" ZhouZimo ")

    assert login.outcome == "ok"
    assert login.must_change
    assert login.token is not None
    found = session(engine, login.token)
    assert found is not None
    assert found.user_id == "zhouzimo"
    with engine.read() as reader:
        assert login.token not in str(reader.connection.execute(select(WEB_SESSION)).all())


@pytest.mark.parametrize(
    ("user", "password"), [("zhouzimo", "bamboo-river-eight"), ("nobody", PASSWORD), ("linxiaolan", PASSWORD)]
)
def test_wrong_password_unknown_name_and_missing_account_look_alike(
    engine: Engine, user: str, password: str
) -> None:
    assert come_in(engine, password, user) == Login("wrong")


def test_the_fifth_wrong_password_locks_for_fifteen_minutes(engine: Engine, clock: FixedClock) -> None:
    outcomes = [come_in(engine, "not the password").outcome for _ in range(5)]

    assert outcomes == ["wrong"] * 4 + ["locked"]
    assert come_in(engine).outcome == "locked"
    clock.move_by(timedelta(minutes=15))
    assert come_in(engine).outcome == "ok"


def test_a_right_password_forgives_the_wrong_ones_before_it(engine: Engine) -> None:
    for _ in range(3):
        for _ in range(4):
            assert come_in(engine, "not the password").outcome == "wrong"
        assert come_in(engine).outcome == "ok"


def test_a_session_ends_after_half_an_hour_of_rest(engine: Engine, clock: FixedClock) -> None:
    token = come_in(engine).token
    assert token is not None

    clock.move_by(timedelta(minutes=29))
    found = session(engine, token)
    assert found is not None
    assert found.should_touch(engine.clock.real_now())
    engine.execute(TouchSession(found.id_hash), SYSTEM)
    clock.move_by(timedelta(minutes=29))
    assert session(engine, token) is not None
    clock.move_by(timedelta(minutes=1))

    assert session(engine, token) is None


def test_a_session_ends_after_twelve_hours_whatever_happens(engine: Engine, clock: FixedClock) -> None:
    token = come_in(engine).token
    assert token is not None
    for _ in range(35):
        clock.move_by(timedelta(minutes=20))
        engine.execute(TouchSession(accounts.hash_token(token)), SYSTEM)

    assert session(engine, token) is not None
    clock.move_by(timedelta(minutes=20))
    assert session(engine, token) is None


def test_logging_out_ends_the_session_and_only_its_owner_may(engine: Engine) -> None:
    token = come_in(engine).token
    assert token is not None
    with pytest.raises(PermissionDenied):
        engine.execute(CloseSession(accounts.hash_token(token)), Actor("heyutong"))

    engine.execute(CloseSession(accounts.hash_token(token)), ZHOU)

    assert session(engine, token) is None


def test_a_new_own_password_ends_the_other_sessions(engine: Engine) -> None:
    here, there = come_in(engine).token, come_in(engine).token
    assert here is not None
    assert there is not None

    engine.execute(ChangePassword("zhouzimo", PASSWORD, "another-good-word", accounts.hash_token(here)), ZHOU)

    found = session(engine, here)
    assert found is not None
    assert not found.must_change
    assert session(engine, there) is None
    assert come_in(engine).outcome == "wrong"
    assert come_in(engine, "another-good-word").outcome == "ok"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("not the password", "another-good-word", "old_password"),
        (PASSWORD, "short", "password"),
        (PASSWORD, PASSWORD, "password"),
        (PASSWORD, "zhouzimo-2026", "password"),
    ],
)
def test_a_poor_new_password_is_refused(engine: Engine, old: str, new: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        engine.execute(ChangePassword("zhouzimo", old, new), ZHOU)

    assert list(refused.value.facts["fields"]) == [field]


def test_nobody_changes_another_persons_password(engine: Engine) -> None:
    with pytest.raises(PermissionDenied):
        engine.execute(ChangePassword("zhouzimo", PASSWORD, "another-good-word"), ADMIN)
    with pytest.raises(PermissionDenied):
        engine.execute(SetPassword("zhouzimo", "another-good-word"), ZHOU)
    with pytest.raises(PermissionDenied):
        engine.execute(OpenSession("zhouzimo"), ADMIN)


def test_a_closed_account_is_out_at_once(engine: Engine) -> None:
    token = come_in(engine).token
    assert token is not None

    engine.execute(DisableAccount("zhouzimo", "left the company"), ADMIN)

    assert session(engine, token) is None
    assert come_in(engine).outcome == "wrong"


def test_an_older_hash_is_replaced_when_its_owner_comes_in(engine: Engine) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with engine.database.begin() as connection:
        connection.execute(ACCOUNT.update().where(ACCOUNT.c.user_id == "zhouzimo").values(password_hash=old))

    assert come_in(engine).outcome == "ok"

    with engine.read() as reader:
        row = accounts.account(reader.connection, "zhouzimo")
        assert row is not None
        assert row["password_hash"] != old
    assert come_in(engine).outcome == "ok"
