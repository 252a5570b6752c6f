"""A business-rule task leaves in the history which rules decided, and on what."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.execution.tables import HISTORY
from tests.engine.bpmn import kit
from tests.support import models
from tests.support.company import Company

TABLE = """
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="http://example.org">
  <decision id="Level" name="审批层级"><decisionTable id="t" hitPolicy="FIRST">
    <input id="i" label="金额"><inputExpression id="ie"><text>amount</text></inputExpression></input>
    <output id="o" name="level"/>
    <rule id="small"><inputEntry id="a"><text>&lt; 1000</text></inputEntry>
      <outputEntry id="b"><text>"lead"</text></outputEntry></rule>
    <rule id="large"><inputEntry id="c"><text>-</text></inputEntry>
      <outputEntry id="e"><text>"head"</text></outputEntry></rule>
  </decisionTable></decision>
</definitions>
""".strip().encode()


def test_the_history_keeps_the_rules_that_decided_and_what_they_were_told(company: Company) -> None:
    drawn = models.process(kit.rule("Rate", "Level", "level") + models.task("Ask"), "s>Rate Rate>Ask Ask>e")
    company.deploy(("P/process.bpmn", drawn), ("P/level.dmn", TABLE))

    case = company.start("P", "system:test", {"amount": Decimal(5000)})

    [row] = company.rows(HISTORY, instance_key=case, kind="decided")
    facts: dict[str, Any] = dict(row["facts"])
    assert (facts["decision"], facts["version"], facts["rules"]) == ("Level", 1, ["large"])
    assert facts["inputs"] == {"金额": Decimal(5000)}
    assert facts["value"] == "head"
