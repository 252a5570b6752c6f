"""Decision tables by hit policy."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine import decisions

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="D" name="n" namespace="x">'


def table(policy: str, rules: str, outputs: str = '<output id="O1" name="level" typeRef="string"/>') -> bytes:
    return f"""{HEAD}
  <decision id="Decision_Level" name="Level">
    <decisionTable id="T1" {policy}>
      <input id="I1" label="amount"><inputExpression><text>amount</text></inputExpression></input>
      {outputs}
      {rules}
    </decisionTable>
  </decision>
</definitions>""".encode()


def rule(key: str, cell: str, *results: str) -> str:
    entries = "".join(
        f'<outputEntry id="{key}_o{n}"><text>{text}</text></outputEntry>' for n, text in enumerate(results)
    )
    return f'<rule id="{key}"><inputEntry id="{key}_i"><text>{cell}</text></inputEntry>{entries}</rule>'


RULES = (
    rule("R1", "&lt; 100", '"clerk"')
    + rule("R2", "&gt;= 50", '"head"')
    + rule("R3", "&gt;= 1000", '"director"')
)
NUMBERS = rule("R1", "&gt; 0", "1") + rule("R2", "&gt; 10", "2") + rule("R3", "&gt; 100", "4")
PRIORITIES = '<outputValues><text>"director", "head", "clerk"</text></outputValues>'
VALUES = f'<output id="O1" name="level">{PRIORITIES}</output>'


def outcome(data: bytes, amount: int) -> decisions.Outcome:
    return decisions.evaluate(decisions.read(data, "level.dmn")[0], {"amount": amount})


@pytest.mark.parametrize(
    ("policy", "outputs", "amount", "value", "matched"),
    [
        ("", "", 20, "clerk", ("R1",)),
        ('hitPolicy="FIRST"', "", 60, "clerk", ("R1",)),
        ('hitPolicy="RULE ORDER"', "", 60, ["clerk", "head"], ("R1", "R2")),
        ('hitPolicy="COLLECT"', "", 2000, ["head", "director"], ("R2", "R3")),
        ('hitPolicy="PRIORITY"', VALUES, 2000, "director", ("R3",)),
        ('hitPolicy="OUTPUT ORDER"', VALUES, 2000, ["director", "head"], ("R3", "R2")),
        ('hitPolicy="COLLECT" aggregation="COUNT"', "", 60, Decimal(2), ("R1", "R2")),
    ],
)
def test_the_hit_policy_chooses_among_the_matching_rules(
    policy: str, outputs: str, amount: int, value: Any, matched: tuple[str, ...]
) -> None:
    data = table(policy, RULES, outputs) if outputs else table(policy, RULES)

    result = outcome(data, amount)

    assert (result.value, result.matched) == (value, matched)
    assert result.inputs == {"amount": Decimal(amount)}


@pytest.mark.parametrize(("name", "value"), [("SUM", 7), ("MIN", 1), ("MAX", 4), ("COUNT", 3)])
def test_collected_numbers_are_added_up(name: str, value: int) -> None:
    assert outcome(table(f'hitPolicy="COLLECT" aggregation="{name}"', NUMBERS), 500).value == Decimal(value)


def test_two_matches_of_a_unique_table_are_a_fault_that_names_the_rules() -> None:
    with pytest.raises(decisions.DecisionFault) as fault:
        outcome(table("", RULES), 60)

    assert fault.value.facts == {
        "decision": "Decision_Level",
        "reason": "several_rules_match",
        "rules": ("R1", "R2"),
    }


def test_any_needs_rules_that_agree() -> None:
    same = rule("R1", "&gt; 0", '"a"') + rule("R2", "&gt; 10", '"a"') + rule("R3", "&gt; 100", '"b"')

    assert outcome(table('hitPolicy="ANY"', same), 20).value == "a"
    with pytest.raises(decisions.DecisionFault) as fault:
        outcome(table('hitPolicy="ANY"', same), 200)
    assert fault.value.facts["reason"] == "rules_disagree"


def test_nothing_that_matches_gives_null_or_the_default() -> None:
    assert outcome(table("", rule("R1", "&lt; 0", '"a"')), 5) == decisions.Outcome(
        "Decision_Level", None, (), {"amount": Decimal(5)}
    )
    default = '<output id="O1" name="l"><defaultOutputEntry><text>"none"</text></defaultOutputEntry></output>'
    assert outcome(table("", rule("R1", "&lt; 0", '"a"'), default), 5).value == "none"


def test_several_outputs_give_a_context() -> None:
    outputs = '<output id="O1" name="level"/><output id="O2" name="days"/>'

    assert outcome(table("", rule("R1", "-", '"head"', "3"), outputs), 5).value == {
        "level": "head",
        "days": Decimal(3),
    }


def test_a_value_outside_the_predefined_ones_is_noted_and_still_decided() -> None:
    data = table("", rule("R1", "-", '"a"')).replace(
        b"</inputExpression></input>",
        b"</inputExpression><inputValues><text>1, 2</text></inputValues></input>",
    )

    result = outcome(data, 5)

    assert result.value == "a"
    assert result.notes == (("input_not_allowed", {"input": "amount", "value": Decimal(5)}),)


def test_a_cell_that_fails_while_running_names_the_cell() -> None:
    with pytest.raises(decisions.DecisionFault) as fault:
        outcome(table("", rule("R1", "&lt; 9", "9**9**9")), 5)

    assert fault.value.facts["element"] == "R1_o0"
    assert fault.value.facts["reason"] == "feel_budget"


def test_a_required_decision_is_evaluated_first_and_kept_in_the_outcome() -> None:
    data = f"""{HEAD}
  <decision id="D_Price" name="Unit price">
    <literalExpression><text>Net amount * 1.13</text></literalExpression>
    <informationRequirement><requiredDecision href="#D_Net"/></informationRequirement></decision>
  <decision id="D_Net" name="Net amount">
    <literalExpression><text>quantity * 10</text></literalExpression></decision>
</definitions>""".encode()
    price = decisions.read(data, "price.dmn")[0]

    result = decisions.evaluate(price, {"quantity": 2})

    assert price.required == ("D_Net",)
    assert result.value == Decimal("22.60")
    assert [one.decision for one in result.required] == ["D_Net"]
