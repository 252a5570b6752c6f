"""A bound field stands in the register, and the case keeps only which row it is."""

from __future__ import annotations

import json

import pytest

from engine.execution.tables import COMPLETION
from engine.kernel.errors import DefinitionRejected, InvalidInput
from engine.processes.cancel import CancelCase
from engine.registers.seals.operations import OPERATIONS
from engine.registers.seals.queries import REGISTER
from engine.registers.seals.tables import SEAL
from engine.user_tasks.view import task_view
from tests.support.company import company
from tests.support.models import field, form, start_with_form, task

__all__ = ["company"]

PLACE = field("place", properties={"bind": "seals.location"})
NOTE = field("remark", properties={"bind": "seals.note"})
NEW = form(
    "P.start",
    field("code", properties={"bind": "seals.seal_code"}),
    field("kind", properties={"bind": "seals.kind"}),
    field("keeper", properties={"bind": "seals.keeper"}),
    PLACE,
    field("why"),
)


@pytest.fixture(autouse=True)
def register_of_seals(company):
    company.offer(*OPERATIONS)
    company.engine.services.registers[REGISTER.name] = REGISTER


@pytest.fixture
def case(company):
    """A seal was entered by a start form; the next form shows and changes where it lies."""
    body = start_with_form("P.start") + task("a", form="again")
    company.draw(body, "s>a a>e", forms=[NEW, form("again", PLACE, NOTE)])
    return company.start(code="S-77", kind="company", keeper="mahuifang", place="保险柜", why="新刻")


def seal(company):
    return company.rows(SEAL, seal_code="S-77")[0]


def test_the_value_goes_to_the_register_and_the_key_to_the_case(company, case):
    variables = company.variables(case)

    assert (seal(company)["location"], seal(company)["keeper"]) == ("保险柜", "mahuifang")
    assert variables["seals_key"] == str(seal(company)["key"])
    assert variables["why"] == "新刻"
    assert variables.keys().isdisjoint({"code", "kind", "keeper", "place"})


def test_a_later_form_shows_what_the_register_holds_now_and_changes_that_row(company, case):
    with company.engine.database.begin() as connection:
        connection.execute(SEAL.update().values(location="二号柜"))
    with company.engine.read() as reader:
        shown = task_view(reader, company.actor("linxiaolan"), company.task(case, "a")["key"]).context.values
    assert shown["place"] == "二号柜"

    company.complete(case, "a", "linxiaolan", place="三号柜", remark="已换柜")

    assert (seal(company)["location"], seal(company)["note"]) == ("三号柜", "已换柜")
    assert company.rows(COMPLETION)[-1]["values"] == {"seals_key": str(seal(company)["key"])}


def test_what_the_register_refuses_is_said_at_the_field(company, case):
    with pytest.raises(InvalidInput) as refused:
        company.start(code="S-77", kind="company", keeper="mahuifang", place="x")

    assert [(name, found[0].code) for name, found in refused.value.facts["fields"].items()] == [
        ("code", "taken_already")
    ]
    assert len(company.rows(SEAL, seal_code="S-77")) == 1


def test_cancelling_takes_back_what_was_written(company, case):
    company.execute(CancelCase(case, "不刻这枚章了"), "hewen")

    assert (seal(company)["is_void"], seal(company)["void_reason"]) == (True, "不刻这枚章了")


@pytest.mark.parametrize(
    ("drawn", "code"),
    [
        (field("x", properties={"bind": "seals.nothing"}), "bind_unknown"),
        (field("x", properties={"bind": "nothing.note"}), "bind_unknown"),
        (
            {"type": "dynamiclist", "id": "L", "path": "lines", "components": [NOTE]},
            "bind_in_list",
        ),
    ],
)
def test_a_bind_that_nothing_writes_is_refused_at_deployment(company, drawn, code):
    with pytest.raises(DefinitionRejected) as refused:
        company.deploy(("P/f.form", json.dumps(json.loads(form("f", drawn))).encode()))

    assert [problem.code for problem in refused.value.problems] == [code]
