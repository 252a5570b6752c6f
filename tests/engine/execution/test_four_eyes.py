"""Four eyes: who did an earlier step does not do the one that must differ, by no door."""

from __future__ import annotations

import pytest

from engine.execution.tables import USER_TASK
from engine.kernel.errors import FourEyes, PermissionDenied
from engine.user_tasks.claim import ClaimTask
from engine.user_tasks.complete import CompleteTask
from engine.user_tasks.inbox import counts, inbox
from engine.user_tasks.release import ReleaseTask
from engine.user_tasks.view import task_view
from tests.engine.bpmn import kit
from tests.support.models import task


def approval(company, differ="a", **more):
    """Task `a`, then `b`, which must differ from it."""
    company.draw(task("a") + task("b", mustDifferFrom=differ, **more), "s>a a>b b>e")
    instance = company.start()
    company.complete(instance, "a", "zhouzimo")
    return instance


def listed(company, who, scope="groups"):
    with company.engine.read() as reader:
        return [row.element_id for row in inbox(reader, company.actor(who), scope=scope).rows]


def test_who_did_the_step_is_not_offered_the_next(company):
    approval(company)

    assert listed(company, "zhouzimo") == []
    assert listed(company, "linxiaolan") == ["b"]
    with company.engine.read() as reader:
        assert counts(reader, company.actor("zhouzimo"))["groups"] == 0


@pytest.mark.parametrize("command", [ClaimTask, CompleteTask, ReleaseTask])
def test_a_direct_command_is_refused_and_told_which_step_keeps_away(company, command):
    instance = approval(company)

    with pytest.raises(FourEyes) as refused:
        company.execute(command(company.task(instance, "b")["key"]), "zhouzimo")

    assert (refused.value.facts["step"], refused.value.facts["person"]) == ("a", "zhouzimo")


def test_another_person_may_do_it(company):
    instance = approval(company)
    company.complete(instance, "b", "linxiaolan")

    assert company.state(instance) == "completed"


def test_the_page_says_which_step_keeps_away(company):
    instance = approval(company)
    with company.engine.read() as reader:
        view = task_view(reader, company.actor("zhouzimo"), company.task(instance, "b")["key"])

    assert view.kept_away_by == "a"
    assert view.may == {"comment"}


def test_the_starter_may_be_kept_away(company):
    instance = approval(company, differ="starter")

    assert listed(company, "linxiaolan") == []
    with pytest.raises(FourEyes) as refused:
        company.claim(instance, "b", "linxiaolan")
    assert refused.value.facts["step"] == "starter"


def test_several_steps_keep_away_together(company):
    instance = approval(company, differ="starter, a")

    assert listed(company, "linxiaolan") == listed(company, "zhouzimo") == []
    company.complete(instance, "b", "chenjing")


def test_persons_named_by_an_expression_are_kept_away(company):
    approval(company, differ='=["chenjing", manager(starter)]')

    assert listed(company, "chenjing") == []
    assert listed(company, "zhouzimo") == ["b"]


def test_a_substitute_counts_as_himself_and_as_the_person_he_stands_in_for(company):
    company.draw(task("a") + task("b", mustDifferFrom="a"), "s>a a>b b>e")
    instance = company.start()
    substitute = company.actor("zhouzimo", on_behalf_of="chenjing")
    company.execute(ClaimTask(company.task(instance, "a")["key"]), substitute)
    company.execute(CompleteTask(company.task(instance, "a")["key"]), substitute)

    for kept_away in ("zhouzimo", "chenjing"):
        with pytest.raises(FourEyes):
            company.claim(instance, "b", kept_away)


def test_a_person_may_not_do_it_in_the_name_of_another(company):
    instance = approval(company)
    substitute = company.actor("zhouzimo", on_behalf_of="linxiaolan")

    with pytest.raises(FourEyes):
        company.execute(ClaimTask(company.task(instance, "b")["key"]), substitute)


def test_nobody_may_do_it_in_the_name_of_the_person_who_is_kept_away(company):
    instance = approval(company)
    substitute = company.actor("linxiaolan", on_behalf_of="zhouzimo")

    with pytest.raises(FourEyes):
        company.execute(ClaimTask(company.task(instance, "b")["key"]), substitute)


