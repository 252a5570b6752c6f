"""How often an activity is done: multi-instance and loop characteristics."""

from __future__ import annotations

from engine.bpmn.expressions import Template
from engine.bpmn.graph import Loop, Multi, Node
from engine.bpmn.reading.extensions import extension_children
from engine.bpmn.reading.report import Report
from engine.bpmn.reading.supported import remedy_for
from engine.bpmn.reading.tags import BPMN, ZEEBE, Xml, flag, text_of

MOST_ROUNDS = 1_000_000


def read_loop(element: Xml, node: Node, report: Report) -> None:
    """Set `node.loop` from standardLoopCharacteristics; one that nothing ends is refused."""
    loop = element.find(f"{BPMN}standardLoopCharacteristics")
    if loop is None:
        return
    text = text_of(loop.find(f"{BPMN}loopCondition"))
    condition = report.template(text, loop, node.id, "loopCondition", must_be_feel=True)
    written = (loop.get("loopMaximum") or "").strip()
    is_count = written.isascii() and written.isdigit() and 1 <= int(written[:10]) <= MOST_ROUNDS
    if written and not is_count:
        report.refuse("loop_maximum_invalid", loop, node.id, value=written[:50], most=MOST_ROUNDS)
    elif not text and not written:
        report.refuse("loop_endless", loop, node.id)
    node.loop = Loop(condition, flag(loop, "testBefore", False), int(written) if is_count else None)


def read_multi(element: Xml, node: Node, report: Report) -> None:
    """Set `node.multi` from multiInstanceLoopCharacteristics with zeebe:loopCharacteristics."""
    loop = element.find(f"{BPMN}multiInstanceLoopCharacteristics")
    if loop is None:
        return
    if loop.get("behavior", "All") != "All":
        report.refuse_kind("behavior", remedy_for("behavior"), loop, node.id)
    if loop.find(f"{BPMN}loopCardinality") is not None:
        report.refuse_kind("loopCardinality", remedy_for("loopCardinality"), loop, node.id)
    zeebe = next(
        (child for child in extension_children(loop) if child.tag == f"{ZEEBE}loopCharacteristics"), None
    )
    if zeebe is None or not zeebe.get("inputCollection"):
        report.refuse("loop_collection_missing", loop, node.id)
        return

    def feel(text: str | None, at: Xml, attribute: str) -> Template | None:
        return report.template(text, at, node.id, attribute, must_be_feel=True)

    until = loop.find(f"{BPMN}completionCondition")
    output = zeebe.get("outputElement")
    if bool(output) != bool(zeebe.get("outputCollection")):
        report.refuse("loop_output_incomplete", zeebe, node.id)
    items = feel(zeebe.get("inputCollection"), zeebe, "inputCollection")
    node.multi = Multi(
        sequential=flag(loop, "isSequential", False),
        items=items if items is not None else "",
        item=report.variable(zeebe.get("inputElement"), zeebe, node.id, "inputElement") or None,
        collection=report.variable(zeebe.get("outputCollection"), zeebe, node.id, "outputCollection") or None,
        output=feel(output, zeebe, "outputElement"),
        until=feel(text_of(until), until, "completionCondition") if until is not None else None,
    )
