"""Adding people and departments, and how lists and references see them."""

from __future__ import annotations

from typing import Any

import pytest

from engine.bootstrap import Engine
from engine.kernel.actor import Actor
from engine.kernel.errors import InvalidInput, NotFound, PermissionDenied
from engine.organisation.commands.add_department import AddDepartment
from engine.organisation.commands.add_person import AddPerson
from engine.organisation.commands.appoint_head import AppointHead
from engine.organisation.register import DEPARTMENTS, EMPLOYEES

ADMIN = Actor("hewen", frozenset({"admin"}))


def codes(refused: InvalidInput) -> dict[str, list[str]]:
    return {field: [problem.code for problem in found] for field, found in refused.facts["fields"].items()}


def test_only_an_administrator_adds_people(engine: Engine) -> None:
    with pytest.raises(PermissionDenied):
        engine.execute(AddPerson("liming", "E99", "李明"), Actor("sunlixing", frozenset({"sales_manager"})))


def test_a_new_person_is_found_by_name_and_number(engine: Engine) -> None:
    engine.execute(
        AddPerson("liming", "E99", "李明", ("sales_assistant",), "sales", "sunlixing", "13800000000"), ADMIN
    )

    with engine.read() as reader:
        assert reader.organisation.holders("sales_assistant") == ["heyutong", "liming", "zhouzimo"]
        for search in ("李明", "LIMING", "e99"):
            rows = EMPLOYEES.list(reader, {}, search).rows
            assert [row["roles"] for row in rows] == [["sales_assistant"]]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"user_id": "Li Ming"}, "user_id_malformed"),
        ({"user_id": "zhouzimo"}, "taken_already"),
        ({"emp_no": "E02"}, "taken_already"),
        ({"name": " "}, "required"),
        ({"mobile": "12345"}, "phone_malformed"),
        ({"department": "nowhere"}, "department_unknown"),
        ({"manager": "nobody"}, "person_unknown"),
        ({"roles": ("king",)}, "role_unknown"),
        ({"territory_codes": ("33",)}, "territory_malformed"),
    ],
)
def test_a_person_with_wrong_facts_is_refused(engine: Engine, wrong: dict[str, Any], code: str) -> None:
    good: dict[str, Any] = {"user_id": "liming", "emp_no": "E99", "name": "李明"}

    with pytest.raises(InvalidInput) as refused:
        engine.execute(AddPerson(**good | wrong), ADMIN)

    assert codes(refused.value) == {next(iter(wrong)): [code]}


def test_a_department_gets_its_head_from_the_people(engine: Engine) -> None:
    engine.execute(AddDepartment("export", "外贸部"), ADMIN)
    engine.execute(AppointHead("export", "linxiaolan"), ADMIN)

    with engine.read() as reader:
        rows = DEPARTMENTS.list(reader, {"head": "linxiaolan"}).rows
        assert [(row["code"], row["name"]) for row in rows] == [("export", "外贸部")]
    with pytest.raises(InvalidInput):
        engine.execute(AppointHead("export", "nobody"), ADMIN)
    with pytest.raises(InvalidInput):
        engine.execute(AddDepartment("export", "外贸部"), ADMIN)
    with pytest.raises(NotFound):
        engine.execute(AppointHead("nowhere", "linxiaolan"), ADMIN)


def test_pages_of_employees_hold_everyone_once(engine: Engine) -> None:
    seen: list[str] = []
    cursor = None
    with engine.read() as reader:
        while True:
            page = EMPLOYEES.list(reader, {"status": "active"}, "", cursor, 10)
            seen += [row["user_id"] for row in page.rows]
            cursor = page.next_cursor
            if cursor is None:
                break

    assert len(seen) == 25
    assert seen == sorted(set(seen))


def test_employees_are_filtered_by_role_department_and_manager(engine: Engine) -> None:
    def users(**filters: str) -> list[str]:
        with engine.read() as reader:
            return [row["user_id"] for row in EMPLOYEES.list(reader, filters).rows]

    assert users(roles="seal_keeper") == ["mahuifang", "yujia"]
    assert users(department="finance") == ["duanhong", "fengyaqin", "qijianguo", "qiumin"]
    assert users(manager="xujing", roles="auditor") == ["jianglan"]
    with pytest.raises(InvalidInput):
        users(shoe_size="44")


def test_a_forged_cursor_is_refused(engine: Engine) -> None:
    with engine.read() as reader, pytest.raises(InvalidInput):
        EMPLOYEES.list(reader, {}, "", "ÿÿ", 10)


def test_one_employee_is_read_with_roles(engine: Engine) -> None:
    with engine.read() as reader:
        key = EMPLOYEES.list(reader, {}, "余佳").rows[0]["key"]
        found = EMPLOYEES.one(reader, key)
        assert found is not None
        assert found["roles"] == ["commerce_clerk", "seal_keeper"]
        assert EMPLOYEES.one(reader, 1) is None
