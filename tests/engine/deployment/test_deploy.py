"""What is deployed comes into force whole, as new versions of what changed; running cases keep theirs."""

from __future__ import annotations

import pytest

from engine.deployment.bundle import DeployFile
from engine.deployment.deploy import Deploy
from engine.execution.tables import AUDIT, DEFINITION, DEPLOYMENT, PROCESS_INSTANCE
from engine.kernel.errors import InvalidInput, PermissionDenied
from tests.support.models import decision, field, form, process, task

OLD, NEW = form("P.a", field("subject")), form("P.a", field("subject"), field("price", "number"))
BPMN = process(task("a", form="P.a"), "s>a a>e")


def deploy(company, *files, who="hewen", reason="first"):
    return company.execute(Deploy(tuple(DeployFile(name, content) for name, content in files), reason), who)


def versions(company):
    return [(row["kind"], row["id"], row["version"]) for row in company.rows(DEFINITION)]


def test_a_first_deployment_makes_first_versions_and_says_so(company):
    report = deploy(
        company,
        ("P/p.bpmn", BPMN),
        ("P/a.form", OLD),
        ("P/level.dmn", decision("Level", "1 + 1")),
        ("P/en.json", b'{"a": "Ask"}'),
    )

    assert sorted((one["kind"], one["id"], one["version"]) for one in report["versions"]) == [
        ("catalogue", "P.en", 1), ("decision", "Level", 1), ("form", "P.a", 1), ("process", "P", 1),
    ]  # fmt: skip
    [row] = company.rows(DEPLOYMENT)
    assert (row["deployed_by"], row["reason"]) == ("hewen", "first")
    assert company.rows(AUDIT, action="definition.deploy")[0]["chain"] == "definitions"


def test_the_same_files_make_no_new_version(company):
    files = ("P/p.bpmn", BPMN), ("P/a.form", OLD)
    deploy(company, *files)
    before = versions(company)
    again = deploy(company, *files)

    assert (again["versions"], again["deployment_key"]) == ([], None)
    assert versions(company) == before
    assert company.count(DEPLOYMENT) == 1


def test_a_changed_form_makes_a_new_version_of_its_process_too(company):
    deploy(company, ("P/p.bpmn", BPMN), ("P/a.form", OLD))
    report = deploy(company, ("P/p.bpmn", BPMN), ("P/a.form", NEW))

    assert sorted((one["kind"], one["version"]) for one in report["versions"]) == [
        ("form", 2),
        ("process", 2),
    ]


def test_running_cases_keep_the_old_form_and_new_ones_have_the_new(company):
    deploy(company, ("P/p.bpmn", BPMN), ("P/a.form", OLD))
    old = company.start()
    deploy(company, ("P/p.bpmn", BPMN), ("P/a.form", NEW))
    new = company.start()
    company.restart()
    for instance in (old, new):
        company.complete(instance, "a", "zhouzimo", subject="x", price="3")

    assert "price" not in company.variables(old)
    assert company.variables(new)["price"] == 3
    assert [row["version"] for row in company.rows(PROCESS_INSTANCE)] == [1, 2]


def test_a_running_case_that_opens_its_task_later_opens_it_with_its_own_form(company):
    bpmn = process(task("first") + task("a", form="P.a"), "s>first first>a a>e")
    deploy(company, ("P/p.bpmn", bpmn), ("P/a.form", OLD))
    old = company.start()
    deploy(company, ("P/p.bpmn", bpmn), ("P/a.form", NEW))
    company.complete(old, "first", "zhouzimo")
    company.complete(old, "a", "chenjing", subject="x", price="3")

    assert "price" not in company.variables(old)


def test_running_cases_keep_the_old_drawing(company):
    company.draw(task("a") + task("b"), "s>a a>b b>e")
    old = company.start()
    company.draw(task("a"), "s>a a>e")
    company.complete(old, "a", "zhouzimo")

    assert company.open(old) == ["b"]


def test_going_back_to_an_older_content_is_a_new_version(company):
    for one in (OLD, NEW, OLD):
        deploy(company, ("P/p.bpmn", BPMN), ("P/a.form", one))

    assert ("process", "P", 3) in versions(company)
    instance = company.start()
    company.complete(instance, "a", "zhouzimo", subject="x", price="3")
    assert "price" not in company.variables(instance)


def test_only_a_process_owner_deploys(company):
    for who in ("linxiaolan", "guzhiyuan", "caiyun"):
        with pytest.raises(PermissionDenied):
            deploy(company, ("P/p.bpmn", process(task("a"), "s>a a>e")), who=who)
    assert versions(company) == []


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_deployment_has_a_reason(company, reason):
    with pytest.raises(InvalidInput):
        deploy(company, ("P/p.bpmn", process(task("a"), "s>a a>e")), reason=reason)
