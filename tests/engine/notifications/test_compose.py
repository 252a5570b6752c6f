"""Notices in the reader's language."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from engine.kernel.errors import NotFound
from engine.notifications.compose import TEMPLATES, compose
from engine.notifications.kinds import KINDS, LANGUAGES

FACTS = {
    "task": "盖印",
    "title": "产品销售合同",
    "number": "YY-2026-0001",
    "due_at": "2026-05-21T09:30:00+00:00",
    "url": "http://127.0.0.1:8000/tasks/41",
    "by": "林晓岚",
    "text": "请看第七条",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_subject_and_a_text_in_every_language(kind, language):
    message = compose(kind, FACTS, language)

    assert message.subject
    assert "http://127.0.0.1:8000/tasks/41" in message.text
    assert "{" not in message.subject + message.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_notice_without_facts_still_reads(kind, language):
    assert "None" not in compose(kind, {}, language).text


def test_no_text_lies_about_that_belongs_to_no_kind():
    expected = {f"{kind}.{language}.txt" for kind in KINDS for language in LANGUAGES}

    assert {path.name for path in TEMPLATES.iterdir()} == expected


def test_a_due_instant_is_told_on_the_wall_clock_of_the_company():
    due = datetime(2026, 5, 21, 9, 30, tzinfo=UTC)

    assert (
        "办理期限：2026年5月21日 17:30" in compose("task_assigned", {**FACTS, "due_at": due}, "zh-Hans").text
    )
    assert "辦理期限：2026年5月21日 17:30" in compose("task_assigned", FACTS, "zh-Hant").text
    assert "Due: 21 May 2026 17:30" in compose("task_assigned", FACTS, "en").text
    assert "Due: 21 May 2026\n" in compose("task_assigned", {**FACTS, "due_at": date(2026, 5, 21)}, "en").text


def test_an_absent_fact_leaves_its_line_out():
    assert "编号" not in compose("task_assigned", {"task": "盖印"}, "zh-Hans").text


def test_the_subject_names_task_and_case():
    assert compose("task_overdue", FACTS, "zh-Hans").subject == "已超期：盖印（产品销售合同）"


def test_what_a_person_typed_is_text_and_no_template():
    message = compose("comment_mention", {"by": "A", "title": "{{ 7*7 }}", "text": "{% raw %}{{ by }}"}, "en")

    assert message.subject == "A mentioned you in {{ 7*7 }}"
    assert "{% raw %}{{ by }}" in message.text


def test_a_subject_is_one_line_of_bearable_length():
    message = compose("task_assigned", {"task": "盖印\r\nBcc: evil@example.com" + "x" * 500}, "zh-Hans")

    assert "\n" not in message.subject
    assert "\r" not in message.subject
    assert len(message.subject) <= 160


def test_an_unknown_language_is_simplified_chinese():
    assert compose("task_assigned", FACTS, "fr") == compose("task_assigned", FACTS, "zh-Hans")


@pytest.mark.parametrize("kind", ["", "nothing", "../documents/x"])
def test_an_unknown_kind_is_refused(kind):
    with pytest.raises(NotFound):
        compose(kind, {}, "en")
