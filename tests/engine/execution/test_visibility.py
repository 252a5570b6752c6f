"""A case is seen by whom it concerns; to everybody else it does not exist, by whatever door they come."""

from __future__ import annotations

from typing import Any

import pytest

from engine.execution.tables import ATTACHMENT, PROCESS_INSTANCE
from engine.execution.visibility import may_see
from engine.kernel.errors import NotFound, PermissionDenied
from engine.processes import view
from engine.processes.attach import AttachFile
from engine.processes.cancel import CancelCase
from engine.processes.comment import AddComment
from engine.user_tasks.claim import ClaimTask
from engine.user_tasks.complete import CompleteTask
from engine.user_tasks.release import ReleaseTask
from engine.user_tasks.save_draft import SaveDraft
from engine.user_tasks.view import task_view
from tests.engine.bpmn import kit
from tests.support.models import task

FILE: dict[str, Any] = {"filename": "a.pdf", "media_type": "application/pdf", "size": 3, "sha256": "0" * 64}


@pytest.fixture
def instance(company):
    """Started by linxiaolan; `a` done by zhouzimo; `b` waits for a seal keeper inside a called part."""
    company.draw(task("b", "seal_keeper"), "s>b b>e", "part", startableBy="")
    company.draw(task("a", users="zhouzimo") + kit.call("call", "part"), "s>a a>call call>e")
    instance = company.start()
    company.complete(instance, "a", "zhouzimo")
    return instance


def sees(company, who, key):
    with company.engine.read() as reader:
        return may_see(reader.connection, company.actor(who), key)


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("linxiaolan", True),  # started it
        ("zhouzimo", True),  # did a task
        ("mahuifang", True),  # is asked through her group, in a called part
        ("hewen", True),  # operator
        ("caiyun", True),  # auditor
        ("guzhiyuan", True),  # general manager
        ("sunlixing", False),
        ("chenjing", False),
        ("wanglei", False),
    ],
)
def test_a_case_and_its_parts_are_seen_by_whom_they_concern(company, instance, who, seen):
    part = company.rows(PROCESS_INSTANCE, parent_key=instance)[0]["key"]

    assert (sees(company, who, instance), sees(company, who, part)) == (seen, seen)


def test_a_substitute_sees_what_the_person_he_stands_in_for_sees(company, instance):
    with company.engine.read() as reader:
        substitute = company.actor("wanglei", on_behalf_of="zhouzimo")
        assert may_see(reader.connection, substitute, instance)


def test_who_was_told_of_a_case_may_open_it(company, instance):
    company.execute(AddComment(instance, "@wanglei 请看"), "linxiaolan")

    assert sees(company, "wanglei", instance)


def test_a_case_that_does_not_exist_is_seen_by_nobody(company):
    assert not sees(company, "hewen", 1)


@pytest.mark.parametrize("command", [ClaimTask, ReleaseTask, SaveDraft, CompleteTask])
@pytest.mark.parametrize("element", ["a", "b"])
def test_a_strangers_command_about_a_task_finds_nothing(company, instance, command, element):
    key = company.task(instance, element)["key"]

    with pytest.raises(NotFound) as refused:
        company.execute(command(key), "wanglei")

    assert refused.value.facts == {"kind": "user_task", "key": key}


@pytest.mark.parametrize(
    "command",
    [
        lambda key: AddComment(key, "hello"),
        lambda key: AttachFile(key, **FILE),
        lambda key: CancelCase(key, "no reason"),
    ],
    ids=["comment", "attach", "cancel"],
)
def test_a_strangers_command_about_a_case_finds_nothing(company, instance, command):
    with pytest.raises(NotFound) as refused:
        company.execute(command(instance), "wanglei")

    assert refused.value.facts == {"kind": "process_instance", "key": instance}


@pytest.mark.parametrize(
    "query", [view.case_view, view.timeline, view.variables, view.documents, view.comments]
)
def test_a_strangers_question_about_a_case_finds_nothing(company, instance, query):
    with company.engine.read() as reader, pytest.raises(NotFound):
        query(reader, company.actor("wanglei"), instance)


def test_a_stranger_finds_neither_task_nor_file(company, instance):
    company.execute(AttachFile(instance, **FILE), "linxiaolan")
    file = company.rows(ATTACHMENT)[0]["key"]
    with company.engine.read() as reader:
        with pytest.raises(NotFound):
            task_view(reader, company.actor("wanglei"), company.task(instance, "a")["key"])
        with pytest.raises(NotFound):
            view.attachment(reader, company.actor("wanglei"), file)
        assert view.attachment(reader, company.actor("zhouzimo"), file)["filename"] == "a.pdf"


def test_whoever_sees_a_case_but_is_not_asked_may_not_do_its_tasks(company, instance):
    with pytest.raises(PermissionDenied):
        company.claim(instance, "b", "linxiaolan")


def test_an_auditor_sees_and_changes_nothing(company, instance):
    for command in (ClaimTask(company.task(instance, "b")["key"]), CancelCase(instance, "no reason")):
        with pytest.raises(PermissionDenied):
            company.execute(command, "caiyun")
