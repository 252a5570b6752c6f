"""A manager changes the rows of a table; another person puts it into force; the next case follows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from engine.decisions.sheet import Row, read_sheet, write_sheet
from engine.deployment.bundle import DeployFile
from engine.deployment.decision_changes.in_force import latest_key, table_in_force, version_of
from engine.deployment.decision_changes.preview import preview
from engine.deployment.decision_changes.propose import ProposeDecisionChange
from engine.deployment.decision_changes.queries import changes_of
from engine.deployment.decision_changes.settle import SettleDecisionChange
from engine.deployment.deploy import Deploy
from engine.execution.tables import DEFINITION, NOTICE
from engine.kernel.actor import Actor
from engine.kernel.errors import Conflict, InvalidInput, NotFound, PermissionDenied
from tests.engine.bpmn import kit
from tests.support import models

TABLE = """
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="http://example.org">
  <decision id="Level" name="审批层级"><decisionTable id="t" hitPolicy="FIRST">
    <input id="i" label="金额">
      <inputExpression id="ie" typeRef="number"><text>amount</text></inputExpression></input>
    <output id="o" name="level"/>
    <rule id="small"><description>小额</description><inputEntry id="a"><text>&lt; 1000</text></inputEntry>
      <outputEntry id="b"><text>"lead"</text></outputEntry></rule>
    <rule id="large"><inputEntry id="c"><text>-</text></inputEntry>
      <outputEntry id="e"><text>"head"</text></outputEntry></rule>
  </decisionTable></decision>
