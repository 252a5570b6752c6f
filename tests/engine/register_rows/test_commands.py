"""The commands for rows of registers, at the engine's own door and on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.execution.tables import REGISTER_CHANGE, REGISTER_FILE, REGISTER_PROPOSAL
from engine.kernel.errors import FourEyes, InvalidInput, NotFound, PermissionDenied, RowChanged
from engine.register_rows import history
from engine.register_rows.act import RunRegisterAction
from engine.register_rows.decide import DecideProposal
from engine.register_rows.sheets.import_rows import ImportRegisterRows
from engine.register_rows.void import VoidRegisterRow
from engine.register_rows.write import WriteRegisterRow
from engine.registers.seals.tables import SEAL
from tests.support import company as people
from tests.support.registers import ADMIN, GOOD, SECOND, lively


@pytest.fixture
def company(
    database_from: Callable[[Callable[[str], None]], str], tmp_path: Path
) -> Iterator[people.Company]:
    made = people.Company(database_from(people.fill), tmp_path)
    made.engine.services.registers["seals"] = lively(tmp_path)
    yield made
    made.engine.close()


@pytest.fixture
def key(company: people.Company) -> int:
    answer = company.execute(WriteRegisterRow("seals", posted=GOOD), ADMIN)
    return int(answer["key"])


def seal(company: people.Company) -> Any:
    return company.rows(SEAL, seal_code="S-77")[0]


def change(version: int | None = 1, **posted: str) -> WriteRegisterRow:
    return WriteRegisterRow("seals", posted={"keeper": "mahuifang"} | posted, version=version)


@pytest.mark.parametrize("who", ["mahuifang", "linxiaolan", "caiyun"])
def test_no_command_writes_for_whoever_has_not_the_role(company: people.Company, key: int, who: str) -> None:
    commands = [
        change(),
        replace(change(), key=key),
        VoidRegisterRow("seals", key, "登记重复"),
        ImportRegisterRows("seals", ((2, GOOD),), is_trial=False),
        ImportRegisterRows("seals", ((2, GOOD),)),
    ]
    for command in commands:
        with pytest.raises(PermissionDenied):
            company.execute(command, who)
    assert len(company.rows(SEAL)) == 1


def test_a_register_that_is_not_to_be_seen_does_not_exist(company: people.Company, key: int) -> None:
    seals = company.engine.services.registers["seals"]
    company.engine.services.registers["seals"] = replace(seals, see=frozenset({"auditor"}))

    with pytest.raises(NotFound):
        company.execute(replace(change(), key=key), ADMIN)
    with pytest.raises(NotFound):
        company.execute(RunRegisterAction("seals", key, "damage", {"why": "裂了"}), "mahuifang")


def test_the_second_of_two_editors_is_refused_whole(company: people.Company, key: int) -> None:
    company.execute(replace(change(location="二号柜"), key=key), ADMIN)

    with pytest.raises(RowChanged) as refused:
        company.execute(replace(change(location="三号柜"), key=key), SECOND)

    assert refused.value.facts["by"] == ADMIN
    assert seal(company)["location"] == "二号柜"


def test_the_proposer_is_never_the_second_person_also_as_a_substitute(
    company: people.Company, key: int
) -> None:
    answer = company.execute(replace(change(keeper="xujing"), key=key), ADMIN)
    decision = DecideProposal("seals", int(answer["proposal"]), True)
    stand_in = company.actor(SECOND, on_behalf_of=ADMIN)

    for who in (ADMIN, stand_in):
        with pytest.raises(FourEyes):
            company.execute(decision, who)
    with pytest.raises(PermissionDenied):
        company.execute(decision, "caiyun")
    company.execute(decision, SECOND)

    assert seal(company)["keeper"] == "xujing"


def test_a_secret_does_not_wait_in_clear(company: people.Company, key: int) -> None:
    seals = company.engine.services.registers["seals"]
    company.engine.services.registers["seals"] = replace(seals, secret=frozenset({"note"}))
    both = replace(change(keeper="xujing", note="3-7-1"), key=key)

    with pytest.raises(InvalidInput):
        company.execute(both, ADMIN)
    assert company.rows(REGISTER_PROPOSAL) == []

    company.execute(replace(change(note="3-7-1"), key=key), ADMIN)
    company.execute(replace(change(version=2, location="柜", note=""), key=key), ADMIN)
    assert seal(company)["note"] == "3-7-1"
    assert "3-7-1" not in str([dict(row) for row in company.rows(REGISTER_CHANGE)])


def test_an_action_needs_its_role_its_state_and_its_form(company: people.Company, key: int) -> None:
    with pytest.raises(PermissionDenied):
        company.execute(RunRegisterAction("seals", key, "damage", {"why": "裂了"}), ADMIN)
    with pytest.raises(NotFound):
        company.execute(RunRegisterAction("seals", key, "burn"), "mahuifang")
    with pytest.raises(InvalidInput):
        company.execute(RunRegisterAction("seals", key, "damage", {}), "mahuifang")

    company.execute(RunRegisterAction("seals", key, "damage", {"why": "裂了"}), "mahuifang")

    with pytest.raises(RowChanged):
        company.execute(RunRegisterAction("seals", key, "damage", {"why": "裂了"}), "mahuifang")


def test_a_trial_leaves_nothing_and_gives_the_verdicts_of_the_import(company: people.Company) -> None:
    rows = (
        (2, GOOD),
        (3, {**GOOD, "location": "柜"}),
        (4, {**GOOD, "seal_code": "S-78", "kind": "wax"}),
        (5, {**GOOD, "seal_code": "S-79"}),
    )
    expected = ["new", "changed", "refused", "new"]

    trial = company.execute(ImportRegisterRows("seals", rows), ADMIN)
    assert [one["verdict"] for one in trial["verdicts"]] == expected
    assert company.rows(SEAL) == company.rows(REGISTER_CHANGE) == []

    real = company.execute(ImportRegisterRows("seals", rows, is_trial=False), ADMIN)
    assert [one["verdict"] for one in real["verdicts"]] == expected
    assert {row["seal_code"] for row in company.rows(SEAL)} == {"S-77", "S-79"}

    again = company.execute(ImportRegisterRows("seals", rows, is_trial=False), ADMIN)
    assert [one["verdict"] for one in again["verdicts"]] == ["same", "same", "refused", "same"]


def test_a_file_of_a_row_is_kept_from_the_sweeper(company: people.Company) -> None:
    from engine.execution import named_files

    files = {"held_by": [people.Upload("印模.pdf")]}
    company.execute(WriteRegisterRow("seals", posted=GOOD, files=files), ADMIN)

    (kept,) = company.rows(REGISTER_FILE)
    with company.engine.read() as reader:
        assert named_files.named(reader, [kept["sha256"], "0" * 64]) == {kept["sha256"]}
        assert (None, kept["sha256"], "印模.pdf") in list(named_files.every(reader, 10))


def test_the_history_leaves_out_what_the_reader_may_not_see(company: people.Company, key: int) -> None:
    company.execute(replace(change(location="二号柜"), key=key), ADMIN)
    seals = company.engine.services.registers["seals"]
    hidden = [
        replace(one, see=frozenset({"auditor"})) if one.key == "location" else one for one in seals.columns
    ]
    seals = replace(seals, columns=tuple(hidden))
    with company.engine.read() as reader:
        told = {
            who: [one["column"] for one in history.changes(reader, company.actor(who), seals, key)]
            for who in ("linxiaolan", "caiyun")
        }

    assert told == {"linxiaolan": [""], "caiyun": ["location", ""]}
