"""The demo company is seeded once, and a cut run is finished by the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import func, select

from engine.bootstrap import Engine
from engine.kernel.actor import Actor
from engine.organisation.login import log_in
from engine.organisation.tables import ACCOUNT, DEPARTMENT, PERSON
from engine.seeds.company import seed_company
from engine.seeds.company_file import DEMO, company_file, read_company
from engine.seeds.logins import Login, give_logins


class Cut(Exception):
    """The power went out."""


class CutEngine:
    """Carries out so many commands and no more."""

    def __init__(self, engine: Engine, most: int) -> None:
        self._engine, self._left = engine, most
        self.read = engine.read

    def execute(self, command: Any, actor: Actor) -> Any:
        if self._left == 0:
            raise Cut
        self._left -= 1
        return self._engine.execute(command, actor)


def count(engine: Engine, table: Any) -> int:
    with engine.read() as reader:
        return reader.connection.scalar(select(func.count()).select_from(table)) or 0


def test_the_demo_company_has_its_people_and_heads(empty_engine: Engine) -> None:
    seed_company(empty_engine, read_company())

    assert count(empty_engine, PERSON) == 25
    with empty_engine.read() as reader:
        found = reader.connection.execute(select(DEPARTMENT.c.code, DEPARTMENT.c.head)).all()
        heads = {row.code: row.head for row in found}
        assert heads["sales"] == "sunlixing"
        assert None not in heads.values()
        assert reader.organisation.roles_of("hewen") == {"admin", "operator"}


def test_seeding_twice_changes_nothing(empty_engine: Engine) -> None:
    assert seed_company(empty_engine, read_company()) > 0

    assert seed_company(empty_engine, read_company()) == 0


@pytest.mark.parametrize("commands", [0, 7, 20, 36])
def test_a_cut_seeding_is_finished_by_the_next(empty_engine: Engine, commands: int) -> None:
    with pytest.raises(Cut):
        seed_company(CutEngine(empty_engine, commands), read_company())

    seed_company(empty_engine, read_company())

    assert count(empty_engine, PERSON) == 25
    assert seed_company(empty_engine, read_company()) == 0


def test_everybody_gets_a_password_that_works_and_is_stored_nowhere(empty_engine: Engine) -> None:
    seed_company(empty_engine, read_company())
    told: list[Login] = []

    logins = give_logins(empty_engine, told.extend)

    assert told == list(logins)
    assert len({login.password for login in logins}) == 25
    first = logins[0]
    assert (first.user_id, first.name, first.roles) == (
        "linxiaolan",
        "林晓岚",
        ("process_owner", "sales_assistant_lead"),
    )
    came = log_in(
        empty_engine, first.user_id, first.password, empty_engine.clock.real_now(), ip="", user_agent=""
    )
    assert came.outcome == "ok"
    assert first.password not in repr(logins)
    assert give_logins(empty_engine, told.extend) == ()


def test_logins_are_told_before_they_are_stored(empty_engine: Engine) -> None:
    seed_company(empty_engine, read_company())
    kept: dict[str, str] = {}

    def keep(logins: Sequence[Login]) -> None:
        kept.update({login.user_id: login.password for login in logins})

    with pytest.raises(Cut):
        give_logins(CutEngine(empty_engine, 10), keep)
    assert count(empty_engine, ACCOUNT) == 10
    give_logins(empty_engine, keep)

    for user, password in list(kept.items())[8:12]:
        now = empty_engine.clock.real_now()
        assert log_in(empty_engine, user, password, now, ip="", user_agent="").outcome == "ok"


def test_new_logins_for_everybody_replace_the_old_ones(empty_engine: Engine) -> None:
    seed_company(empty_engine, read_company())
    old = give_logins(empty_engine, lambda _logins: None)

    new = give_logins(empty_engine, lambda _logins: None, everybody=True)

    assert {login.user_id for login in new} == {login.user_id for login in old}
    now = empty_engine.clock.real_now()
    assert log_in(empty_engine, old[3].user_id, old[3].password, now, ip="", user_agent="").outcome == "wrong"
    assert log_in(empty_engine, new[3].user_id, new[3].password, now, ip="", user_agent="").outcome == "ok"


def test_a_company_beside_its_own_processes_is_read(tmp_path):
    assert company_file(tmp_path) == DEMO
    (tmp_path / "organisation").mkdir()
    own = tmp_path / "organisation" / "demo.yaml"
    own.write_text(DEMO.read_text("utf-8").replace(read_company().name, "另一家公司"), "utf-8")

    assert read_company(company_file(tmp_path)).name == "另一家公司"
