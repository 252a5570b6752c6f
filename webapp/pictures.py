"""The live diagram of a case: where it went, where it stands, in the reader's language."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from flask import g
from markupsafe import Markup

from engine.bpmn import drawing
from engine.bpmn.graph import Process
from engine.processes.view import CaseView
from webapp import case_words, filters, names

SCALE = 0.85
# Shrunk to a page's 1,100 pixels, a wider picture would have letters below 8 pixels.
WIDEST_THAT_SHRINKS = 1700.0
_BOX = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')


def of_case(view: CaseView) -> Markup:
    """The drawing is made by our own code, which escapes every text in it."""
    process = translated(view.definition.process)
    standing = Counter(
        task["element_id"] for task in view.open_tasks if task["instance_key"] == view.case["key"]
    )
    counts = {element: count for element, count in standing.items() if count > 1}
    svg = drawing.draw(process, view.marks, counts, title=_sentence(view, process), taken=view.taken)
    return Markup(_sized(svg))


def _sized(svg: str) -> str:
    """With a width of its own: the page shrinks a picture to its own width as long as it stays legible."""
    found = _BOX.search(svg)
    if found is None:
        return svg
    width, height = float(found[1]) * SCALE, float(found[2]) * SCALE
    kind = "bpmn bpmn--wide" if width > WIDEST_THAT_SHRINKS else "bpmn"
    sized = f'<svg width="{width:.0f}" height="{height:.0f}" class="{kind}"'
    return svg.replace('<svg class="bpmn"', sized, 1)


def translated(process: Process) -> Process:
    """The same process with names as this reader reads them; the shared one is never changed."""
    if g.language == "zh-Hans":
        return process
    nodes = {
        id: replace(node, name=names.element(process.id, id, node.name) if node.name else "")
        for id, node in process.nodes.items()
    }
    lanes = [replace(lane, name=names.element(process.id, lane.id, lane.name)) for lane in process.lanes]
    notes = [replace(note, text=filters.data(note.text)) for note in process.annotations]
    flows = {
        id: replace(flow, name=names.element(process.id, id, flow.name) if flow.name else "")
        for id, flow in process.flows.items()
    }
    return replace(process, nodes=nodes, flows=flows, lanes=lanes, annotations=notes)


def _sentence(view: CaseView, process: Process) -> str:
    """What the picture says, for those who do not see it."""
    done = [
        process.nodes[id].name
        for id in process.nodes
        if view.marks.get(id) == "done" and process.nodes[id].name
    ]
    here = [f"{case_words.holder_words(task)} {task['name']}" for task in view.open_tasks]
    name = names.process(process.id)
    way = {"done": filters.listed(done) or "—", "now": filters.listed(here) or "—"}
    return str(g.t("case.diagram.title", name=name, **way))
