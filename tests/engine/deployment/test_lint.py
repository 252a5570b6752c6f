"""Each rule of lint finds what is wrong and leaves alone what is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.deployment import lint as lint_room
from engine.deployment.bundle import DeployFile, read_bundle
from engine.deployment.deploy import examine
from engine.deployment.lint import RULES, World, lint
from tests.engine.bpmn import kit
from tests.support.models import decision, field, form, process, task

RULE_FILES = Path(lint_room.__file__).parent / "rules"
WORLD = World(
    forms=frozenset({"old.form"}),
    decisions=frozenset({"OldLevel"}),
    processes=frozenset({"old"}),
    operations=frozenset({"register.book"}),
    job_types=frozenset({"document.render"}),
    functions=frozenset({"manager"}),
    messages=frozenset({"old_news"}),
    readers={"register.look": frozenset({"kinds"}), "register.away": frozenset({"persons"})},
    writers={"register.x.write": frozenset({"key", "note"})},
    outputs={"register.book": frozenset({"booked"})},
)


def drawn(body, links="s>x x>e", **rules):
    return ("P/process.bpmn", process(body, links, **rules))


FORM = ("P/new.form", form("new.form"))
DECISION = ("P/level.dmn", decision("Level", "1"))
PART = ("part/process.bpmn", process(task("a"), "s>a a>e", "part"))

SENDS = '<bpmn:sendTask id="x" {}/>'
OLD_NEWS = '<bpmn:message id="Message_News" name="old_news"/>'
UNNAMED = '<bpmn:message id="Message_News" name="=which"/>'
PRINTED = kit.element(
    "sendTask", "x", "", 'messageRef="Message_Paid"', '<zeebe:taskDefinition type="document.render"/>'
)

AMOUNT = ("P/new.form", form("new.form", field("amount", "number")))
GIVES = kit.script("x", "=amount", "r")

# rule -> (files that are right, files that are wrong, codes of what is wrong)
CASES = {
    "bound_field_is_written": (
        [[("P/a.form", form("a", field("x", bind="x.note")))]],
        [
            (
                "P/a.form",
                form(
                    "a",
                    field("x", bind="x.key"),
                    {
                        "type": "dynamiclist",
                        "id": "Field_l",
                        "path": "l",
                        "components": [field("m", bind="x.note")],
                    },
                ),
            )
        ],
        ["bind_unknown", "bind_in_list"],
    ),
    "called_process_exists": (
        [
            [drawn(kit.call("x", "part")), PART],
            [drawn(kit.call("x", "old"))],
            [drawn(kit.call("x", "=which"))],
            [drawn(kit.call("x", "P"))],
        ],
        [drawn(kit.call("x", "nowhere"))],
        ["called_process_not_found"],
    ),
    "decision_exists": (
        [
            [drawn(kit.rule("x", "Level", "r")), DECISION],
            [drawn(kit.rule("x", "OldLevel", "r"))],
            [drawn(kit.rule("x", "=which", "r"))],
        ],
        [drawn(kit.rule("x", "Nothing", "r"))],
        ["decision_not_found"],
    ),
    "form_exists": (
        [
            [drawn(task("x", form="new.form")), FORM],
            [drawn(task("x", form="old.form"))],
            [drawn(task("x", form="=which"))],
            [drawn(task("x"))],
        ],
        [drawn(task("x", form="nothing"))],
        ["form_not_found"],
    ),
    "form_check_is_known": (
        [
            [("P/a.form", form("a", field("x", check={"check": "register.look", "check.kinds": "=[x]"})))],
            [("P/a.form", form("a", field("x", check={"check": "register.look"})))],
        ],
        [
            (
                "P/a.form",
                form(
                    "a",
                    field("x", check={"check": "register.book"}),
                    field("y", check={"check": "register.look", "check.number": "=y"}),
                ),
            )
        ],
        ["form_check_unknown", "form_check_input_unknown"],
    ),
    "kept_away_is_answered": (
        [[drawn(task("x", keptAwayBy="register.away"))]],
        [
            drawn(
                task("x", keptAwayBy="register.look")
                + task("y", keptAwayBy="register.away", **{"keptAwayBy.bid": "=bid"}),
                "s>x x>y y>e",
            )
        ],
        ["kept_away_unknown", "kept_away_input_unknown"],
    ),
    "four_eyes_target_exists": (
        [
            [drawn(task("y") + task("x", mustDifferFrom="y, starter"), "s>y y>x x>e")],
            [drawn(kit.call("y", "old") + task("x", mustDifferFrom="y"), "s>y y>x x>e")],
            [drawn(task("x", mustDifferFrom="=[manager(starter)]"))],
        ],
        [drawn(kit.service("y") + task("x", mustDifferFrom="y"), "s>y y>x x>e")],
        ["four_eyes_target_not_found"],
    ),
    "functions_are_known": (
        [
            [drawn(task("x", assignee="=manager(starter)"))],
            [drawn(task("x", assignee="=upper case(starter)"))],
        ],
        [drawn(task("x", assignee="=menager(starter)"))],
        ["function_unknown"],
    ),
    "job_type_is_known": (
        [
            [drawn(kit.service("x", "register.book"))],
            [drawn(kit.service("x", "document.render"))],
            [drawn(kit.service("x", "=which"))],
        ],
        [drawn(kit.service("x", "print.labels"))],
        ["job_type_is_external"],
    ),
    "message_is_caught": (
        [
            [drawn(SENDS.format('messageRef="Message_News"'), after=OLD_NEWS)],
            [drawn(SENDS.format('messageRef="Message_News"'), after=UNNAMED)],
            [drawn(PRINTED)],
        ],
        [drawn(SENDS.format('messageRef="Message_Paid"'))],
        ["message_not_caught"],
    ),
    "process_is_startable": (
        [[drawn(task("x"))]],
        [drawn(task("x"), startableBy="")],
        ["nobody_may_start"],
    ),
    "property_is_offered": (
        [[drawn(task("x", more=kit.properties(title="=starter")), category="合同")]],
        [drawn(task("y") + task("x", allowReturnTo="y"), "s>y y>x x>e")],
        ["property_not_offered"],
    ),
    "user_task_has_owner": (
        [[drawn(task("x"))], [drawn(task("x", assignee="=starter"))], [drawn(task("x", users="wanglei"))]],
        [drawn(kit.user("x"))],
        ["user_task_without_owner"],
    ),
    "variables_are_given": (
        [
            [drawn(task("y", form="new.form") + GIVES, "s>y y>x x>e"), AMOUNT],
            [drawn(kit.script("x", "=amuont", "r"))],
            [drawn(kit.script("x", "=[{due: 1}][due > 0]", "duty"))],
            [drawn(kit.user("x", kit.multi("=[1]", "one"), kit.mapping(("input", "=loopCounter", "k"))))],
            [drawn(kit.service("x", "print.labels", "", kit.mapping(("output", "=labels", "label"))))],
            [drawn(kit.service("y", "register.book") + kit.script("x", "=booked", "r"), "s>y y>x x>e")],
        ],
        [drawn(task("y", form="new.form") + kit.script("x", "=amuont", "r"), "s>y y>x x>e"), AMOUNT],
        ["variable_unknown"],
    ),
}


def findings(rule, files):
    bundle = read_bundle(DeployFile(name, content) for name, content in files)
    return bundle, list(RULES[rule](bundle, WORLD))


@pytest.mark.parametrize(
    ("rule", "files"), [(rule, files) for rule, (right, _, _) in CASES.items() for files in right]
)
def test_a_rule_leaves_alone_what_is_right(rule, files):
    bundle, found = findings(rule, files)

    assert bundle.errors == []
    assert found == []


# The reader of BPMN finds this one before lint does.
READ_FIRST = {"four_eyes_target_exists": "reference_unresolved"}


@pytest.mark.parametrize("rule", CASES)
def test_what_is_wrong_is_found_with_file_element_and_line(rule):
    _, wrong, codes = CASES[rule]
    bundle, found = findings(rule, wrong)
    found += bundle.errors

    assert [problem.code for problem in found] == [READ_FIRST.get(rule, code) for code in codes]
    assert (found[0].file, found[0].element) in {
        ("P/process.bpmn", "x"),
        ("P/process.bpmn", "P"),
        ("P/a.form", "Field_x"),
    }
    assert found[0].line > 0


def test_every_rule_of_the_room_is_in_the_list_and_tested():
    files = {path.stem for path in RULE_FILES.glob("*.py")} - {"__init__"}

    assert files == set(RULES)
    assert set(RULES) <= set(CASES), "a new rule needs a right and a wrong example here"


def test_a_rule_that_crashes_is_a_line_of_the_report_and_takes_no_other_with_it(monkeypatch):
    def crash(_bundle, _world):
        raise RuntimeError("bug")

    monkeypatch.setitem(RULES, "form_exists", crash)
    bundle = read_bundle([DeployFile(*drawn(kit.user("x")))])
    found = {problem.code: problem for problem in lint(bundle, WORLD)}

    assert "user_task_without_owner" in found
    assert found["rule_crashed"].facts == {"rule": "form_exists", "reason": "RuntimeError: bug"}
    assert found["rule_crashed"].severity == "error"


def test_a_rule_that_crashes_halfway_keeps_what_it_had_found(monkeypatch):
    def crash(bundle, _world):
        yield from RULES["user_task_has_owner"](bundle, WORLD)
        raise RuntimeError("bug")

    monkeypatch.setitem(RULES, "form_exists", crash)
    bundle = read_bundle([DeployFile(*drawn(kit.user("x")))])
    codes = [problem.code for problem in lint(bundle, WORLD)]

    assert codes.count("user_task_without_owner") == 2


def test_lint_before_deploying_shows_what_deploying_would_say(company):
    with company.engine.read() as reader:
        bundle = examine(reader, (DeployFile(*drawn(task("x", form="nothing"))),))

    assert [problem.code for problem in bundle.errors] == ["form_not_found"]
