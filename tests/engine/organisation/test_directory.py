"""Who is who in the demo company."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.bootstrap import Engine
from engine.organisation.directory import Directory
from engine.organisation.tables import PERSON


@pytest.fixture
def directory(engine: Engine) -> Iterator[Directory]:
    with engine.read() as reader:
        yield Directory(reader.connection)


def test_holders_of_a_role_come_sorted(directory: Directory) -> None:
    assert directory.holders("sales_assistant") == ["heyutong", "zhouzimo"]
    assert directory.holders("role_of_nobody") == []


@pytest.mark.parametrize(
    ("territory", "managers"),
    [("330000", ["zhengkai"]), ("330106", ["zhengkai"]), ("510000", ["liangdong"]), ("110000", [])],
)
def test_regional_manager_answers_for_his_provinces_and_their_cities(
    directory: Directory, territory: str, managers: list[str]
) -> None:
    assert directory.holders("regional_manager", territory) == managers


def test_a_holder_without_territories_answers_for_the_whole_country(directory: Directory) -> None:
    assert directory.holders("sales_manager", "110000") == ["sunlixing"]


def test_manager_of_a_clerk_is_the_head_of_her_department(directory: Directory) -> None:
    assert directory.manager("zhouzimo") == directory.department_head("zhouzimo") == "sunlixing"
    assert directory.manager("sunlixing") == "guzhiyuan"
    assert directory.manager("guzhiyuan") is None
    assert directory.manager("nobody") is None


def test_who_left_holds_no_role_and_his_people_turn_to_his_manager(engine: Engine) -> None:
    with engine.database.begin() as connection:
        connection.execute(PERSON.update().where(PERSON.c.user_id == "sunlixing").values(status="left"))

    with engine.read() as reader:
        directory = Directory(reader.connection)
        assert directory.holders("sales_manager") == []
        assert directory.roles_of("sunlixing") == frozenset()
        assert directory.manager("zhouzimo") == "guzhiyuan"
        assert directory.department_head("zhouzimo") is None
        assert directory.display_name("sunlixing") == "孙立行"


def test_a_ring_of_managers_who_left_ends_in_nobody(engine: Engine) -> None:
    with engine.database.begin() as connection:
        people = PERSON.c.user_id.in_(["xujing", "sunlixing"])
        connection.execute(PERSON.update().where(people).values(status="left"))
        connection.execute(PERSON.update().where(PERSON.c.user_id == "sunlixing").values(manager="xujing"))
        connection.execute(PERSON.update().where(PERSON.c.user_id == "xujing").values(manager="sunlixing"))

    with engine.read() as reader:
        assert Directory(reader.connection).manager("zhouzimo") is None
