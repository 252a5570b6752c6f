"""A bundle with one broken file is refused whole, with file, element, line and code; nothing is stored."""

from __future__ import annotations

import pytest

from engine.deployment.bundle import MOST_FILES, DeployFile, read_bundle
from engine.execution.tables import AUDIT, DEFINITION, DEPLOYMENT
from engine.kernel.errors import DefinitionRejected
from tests.engine.bpmn import kit
from tests.support.models import decision, field, form, process, task

GOOD = ("good/process.bpmn", process(task("a"), "s>a a>e", "good"))
BROKEN_FORM = form("bad.form", field("ok"), {"type": "textfield", "key": "9 lives", "id": "Field_9"})


def refused(company, *files):
    before = company.count(AUDIT)
    with pytest.raises(DefinitionRejected) as rejected:
        company.deploy(GOOD, *files)
    assert company.rows(DEFINITION) == company.rows(DEPLOYMENT) == []
    assert company.count(AUDIT) == before
    return [problem for problem in rejected.value.problems if problem.severity == "error"]


def test_a_process_whose_expression_cannot_be_read_names_element_and_line(company):
    bad = process(task("b", assignee="=manager("), "s>b b>e", "bad").replace(
        b"<bpmn:userTask", b"\n\n<bpmn:userTask"
    )
    [problem] = refused(company, ("bad/process.bpmn", bad))

    assert (problem.file, problem.element) == ("bad/process.bpmn", "b")
    assert problem.line == 3
    assert problem.code


def test_a_flow_that_leads_nowhere_is_refused(company):
    bad = process(task("b"), "s>b b>nowhere", "bad")
    [problem] = refused(company, ("bad/process.bpmn", bad))

    assert (problem.code, problem.element) == ("reference_unresolved", "b_nowhere")


def test_a_broken_form_names_its_component_and_line(company):
    problems = refused(company, ("bad/bad.form", BROKEN_FORM))

    assert {problem.file for problem in problems} == {"bad/bad.form"}
    assert all(problem.code and problem.line > 0 for problem in problems)
    assert "Field_9" in {problem.element for problem in problems}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"id": 3}', b"\xff\xfe"])
def test_a_form_that_is_no_form_is_refused(company, content):
    assert refused(company, ("bad/bad.form", content))[0].file == "bad/bad.form"


def test_a_broken_decision_names_its_element(company):
    [problem] = refused(company, ("bad/level.dmn", decision("Level", "1 + ")))

    assert (problem.file, bool(problem.code)) == ("bad/level.dmn", True)
    assert problem.element
    assert problem.line > 0


@pytest.mark.parametrize("name", ["bad.bpmn", "bad.dmn"])
@pytest.mark.parametrize(
    "content",
    [b"", b"not xml", b"<a>", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', b"<definitions/>", b"\x00\x01"],
)
def test_what_is_no_model_is_refused_with_its_file(company, name, content):
    problems = refused(company, (f"bad/{name}", content))

    assert {problem.file for problem in problems} == {f"bad/{name}"}
    assert all(problem.code for problem in problems)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 cut"])
def test_a_broken_word_template_is_refused(company, content):
    problems = refused(company, ("bad/letter.docx", content))

    assert {problem.file for problem in problems} == {"bad/letter.docx"}


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff", b'"word"'])
def test_a_broken_catalogue_is_refused(company, content):
    [problem] = refused(company, ("bad/en.json", content))

    assert (problem.code, problem.file) == ("catalogue_unreadable", "bad/en.json")


@pytest.mark.parametrize("name", ["bad/virus.exe", "bad/noending", "bad/process.bpmn.txt"])
def test_a_file_of_an_unknown_kind_is_refused(company, name):
    [problem] = refused(company, (name, b"x"))

    assert (problem.code, problem.file) == ("file_kind_unknown", name)
    assert ".bpmn" in problem.facts["known"]


def test_an_id_that_two_files_use_is_refused_and_names_both(company):
    [problem] = refused(company, ("other/process.bpmn", GOOD[1]))

    assert (problem.code, problem.file, problem.element) == ("id_used_twice", "other/process.bpmn", "good")
    assert problem.facts == {"other": "good/process.bpmn"}


def test_every_broken_file_is_told_at_once(company):
    files = ("bad/process.bpmn", b"x"), ("bad/bad.form", b"{"), ("bad/level.dmn", b"x"), ("bad/en.json", b"{")
    problems = refused(company, *files)

    assert {problem.file for problem in problems} == {name for name, _ in files}


def test_a_bundle_of_too_many_files_is_refused():
    bundle = read_bundle(DeployFile(f"p/{number}.json", b"{}") for number in range(MOST_FILES + 1))

    assert [problem.code for problem in bundle.errors] == ["too_many_files"]


def test_a_finding_of_lint_refuses_too(company):
    problems = refused(company, ("bad/process.bpmn", process(task("b", form="never"), "s>b b>e", "bad")))

    assert [(problem.code, problem.element) for problem in problems] == [("form_not_found", "b")]


def test_warnings_are_told_and_do_not_refuse(company):
    report = company.deploy(("P/process.bpmn", process(kit.service("job", "print.labels"), "s>job job>e")))

    assert [warning["code"] for warning in report["warnings"]] == ["job_type_is_external"]
    assert company.count(DEFINITION) == 1


def test_a_message_that_nobody_catches_yet_is_named_in_the_report_and_does_not_refuse(company):
    sends = '<bpmn:sendTask id="tell" messageRef="Message_Paid"/>'
    report = company.deploy(("P/process.bpmn", process(sends, "s>tell tell>e")))

    [warning] = report["warnings"]
    assert (warning["code"], warning["element"]) == ("message_not_caught", "tell")
    assert warning["facts"] == {"message": "paid"}
    assert company.rows(DEPLOYMENT)[0]["report"]["warnings"] == report["warnings"]