def test_whoever_did_a_task_of_a_called_part_is_kept_away(company):
    company.draw(task("x") + task("y"), "s>x x>y y>e", "part", startableBy="")
    company.draw(kit.call("call", "part") + task("b", mustDifferFrom="call"), "s>call call>b b>e")
    instance = company.start()
    company.complete(instance, "x", "zhouzimo")
    company.complete(instance, "y", "chenjing")

    assert listed(company, "zhouzimo") == listed(company, "chenjing") == []
    assert listed(company, "linxiaolan") == ["b"]


def test_whoever_did_a_task_deep_in_a_called_part_is_kept_away(company):
    company.draw(task("x"), "s>x x>e", "inner", startableBy="")
    company.draw(kit.call("call", "inner"), "s>call call>e", "outer", startableBy="")
    company.draw(kit.call("call", "outer") + task("b", mustDifferFrom="call"), "s>call call>b b>e")
    instance = company.start()
    company.complete(instance, "x", "zhouzimo")

    assert listed(company, "zhouzimo") == []


def test_a_direct_assignment_to_a_person_who_is_kept_away_is_an_incident(company):
    instance = approval(company, assignee='="zhouzimo"')

    [incident] = company.incidents(instance)
    assert (incident["code"], incident["element_id"]) == ("nobody_may_do_it", "b")
    assert incident["facts"]["kept_away"] == ["zhouzimo"]
    assert company.open(instance) == []


def test_a_task_for_one_person_who_is_kept_away_is_an_incident(company):
    instance = approval(company, users='=["zhouzimo"]')

    assert [row["code"] for row in company.incidents(instance)] == ["nobody_may_do_it"]


def test_a_loop_back_counts_every_person_who_ever_did_the_step(company):
    company.draw(
        task("a") + task("b", mustDifferFrom="a") + kit.gateway("exclusive", "again", default="again_e"),
        "s>a a>b b>again again>e again>a?true",
    )
    instance = company.start()
    company.complete(instance, "a", "zhouzimo")
    company.complete(instance, "b", "linxiaolan")
    company.complete(instance, "a", "chenjing")

    assert listed(company, "zhouzimo") == listed(company, "chenjing") == []
    assert listed(company, "linxiaolan") == ["b"]


# Branches that run side by side: the later completion keeps away from what is open already.


def parallel(company, **more):
    body = kit.gateway("parallel", "fork", "join") + task("a") + task("b", mustDifferFrom="a", **more)
    company.draw(body, "s>fork fork>a fork>b a>join b>join join>e")
    return company.start()


def test_a_branch_that_ends_later_keeps_its_person_away_from_the_open_task(company):
    instance = parallel(company)
    assert listed(company, "zhouzimo") == ["a", "b"]
    company.complete(instance, "a", "zhouzimo")

    assert listed(company, "zhouzimo") == []
    assert listed(company, "linxiaolan") == ["b"]


def test_a_claimed_task_goes_back_to_the_others_when_its_person_is_kept_away(company):
    instance = parallel(company)
    company.claim(instance, "b", "zhouzimo")
    company.complete(instance, "a", "zhouzimo")

    assert listed(company, "zhouzimo", "mine") == []
    assert company.task(instance, "b")["assignee"] is None
    company.complete(instance, "b", "linxiaolan")
    assert company.state(instance) == "completed"


def test_a_task_that_was_given_to_the_person_who_is_now_kept_away_is_an_incident(company):
    instance = parallel(company, assignee='="zhouzimo"')
    company.complete(instance, "a", "zhouzimo")

    assert [(row["code"], row["element_id"]) for row in company.incidents(instance)] == [
        ("nobody_may_do_it", "b")
    ]


def test_a_called_part_that_runs_beside_keeps_its_people_away_from_the_open_task(company):
    company.draw(task("x") + task("y"), "s>x x>y y>e", "part", startableBy="")
    body = kit.gateway("parallel", "fork") + kit.call("call", "part") + task("b", mustDifferFrom="call")
    company.draw(body, "s>fork fork>call fork>b call>e b>e")
    instance = company.start()
    company.complete(instance, "x", "zhouzimo")

    assert [row for row in listed(company, "zhouzimo") if row == "b"] == []
    with pytest.raises(FourEyes):
        company.claim(instance, "b", "zhouzimo")


def test_a_person_outside_of_the_group_is_refused_without_a_word_about_others(company):
    instance = approval(company)

    with pytest.raises(Exception, match="not_found"):
        company.claim(instance, "b", "wanglei")


def test_a_refused_claim_changes_nothing(company):
    instance = approval(company)
    before = company.rows(USER_TASK)
    with pytest.raises(PermissionDenied):
        company.claim(instance, "b", "zhouzimo")

    assert company.rows(USER_TASK) == before
