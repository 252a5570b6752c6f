"""The picture of a process as SVG text, drawn on the server from the stored diagram.

Classes are those of the stylesheet (`bpmn`, `n n--done`, `f f--done`, `badge`, ...): no style attribute, no
script, every text escaped. A page needs nothing else to show where a case stands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from engine.bpmn.graph import Annotation, Bounds, Edge, Flow, Lane, Node, Process
from engine.bpmn.picture import lines
from engine.bpmn.picture.shapes import frame, label, shape_of
from engine.bpmn.picture.text import block, number, wrap

_CLASSES = {
    "done": "n--done",
    "now": "n--now",
    "wait": "n--wait",
    "error": "n--err",
    "new": "n--new",
    "selected": "n--sel",
}
_BADGES = {"now": " badge--now", "error": " badge--err", "wait": " badge--warn"}
_PADDING = 24.0


def draw(
    process: Process,
    marks: Mapping[str, str] | None = None,
    counts: Mapping[str, int] | None = None,
    title_of: Callable[[Node], str] | None = None,
    *,
    title: str = "",
    taken: Collection[str] | None = None,
) -> str:
    """One `<svg class="bpmn" role="img">`.

    marks      element id -> `done`, `now`, `wait`, `error`, `new`, `selected`
    counts     element id -> number on a badge (how many cases stand there, which round it is)
    title_of   node -> sentence shown when one points at it; without it the name
    title      sentence that says the whole picture to those who do not see it; without it the process's name
    taken      ids of the flows gone along; None = no case is shown, all flows alike
    """
    marks, counts = marks or {}, counts or {}
    nodes = list(_drawn(process))
    parts = [_pool(lane) for lane in process.lanes]
    parts += [_note(note) for note in process.annotations]
    frames = [node for node in nodes if _is_frame(node)]
    parts += [_group(node, marks, title_of) for node in frames]
    parts += [_association(edge) for edge in process.associations]
    parts += [_flow(flow, process, taken) for flow in _flows(process, nodes)]
    # Boundary events lie on their hosts, so they come last.
    rest = sorted(
        (node for node in nodes if not _is_frame(node)), key=lambda node: node.attached_to is not None
    )
    parts += [_group(node, marks, title_of) for node in rest]
    parts += [_badge(node, counts[node.id], marks.get(node.id, "")) for node in nodes if node.id in counts]
    sentence = escape(title or process.name or process.id)
    view = " ".join(number(value) for value in _view(process, nodes))
    return f'<svg class="bpmn" viewBox="{view}" role="img"><title>{sentence}</title>{"".join(parts)}</svg>'


def _drawn(process: Process) -> Iterator[Node]:
    """Nodes that have a place and do not lie inside a collapsed subprocess, outer ones first."""
    hidden = set()
    for node in process.nodes.values():
        owner = process.nodes.get(node.scope)
        inside_small = owner is not None and owner.shape is not None and not owner.shape.is_expanded
        if node.scope in hidden or (inside_small and owner is not None and owner.kind == "subProcess"):
            hidden.add(node.id)
        elif node.shape is not None:
            yield node


def _is_frame(node: Node) -> bool:
    return node.kind == "subProcess" and node.shape is not None and node.shape.is_expanded


def _flows(process: Process, nodes: list[Node]) -> Iterator[Flow]:
    shown = {node.id for node in nodes}
    return (flow for flow in process.flows.values() if flow.edge is not None and flow.source in shown)


def _group(node: Node, marks: Mapping[str, str], title_of: Callable[[Node], str] | None) -> str:
    if node.shape is None:
        return ""
    mark = marks.get(node.id, "")
    kind = "sub" if _is_frame(node) else "n"
    classes = " ".join([kind, *([_CLASSES[mark]] if mark in _CLASSES else [])])
    sentence = title_of(node) if title_of is not None else node.name
    title = f"<title>{escape(sentence)}</title>" if sentence else ""
    inside = frame(node, node.shape.bounds) if kind == "sub" else shape_of(node, node.shape, mark == "now")
    return f'<g class="{classes}" data-element={quoteattr(node.id)}>{title}{inside}</g>'


def _flow(flow: Flow, process: Process, taken: Collection[str] | None) -> str:
    if flow.edge is None or len(flow.edge.waypoints) < 2:
        return ""
    points = flow.edge.waypoints
    state = "" if taken is None else "done" if flow.id in taken else "next"
    line, head = (f"{kind} {kind}--{state}" if state else kind for kind in ("f", "head"))
    parts = [f'<path class="{line}" d="{lines.path(points)}"></path>']
    if process.nodes[flow.source].default == flow.id:
        parts.append(f'<path class="f" d="{lines.slash(points)}"></path>')
    parts.append(f'<path class="{head}" d="{lines.head(points)}"></path>')
    if flow.name:
        parts.append(_flow_name(flow.name, flow.edge))
    return "".join(parts)


def _flow_name(name: str, edge: Edge) -> str:
    """Where the drawing puts it; else over the middle of a level flow and to the right of an upright one."""
    if edge.label is not None:
        start = edge.waypoints[0]
        return label(name, edge.label, Bounds(start.x, start.y, 0, 0))
    middle = lines.middle_of(edge.waypoints)
    first, last = edge.waypoints[0], edge.waypoints[-1]
    if abs(first.x - last.x) < abs(first.y - last.y):
        return block(wrap(name, 100, 2, 11.5), middle.x + 7, middle.y + 4, "cap start")
    return label(name, Bounds(middle.x - 40, middle.y - 19, 80, 14), Bounds(middle.x, middle.y, 0, 0))


def _association(edge: Edge) -> str:
    if len(edge.waypoints) < 2:
        return ""
    return f'<path class="f f--next" d="{lines.path(edge.waypoints)}"></path>'


def _pool(lane: Lane) -> str:
    """A pool or lane: a frame with its name along the left side, or along the top where it stands upright."""
    if lane.shape is None:
        return ""
    bounds = lane.shape.bounds
    x, y = bounds.x + 15, bounds.center.y
    turned = f' transform="rotate(-90 {number(x)} {number(y)})"' if lane.shape.is_horizontal else ""
    if not lane.shape.is_horizontal:
        x, y = bounds.center.x, bounds.y + 15
    room = bounds.height if lane.shape.is_horizontal else bounds.width
    name = block(wrap(lane.name, room - 16, 1, 11.5), x, y + 4, "cap")
    box = (
        f'<rect x="{number(bounds.x)}" y="{number(bounds.y)}" width="{number(bounds.width)}"'
        f' height="{number(bounds.height)}" rx="3"></rect>'
    )
    return f'<g class="sub lane">{box}<g{turned}>{name}</g></g>'


def _note(note: Annotation) -> str:
    if note.shape is None:
        return ""
    bounds = note.shape.bounds
    left, top = number(bounds.x), number(bounds.y)
    if note.kind == "group":
        size = f'width="{number(bounds.width)}" height="{number(bounds.height)}"'
        return f'<g class="sub"><rect x="{left}" y="{top}" {size} rx="10" stroke-dasharray="8 4"></rect></g>'
    bracket = f"M{number(bounds.x + 10)} {top}H{left}v{number(bounds.height)}h10"
    most = max(1, int(bounds.height / 15))
    text = block(wrap(note.text, bounds.width - 12, most, 11.5), bounds.x + 8, bounds.y + 16, "cap start")
    return f'<g><path class="f f--next" d="{bracket}"></path>{text}</g>'


def _badge(node: Node, count: int, mark: str) -> str:
    if node.shape is None:
        return ""
    bounds = node.shape.bounds
    x, y = bounds.x + bounds.width - 2, bounds.y + 1
    return (
        f'<g class="badge{_BADGES.get(mark, "")}"><circle cx="{number(x)}" cy="{number(y)}" r="9.5"></circle>'
        f'<text x="{number(x)}" y="{number(y + 4)}">{count if count < 100 else "99+"}</text></g>'
    )


def _view(process: Process, nodes: list[Node]) -> tuple[float, float, float, float]:
    """Everything drawn, names included, with some air around it."""
    boxes = [node.shape.bounds for node in nodes if node.shape is not None]
    boxes += [node.shape.label for node in nodes if node.shape is not None and node.shape.label is not None]
    boxes += [lane.shape.bounds for lane in process.lanes if lane.shape is not None]
    boxes += [note.shape.bounds for note in process.annotations if note.shape is not None]
    for flow in _flows(process, nodes):
        if flow.edge is not None:
            boxes += [Bounds(point.x, point.y, 0, 0) for point in flow.edge.waypoints]
            boxes += [flow.edge.label] if flow.edge.label is not None else []
    boxes = boxes or [Bounds(0, 0, 100, 60)]
    left, top = min(box.x for box in boxes) - _PADDING, min(box.y for box in boxes) - _PADDING
    right = max(box.x + box.width for box in boxes) + _PADDING
    bottom = max(box.y + box.height for box in boxes) + _PADDING
    return left, top, right - left, bottom - top
