"""Comments on a case, and who is told by name."""

from __future__ import annotations

import pytest

from engine.execution.tables import AUDIT, COMMENT, HISTORY, NOTICE
from engine.execution.visibility import may_see
from engine.kernel import exact_json
from engine.kernel.errors import InvalidInput, NotFound
from engine.processes import view
from engine.processes.comment import LONGEST, AddComment
from tests.engine.bpmn import kit
from tests.support.models import task


@pytest.fixture
def instance(company):
    company.draw(task("a"), "s>a a>e", title='="用印"')
    return company.start()


def say(company, instance, text, who="linxiaolan"):
    return company.execute(AddComment(instance, text), who)


def told(company):
    return sorted(row["person"] for row in company.rows(NOTICE, kind="comment_mention"))


def test_a_comment_is_shown_with_who_and_when(company, instance):
    say(company, instance, "  第 3 页要改 <b>  ")

    with company.engine.read() as reader:
        [row] = view.comments(reader, company.actor("zhouzimo"), instance)
    assert (row["author"], row["text"], row["at"]) == ("linxiaolan", "第 3 页要改 <b>", company.clock.now())
    assert company.rows(HISTORY, kind="comment")[0]["facts"]["text"] == "第 3 页要改 <b>"


def test_a_person_who_is_mentioned_is_told_once(company, instance):
    say(company, instance, "@zhouzimo @zhouzimo @wanglei 请看")

    assert told(company) == ["wanglei", "zhouzimo"]
    notice = company.rows(NOTICE, person="wanglei")[0]
    assert notice["facts"] == {
        "text": "@zhouzimo @zhouzimo @wanglei 请看",
        "title": "用印",
        "by": "linxiaolan",
    }
    assert notice["instance_key"] == instance


@pytest.mark.parametrize("text", ["@wanglei.", "@wanglei，请看", "(@wanglei)", "请 @wanglei- 看", "@wanglei"])
def test_a_mention_ends_where_the_name_ends(company, instance, text):
    say(company, instance, text)

    assert told(company) == ["wanglei"]


@pytest.mark.parametrize(
    "text", ["@nobody", "wanglei", "mail a@wanglei.example.com", "a@wanglei", "@ wanglei"]
)
def test_what_is_no_mention_tells_nobody(company, instance, text):
    say(company, instance, text)

    assert told(company) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "required"),
        ("   ", "required"),
        ("x" * (LONGEST + 1), "text_refused"),
        ("a\x00b", "text_refused"),
        ("a\ud800", "text_refused"),
    ],
)
def test_what_cannot_be_kept_is_refused(company, instance, text, code):
    with pytest.raises(InvalidInput) as refused:
        say(company, instance, text)

    assert [problem.code for problem in refused.value.facts["fields"]["text"]] == [code]
    assert company.rows(COMMENT) == []


def test_a_comment_on_a_part_is_shown_on_the_whole_case(company):
    company.draw(task("x"), "s>x x>e", "part", startableBy="")
    company.draw(kit.call("call", "part"), "s>call call>e")
    instance = company.start()
    part = company.task(instance, "x")["instance_key"]
    say(company, part, "im part", "zhouzimo")

    with company.engine.read() as reader:
        assert [row["text"] for row in view.comments(reader, company.actor("linxiaolan"), instance)] == [
            "im part"
        ]


def test_an_ended_case_may_still_be_talked_about(company, instance):
    company.complete(instance, "a", "zhouzimo")
    say(company, instance, "done")

    assert company.count(COMMENT) == 1


def test_a_person_who_was_only_told_of_a_case_opens_it_to_nobody_else(company, instance):
    say(company, instance, "@wanglei 请看")
    with pytest.raises(InvalidInput) as refused:
        say(company, instance, "@mahuifang 也请看", "wanglei")

    [problem] = refused.value.facts["fields"]["text"]
    assert (problem.code, problem.facts) == ("mention_may_not_see", {"person": ["mahuifang"]})
    assert told(company) == ["wanglei"]
    with company.engine.read() as reader:
        assert not may_see(reader.connection, company.actor("mahuifang"), instance)


def test_a_person_who_was_only_told_may_still_name_those_who_take_part(company, instance):
    say(company, instance, "@wanglei 请看")
    say(company, instance, "@linxiaolan @zhouzimo 看过了", "wanglei")

    assert told(company) == ["linxiaolan", "wanglei", "zhouzimo"]


def test_whoever_works_on_the_case_may_open_it_and_the_audit_names_to_whom(company, instance):
    company.claim(instance, "a", "zhouzimo")
    say(company, instance, "@mahuifang @linxiaolan 请看", "zhouzimo")

    [row] = [row for row in company.rows(AUDIT, action="case.comment") if row["actor"] == "zhouzimo"]
    detail = exact_json.loads(row["detail"])
    assert detail["mentioned"] == ["mahuifang", "linxiaolan"]
    assert detail["opened_to"] == ["mahuifang"]
    with company.engine.read() as reader:
        assert may_see(reader.connection, company.actor("mahuifang"), instance)


def test_a_colleague_of_the_group_who_has_not_taken_the_task_opens_the_case_to_nobody(company, instance):
    with pytest.raises(InvalidInput):
        say(company, instance, "@mahuifang 请看", "zhouzimo")


def test_a_comment_speaks_of_no_task_of_another_case(company, instance):
    other = company.start()
    with pytest.raises(NotFound):
        company.execute(AddComment(instance, "x", company.task(other, "a")["key"]), "linxiaolan")
    company.execute(AddComment(instance, "x", company.task(instance, "a")["key"]), "linxiaolan")

    assert company.count(COMMENT) == 1
