"""The same key and the same body get the same answer; anything else under that key is told so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from engine.execution.commands.housekeeping import KeepHouse
from engine.execution.tables import IDEMPOTENCY, PROCESS_INSTANCE
from engine.kernel.actor import Actor
from engine.kernel.errors import IdempotencyMismatch
from engine.processes.notices import MarkNoticesRead
from engine.processes.start import StartProcess
from engine.user_tasks.complete import CompleteTask
from tests.support.company import Upload
from tests.support.models import field, form, start_with_form, task

FORM = form("P.start", field("subject"), field("scan", "filepicker"))


@pytest.fixture
def drawn(company):
    company.draw(start_with_form("P.start") + task("a"), "s>a a>e", forms=[FORM])
    return company


def ask(subject="印章", file=None):
    files = {"scan": [Upload("scan.pdf", file)]} if file else {}
    return StartProcess("P", {"subject": [subject]}, files)


def test_a_repeated_request_gets_the_first_answer_and_does_nothing(drawn):
    first = drawn.execute(ask(), "linxiaolan", "key-1")
    again = drawn.execute(ask(), "linxiaolan", "key-1")

    assert again == first
    assert drawn.count(PROCESS_INSTANCE) == 1


def test_the_repeated_answer_has_whole_numbers_for_keys(drawn):
    drawn.execute(ask(), "linxiaolan", "key-1")
    again = drawn.execute(ask(), "linxiaolan", "key-1")

    assert type(again["instance_key"]) is int
    assert type(again["waiting"][0]["task_key"]) is int


def test_another_body_under_the_same_key_is_refused(drawn):
    drawn.execute(ask("合同"), "linxiaolan", "key-1")

    with pytest.raises(IdempotencyMismatch):
        drawn.execute(ask("授权书"), "linxiaolan", "key-1")
    assert drawn.count(PROCESS_INSTANCE) == 1


def test_another_file_under_the_same_key_is_refused(drawn):
    drawn.execute(ask(file=b"%PDF-1.4 one"), "linxiaolan", "key-1")

    with pytest.raises(IdempotencyMismatch):
        drawn.execute(ask(file=b"%PDF-1.4 two"), "linxiaolan", "key-1")


def test_the_same_file_posted_again_gets_the_first_answer(drawn):
    first = drawn.execute(ask(file=b"%PDF-1.4 one"), "linxiaolan", "key-1")

    assert drawn.execute(ask(file=b"%PDF-1.4 one"), "linxiaolan", "key-1") == first


def test_another_command_under_the_same_key_is_refused(drawn):
    drawn.execute(ask(), "linxiaolan", "key-1")

    with pytest.raises(IdempotencyMismatch):
        drawn.execute(MarkNoticesRead(), "linxiaolan", "key-1")


def test_each_person_has_keys_of_his_own(drawn):
    first = drawn.execute(ask(), "linxiaolan", "key-1")
    other = drawn.execute(ask("授权书"), "zhouzimo", "key-1")

    assert first["instance_key"] != other["instance_key"]


def test_a_double_click_on_complete_is_one_completion(drawn):
    instance = drawn.start(subject="x")
    drawn.claim(instance, "a", "zhouzimo")
    command = CompleteTask(drawn.task(instance, "a")["key"])

    first = drawn.execute(command, "zhouzimo", "key-2")

    assert drawn.execute(command, "zhouzimo", "key-2") == first


def test_a_command_without_an_answer_answers_the_same_again(drawn):
    first = drawn.execute(MarkNoticesRead(), "linxiaolan", "key-3")

    assert drawn.execute(MarkNoticesRead(), "linxiaolan", "key-3") == first


def test_a_refused_request_does_not_use_up_its_key(drawn):
    with pytest.raises(Exception, match="permission_denied"):
        drawn.execute(ask(), "wanglei", "key-1")

    assert drawn.count(IDEMPOTENCY) == 0


def test_answers_are_forgotten_after_a_day(drawn):
    first = drawn.execute(ask(), "linxiaolan", "key-1")
    drawn.clock.move_by(timedelta(hours=24, seconds=1))
    drawn.execute(KeepHouse(), Actor.system("heartbeat"))

    assert drawn.execute(ask(), "linxiaolan", "key-1") != first


def test_the_same_request_from_two_windows_at_once_starts_one_case(drawn):
    with ThreadPoolExecutor(2) as pool:
        for round_ in range(10):
            both = [pool.submit(drawn.execute, ask(), "linxiaolan", f"round-{round_}") for _ in range(2)]
            assert both[0].result() == both[1].result()

    assert drawn.count(PROCESS_INSTANCE) == 10
