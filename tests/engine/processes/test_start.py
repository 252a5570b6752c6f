"""Who may start a process, with what, and what the case is called."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from engine.execution.tables import ATTACHMENT, AUDIT, HISTORY, PROCESS_INSTANCE
from engine.kernel.errors import InvalidInput, NotFound, PermissionDenied
from engine.processes import startable, view
from engine.processes.start import StartProcess
from tests.support.company import Upload
from tests.support.models import field, form, start_with_form, task

FORM = form(
    "P.start",
    field("subject", required=True),
    field("price", "number", decimalDigits=2),
    field("scan", "filepicker"),
)


@pytest.fixture
def with_form(company):
    company.draw(start_with_form("P.start") + task("a"), "s>a a>e", forms=[FORM], title='="用印 " + subject')
    return company


@pytest.mark.parametrize(
    ("startable", "allowed", "refused"),
    [
        ("sales_assistant", ["linxiaolan", "chenjing"], ["wanglei", "hewen", "guzhiyuan"]),
        ("sales_manager, warehouse_keeper", ["sunlixing", "wanglei"], ["linxiaolan"]),
        ('=["seal_keeper", "xujing"]', ["mahuifang", "xujing"], ["linxiaolan"]),
        ('=holders("sales_manager")', ["sunlixing"], ["guzhiyuan"]),
        ("", [], ["linxiaolan", "hewen", "guzhiyuan"]),
    ],
)
def test_a_process_is_started_by_whom_it_names_and_by_nobody_else(company, startable, allowed, refused):
    company.draw(task("a"), "s>a a>e", startableBy=startable)
    for who in allowed:
        company.start(who=who)
    for who in refused:
        with pytest.raises(PermissionDenied):
            company.start(who=who)

    assert [row["started_by"] for row in company.rows(PROCESS_INSTANCE)] == allowed


def test_the_list_of_what_i_may_start_has_only_that(company):
    company.draw(task("a"), "s>a a>e", "mine")
    company.draw(task("a"), "s>a a>e", "theirs", startableBy="sales_manager")
    company.draw(task("a"), "s>a a>e", "nobodys", startableBy="")

    with company.engine.read() as reader:
        assert [one.id for one in startable.startable(reader, company.actor("linxiaolan"))] == ["mine"]
        assert startable.startable_one(reader, company.actor("linxiaolan"), "mine").form is None
        for hidden in ("theirs", "nobodys", "never_deployed"):
            with pytest.raises(NotFound):
                startable.startable_one(reader, company.actor("linxiaolan"), hidden)


def test_a_process_that_is_not_deployed_is_not_found(company):
    with pytest.raises(NotFound):
        company.start("nowhere")


def test_the_start_form_makes_variables_and_the_title(with_form):
    instance = with_form.start(subject="合同", price="1280.10")

    kept = with_form.variables(instance)
    assert (kept["subject"], kept["price"], kept["starter"]) == ("合同", Decimal("1280.10"), "linxiaolan")
    assert with_form.rows(PROCESS_INSTANCE)[0]["title"] == "用印 合同"
    assert with_form.task(instance, "a")["title"] == "用印 合同"


def test_a_refused_start_form_starts_nothing(with_form):
    with pytest.raises(InvalidInput) as refused:
        with_form.start(subject="")

    assert list(refused.value.facts["fields"]) == ["subject"]
    assert with_form.rows(PROCESS_INSTANCE) == []


def test_a_person_cannot_smuggle_variables_past_the_form(with_form):
    command = StartProcess(
        "P", {"subject": ["x"], "starter": ["guzhiyuan"], "role": ["admin"]}, values={"approved": True}
    )
    instance = with_form.execute(command, "linxiaolan")["instance_key"]

    kept = with_form.variables(instance)
    assert kept["starter"] == "linxiaolan"
    assert not {"role", "approved"} & kept.keys()


def test_a_file_of_the_start_form_is_an_attachment(with_form):
    command = StartProcess("P", {"subject": ["x"]}, {"scan": [Upload("合同.pdf")]})
    with_form.execute(command, "linxiaolan")

    assert [(row["filename"], row["source"]) for row in with_form.rows(ATTACHMENT)] == [
        ("合同.pdf", "form:scan")
    ]


def test_history_and_audit_tell_who_started_which_version(with_form):
    instance = with_form.start(subject="x")

    [line] = with_form.rows(HISTORY, instance_key=instance, kind="case_started")
    assert (line["actor"], line["facts"]) == ("linxiaolan", {"process": "P", "version": 1})
    [row] = with_form.rows(AUDIT, chain=f"instance:{instance}")
    assert (row["object"], row["instance_key"]) == ("process:P", instance)
    assert json.loads(row["detail"])["version"] == 1


def test_the_system_starts_with_typed_values(company):
    company.draw(task("a"), "s>a a>e", startableBy="")
    instance = company.start(who="system:seed", values={"price": Decimal("0.10")})

    assert str(company.variables(instance)["price"]) == "0.10"


def test_my_cases_are_those_that_i_started_newest_first_page_by_page(company):
    company.draw(task("a"), "s>a a>e", title='="印章 5%"')
    keys = [company.start() for _ in range(7)]
    company.start(who="zhouzimo")
    with company.engine.read() as reader:
        actor, found, cursor = company.actor("linxiaolan"), [], None
        for _ in range(4):
            rows, cursor = view.my_cases(reader, actor, cursor=cursor, limit=2)
            found += [row["key"] for row in rows]
        assert (found, cursor) == (keys[::-1], None)
        assert len(view.my_cases(reader, actor, search="5%")[0]) == 7
        assert view.my_cases(reader, actor, search="5_")[0] == []
        assert view.my_cases(reader, actor, state="completed")[0] == []
        with pytest.raises(InvalidInput):
            view.my_cases(reader, actor, cursor="forged")
