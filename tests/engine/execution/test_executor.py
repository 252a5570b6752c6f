"""Every change is one transaction under one instant, or it did not happen."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import text

from engine.execution import executor
from engine.execution.handler import Handler
from engine.execution.tables import AUDIT, HISTORY, NOTICE, NUMBER_COUNTER, OUTBOX, SETTING, USER_TASK
from engine.kernel.errors import ConcurrentChange, PermissionDenied, ProcessFault
from engine.permissions import rules
from engine.storage.metadata import METADATA
from engine.user_tasks.complete import CompleteTask
from tests.engine.bpmn import kit
from tests.engine.execution.ledger import BOOK, CRASH
from tests.support.models import task


@dataclass(frozen=True)
class Tell:
    word: str


def handler(run, rule=rules.is_anyone_logged_in) -> Handler:
    return Handler(
        Tell,
        action="test.tell",
        load=lambda _step, _command: None,
        rule=rule,
        run=run,
        chain=lambda _command, _subject: "test",
        object=lambda command, _subject: command.word,
    )


def answer_with(company, run, **more):
    company.engine.executor._handlers[Tell] = handler(run, **more)


def everything(company) -> dict[str, int]:
    """Rows of every table."""
    return {table.name: company.count(table) for table in METADATA.sorted_tables}


def without_incident(rows: dict[str, int]) -> dict[str, int]:
    """What is left when the record of the fault itself is taken out."""
    record = {"incident", "audit", "audit_head", "history", "notice"}
    return {name: count for name, count in rows.items() if name not in record}


def test_one_step_writes_state_task_history_notice_outbox_and_audit_together(company):
    company.offer(BOOK)
    company.draw(kit.service("book", "test.book") + task("a"), "s>book book>a a>e")
    before = everything(company)

    instance = company.start()

    after = everything(company)
    grown = {name for name in after if after[name] > before[name]}
    assert company.open(instance) == ["a"]
    assert grown >= {
        "process_instance", "variable", "element_instance", "user_task", "user_task_candidate", "history",
        "notice", "outbox", "number_counter", "setting", "audit", "audit_head",
    }  # fmt: skip


def test_a_fault_in_the_middle_of_a_step_leaves_no_row_in_any_table(company):
    company.offer(BOOK, CRASH)
    company.draw(
        task("a") + kit.service("book", "test.book") + kit.service("crash", "test.crash") + task("b"),
        "s>a a>book book>crash crash>b b>e",
    )
    instance = company.start()
    company.claim(instance, "a", "linxiaolan")
    before = everything(company)

    with pytest.raises(ProcessFault):
        company.complete(instance, "a", "linxiaolan")

    assert without_incident(everything(company)) == without_incident(before)
    assert company.task(instance, "a")["state"] == "created"
    assert [row["element_id"] for row in company.incidents(instance)] == ["crash"]


def test_a_fault_while_a_case_starts_leaves_no_case(company):
    company.offer(CRASH)
    company.draw(kit.service("crash", "test.crash"), "s>crash crash>e")
    before = everything(company)

    with pytest.raises(ProcessFault):
        company.start()

    assert everything(company) == before


@pytest.mark.parametrize("table", [USER_TASK, HISTORY, OUTBOX, NOTICE, AUDIT, SETTING, NUMBER_COUNTER])
def test_a_refused_row_in_any_table_undoes_all_the_others(company, table):
    company.offer(BOOK)
    company.draw(kit.service("book", "test.book") + task("a"), "s>book book>a a>e")
    break_inserts(company, table.name)
    before = everything(company)

    with pytest.raises(Exception, match=r"test says no|concurrent_change"):
        company.start()

    assert everything(company) == before


def break_inserts(company, table: str) -> None:
    """The database itself refuses new rows of this table from now on."""
    with company.engine.database.begin() as connection:
        if connection.dialect.name == "sqlite":
            body = "BEGIN SELECT RAISE(ABORT, 'test says no'); END"
        else:
            connection.execute(
                text(
                    "CREATE FUNCTION say_no() RETURNS trigger LANGUAGE plpgsql AS "
                    "$$ BEGIN RAISE EXCEPTION 'test says no'; END $$"
                )
            )
            body = "FOR EACH ROW EXECUTE FUNCTION say_no()"
        connection.execute(text(f'CREATE TRIGGER say_no BEFORE INSERT ON "{table}" {body}'))


def test_everything_in_a_step_shares_one_instant(company):
    company.draw(task("a") + task("b"), "s>a a>b b>e")
    instance = company.start()

    moments = {row["at"] for row in company.rows(HISTORY, instance_key=instance)}
    moments |= {row["created_at"] for row in company.rows(USER_TASK, instance_key=instance)}
    moments |= {row["at"] for row in company.rows(AUDIT, instance_key=instance)}

    assert moments == {company.clock.now()}


def test_who_may_not_gets_a_refusal_and_nothing_changes(company):
    answer_with(company, lambda step, _c, _s: step.notice("linxiaolan", "x", {}), rule=rules.is_operator)
    before = everything(company)

    with pytest.raises(PermissionDenied) as refused:
        company.execute(Tell("a"), "linxiaolan")

    assert refused.value.facts == {"action": "test.tell"}
    assert everything(company) == before


def test_a_step_that_met_another_one_is_tried_again_from_a_fresh_load(company):
    tries = []

    def run(step, _command, _subject):
        tries.append(step)
        step.notice("linxiaolan", "x", {})
        if len(tries) < executor.TRIES:
            raise ConcurrentChange(kind="test")
        return {"tries": len(tries)}

    answer_with(company, run)

    assert company.execute(Tell("a"), "linxiaolan") == {"tries": executor.TRIES}
    assert len({id(step) for step in tries}) == executor.TRIES
    assert company.count(NOTICE) == 1


def test_a_step_that_always_meets_another_one_gives_up(company):
    def run(step, _command, _subject):
        step.notice("linxiaolan", "x", {})
        raise ConcurrentChange(kind="test")

    answer_with(company, run)

    with pytest.raises(ConcurrentChange):
        company.execute(Tell("a"), "linxiaolan")
    assert company.count(NOTICE) == 0


def test_the_details_of_a_step_stand_in_its_audit_row(company):
    answer_with(company, lambda step, _c, _s: step.audit_detail(why="because"))

    company.execute(Tell("a"), "linxiaolan")

    row = company.rows(AUDIT, chain="test")[0]
    assert (row["actor"], row["action"], row["object"], row["detail"]) == (
        "linxiaolan", "test.tell", "a", '{"why":"because"}',
    )  # fmt: skip


def test_a_query_sees_a_snapshot_and_cannot_change_it(company):
    company.draw(task("a"), "s>a a>e")
    with company.engine.read() as reader:
        before = len(reader.connection.execute(USER_TASK.select()).all())
        company.start()
        assert len(reader.connection.execute(USER_TASK.select()).all()) == before
        assert reader.now == company.clock.now()


def test_a_command_that_nobody_answers_for_is_a_fault_of_ours(company):
    @dataclass(frozen=True)
    class Unknown:
        pass

    with pytest.raises(KeyError):
        company.execute(Unknown(), "linxiaolan")


def test_a_task_that_does_not_exist_is_not_found(company):
    with pytest.raises(Exception, match="not_found"):
        company.execute(CompleteTask(1), "linxiaolan")