</definitions>
""".strip().encode()
OWNER, APPROVER = "hewen", "sunlixing"
REASON = "小额上限提高到五千"


def rows(**changes):
    """The rows of the table with the cells of the first condition changed, by id of the row."""
    found = read_sheet(TABLE, "level.dmn", "Level").rows
    return [replace(row, tests=(changes.get(row.id, row.tests[0]),)) for row in found]


@pytest.fixture
def drawn(demo_company):
    """The small table, and a process that asks it twice: now, and as of its beginning."""
    as_of = kit.properties(asOf="start")
    first = kit.rule("Now", "Level", "level")
    later = kit.rule("Then", "Level", "level").replace(
        "<bpmn:extensionElements>",
        "<bpmn:extensionElements>"
        + as_of.removeprefix("<bpmn:extensionElements>").removesuffix("</bpmn:extensionElements>"),
    )
    body = models.task("a") + first + models.task("b") + later + models.task("c")
    demo_company.deploy(
        ("P/process.bpmn", models.process(body, "s>a a>Now Now>b b>Then Then>c c>e")), ("P/level.dmn", TABLE)
    )
    return demo_company


def propose(company, changed, who=OWNER, day=None, reason=REASON):
    with company.engine.read() as reader:
        base = latest_key(reader, "Level")
    command = ProposeDecisionChange("Level", base, changed, reason, day)
    return company.execute(command, who)["change_key"]


def accept(company, key, who=APPROVER):
    return company.execute(SettleDecisionChange(key, "accepted"), who)


def start(company, amount=3000):
    return company.start("P", "system:test", {"amount": Decimal(amount)})


def test_only_the_cells_change_and_everything_else_of_the_file_stays():
    written = write_sheet(TABLE, "level.dmn", "Level", rows(small="< 5000"))

    assert [row.tests for row in read_sheet(written, "level.dmn", "Level").rows] == [("< 5000",), ("-",)]
    for kept in (b'id="ie"', b'typeRef="number"', b'id="a"', "小额".encode(), b'hitPolicy="FIRST"'):
        assert kept in written
    same = write_sheet(TABLE, "level.dmn", "Level", rows())
    assert write_sheet(same, "level.dmn", "Level", rows()) == same


def test_a_new_row_gets_ids_of_its_own_and_stands_where_it_was_put():
    small, large = rows()
    written = write_sheet(
        TABLE, "level.dmn", "Level", [small, Row("", ("[1000..2000)",), ('"mid"',), "中"), large]
    )
    again = write_sheet(
        written,
        "level.dmn",
        "Level",
        [*read_sheet(written, "level.dmn", "Level").rows, Row("", ("0",), ('"x"',))],
    )

    found = read_sheet(again, "level.dmn", "Level").rows
    assert [row.results[0] for row in found] == ['"lead"', '"mid"', '"head"', '"x"']
    assert len({row.id for row in found}) == 4
    assert found[1].note == "中"


def test_the_next_case_follows_the_change_and_a_decision_as_of_the_beginning_does_not(drawn):
    running = start(drawn)
    drawn.clock.move_by(timedelta(minutes=1))
    accept(drawn, propose(drawn, rows(small="< 5000")))

    drawn.complete(running, "a", "zhouzimo")
    assert drawn.variables(running)["level"] == "lead"
    drawn.complete(running, "b", "zhouzimo")
    assert drawn.variables(running)["level"] == "head", "its rules are those of its beginning"

    after = start(drawn)
    drawn.complete(after, "a", "zhouzimo")
    drawn.complete(after, "b", "zhouzimo")
    assert drawn.variables(after)["level"] == "lead"


def test_a_change_for_a_later_day_waits_for_it(drawn):
    accept(drawn, propose(drawn, rows(small="< 5000"), day=date(2026, 6, 1)))
    before = start(drawn)
    drawn.complete(before, "a", "zhouzimo")
    drawn.clock.move_by(timedelta(days=13))
    after = start(drawn)
    drawn.complete(after, "a", "zhouzimo")

    assert [drawn.variables(one)["level"] for one in (before, after)] == ["head", "lead"]


def test_what_would_have_come_otherwise_is_seen_before(drawn):
    small, middle = start(drawn, 10), start(drawn, 3000)
    for case in (small, middle):
        drawn.complete(case, "a", "zhouzimo")
    with drawn.engine.read() as reader:
        seen = preview(reader, table_in_force(reader, "Level"), rows(small="< 5000"))

    assert (seen.replayed, [one.instance_key for one in seen.replays]) == (2, [middle])
    assert (seen.replays[0].before, seen.replays[0].after) == (('"head"',), ('"lead"',))
    [change] = seen.changes
    assert (change.how, change.number, change.cells[0].before, change.cells[0].after) == (
        "changed",
        1,
        "< 1000",
        "< 5000",
    )


def test_rows_added_taken_out_and_moved_are_told_apart(drawn):
    small, large = rows()
    with drawn.engine.read() as reader:
        base = table_in_force(reader, "Level")
        swapped = preview(reader, base, [large, small]).changes
        fewer = preview(reader, base, [large, Row("", ("0",), ('"x"',))]).changes

    assert [(one.how) for one in swapped] == ["moved"]
    assert [(one.how, one.number) for one in fewer] == [("removed", 1), ("added", 2)]


def test_nobody_puts_his_own_change_into_force(drawn):
    key = propose(drawn, rows(small="< 5000"))

    both = Actor("hewen", frozenset({"process_owner", "process_approver"}))
    for who in (OWNER, "zhouzimo", both):
        with pytest.raises(PermissionDenied):
            drawn.execute(SettleDecisionChange(key, "accepted"), who)
    with pytest.raises(PermissionDenied):
        propose(drawn, rows(small="< 2"), who="zhouzimo")


def test_who_may_approve_is_told_and_who_proposed_hears_the_outcome(drawn):
    key = propose(drawn, rows(small="< 5000"))
    assert [row["person"] for row in drawn.rows(NOTICE, kind="decision_change_proposed")] == [APPROVER]

    with pytest.raises(InvalidInput):
        drawn.execute(SettleDecisionChange(key, "refused", "不"), APPROVER)
    drawn.execute(SettleDecisionChange(key, "refused", "额度太高了"), APPROVER)
    [told] = drawn.rows(NOTICE, kind="decision_change_refused")
    assert (told["person"], told["facts"]["reason"]) == (OWNER, "额度太高了")


def test_a_change_is_settled_once_and_taken_back_only_by_whoever_proposed_it(drawn):
    key = propose(drawn, rows(small="< 5000"))
    with pytest.raises(PermissionDenied):
        drawn.execute(SettleDecisionChange(key, "withdrawn"), APPROVER)
    drawn.execute(SettleDecisionChange(key, "withdrawn"), OWNER)

    with pytest.raises(Conflict):
        accept(drawn, key)
    with pytest.raises(NotFound):
        accept(drawn, 5)


def test_two_changes_of_one_version_do_not_overwrite_each_other(drawn):
    first, second = propose(drawn, rows(small="< 5000")), propose(drawn, rows(small="< 9000"))
    accept(drawn, first)

    with pytest.raises(Conflict):
        accept(drawn, second)
    with drawn.engine.read() as reader:
        assert table_in_force(reader, "Level").sheet.rows[0].tests == ("< 5000",)
        assert [one["state"] for one in changes_of(reader, "Level")] == ["open", "accepted"]


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        (rows(small="[1.."), "rows", None),
        (rows(), "rows", "nothing_changed"),
        ([Row("small", (), ())], "rows", "rows_malformed"),
    ],
)
def test_what_cannot_decide_is_refused_with_its_reason(drawn, changed, field, code):
    with pytest.raises(InvalidInput) as refused:
        propose(drawn, changed)

    problems = refused.value.facts["fields"][field]
    assert problems
    assert code is None or problems[0].code == code


def test_without_a_reason_or_for_a_day_that_has_passed_nothing_is_proposed(drawn):
    for more in ({"reason": "改"}, {"day": date(2026, 5, 19)}):
        with pytest.raises(InvalidInput):
            propose(drawn, rows(small="< 5000"), **more)


def test_shipping_the_same_file_again_does_not_undo_the_change(drawn):
    accept(drawn, propose(drawn, rows(small="< 5000")))
    drawn.execute(Deploy((DeployFile("P/level.dmn", TABLE),), "shipped", keeps_changes=True), OWNER)
    with drawn.engine.read() as reader:
        assert table_in_force(reader, "Level").sheet.rows[0].tests == ("< 5000",)

    newer = TABLE.replace(b"1000", b"7000")
    drawn.execute(Deploy((DeployFile("P/level.dmn", newer),), "shipped", keeps_changes=True), OWNER)
    with drawn.engine.read() as reader:
        assert table_in_force(reader, "Level").sheet.rows[0].tests == ("< 7000",)


def test_every_table_that_is_shipped_can_be_read_and_written_back(demo_company):
    for row in demo_company.rows(DEFINITION, kind="decision"):
        with demo_company.engine.read() as reader:
            version = version_of(reader, row["key"])
            seen = preview(reader, version, version.sheet.rows)
        assert (seen.problems, seen.changes) == ((), ())
