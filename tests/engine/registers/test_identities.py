"""Identity numbers: entered once, shown masked, needed to be named in a paper, destroyed with their key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select

from engine.bootstrap import Engine
from engine.kernel.errors import InvalidInput, OperationRefused
from engine.registers.identities import queries
from engine.registers.identities.queries import REGISTER
from engine.registers.identities.tables import IDENTITY
from tests.engine.registers.conftest import Operate, step_of

NUMBER = "990101198101150014"


def row(engine: Engine, person: str) -> Mapping[str, Any]:
    with engine.read() as reader:
        found = queries.find(reader, {"person": person})
    assert found is not None
    return found


def enter(engine: Engine, person: str, number: str, key: int | None = None) -> int:
    with step_of(engine, "linxiaolan") as step:
        return queries.write(step, key, {"person": person, "id_card": number})


def test_a_number_is_shown_by_its_first_six_and_last_four_signs(engine: Engine) -> None:
    assert row(engine, "linxiaolan")["id_card"] == "990101••••••••0014"


def test_a_last_sign_x_may_be_typed_small(engine: Engine) -> None:
    with pytest.raises(InvalidInput):
        enter(engine, "jintao", "11010519491231002y")
    enter(engine, "jintao", "11010519491231002x")

    assert row(engine, "jintao")["id_card"] == "110105••••••••002X"


@pytest.mark.parametrize(
    ("person", "number", "column", "code"),
    [
        ("jintao", "990101198101150015", "id_card", "identity_number_wrong"),
        ("jintao", "", "id_card", "identity_number_wrong"),
        ("nobody", NUMBER, "person", "person_unknown"),
        ("linxiaolan", NUMBER, "person", "taken_already"),
    ],
)
def test_a_wrong_entry_is_refused_without_the_number(
    engine: Engine, person: str, number: str, column: str, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        enter(engine, person, number)

    assert [(name, found[0].code) for name, found in refused.value.facts["fields"].items()] == [
        (column, code)
    ]
    assert not number or number not in str(refused.value.facts)


def test_who_is_named_in_a_paper_needs_his_number_on_file(engine: Engine, operate: Operate) -> None:
    assert operate("register.identities.check", person="linxiaolan")
    with pytest.raises(OperationRefused) as refused:
        operate("register.identities.check", person="jintao")

    assert refused.value.facts == {"reason": "identity_not_on_file", "person": "jintao"}


def test_with_its_key_a_number_is_gone_and_can_be_entered_again(engine: Engine, operate: Operate) -> None:
    key = row(engine, "linxiaolan")["key"]
    (action,) = REGISTER.actions
    assert action.when(row(engine, "linxiaolan"))
    with step_of(engine, "linxiaolan") as step:
        action.run(step, key, {})

    assert (row(engine, "linxiaolan")["id_card"], row(engine, "linxiaolan")["state"]) == (None, "dropped")
    with pytest.raises(OperationRefused):
        operate("register.identities.check", person="linxiaolan")
    enter(engine, "linxiaolan", NUMBER, key)
    assert row(engine, "linxiaolan")["state"] == "on_file"


def test_each_person_has_a_key_of_his_own(engine: Engine) -> None:
    with engine.read() as reader:
        rows = reader.connection.execute(select(IDENTITY)).mappings().all()
        keys = {reader.services.vault.open(one["person_key"], f"person_key:{one['person']}") for one in rows}
        assert queries.opened(reader, dict(rows[0])) is not None

    assert len(keys) == len(rows) == 6
