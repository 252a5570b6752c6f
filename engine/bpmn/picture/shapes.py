"""One element as SVG: box, circle or diamond with its glyph and its name."""

from __future__ import annotations

from engine.bpmn.graph import TERMINATE, Bounds, Node, Shape
from engine.bpmn.picture import glyphs
from engine.bpmn.picture.text import LINE, block, centred, number, width_of, wrap

_LABEL = 11.5
# Beside its owner a name has room to the side, and often none below.
_BESIDE = 110.0
_GATEWAY = "Gateway"


def shape_of(node: Node, shape: Shape, is_now: bool) -> str:
    """The inside of the element's group."""
    if node.kind.endswith("Event"):
        return _event(node, shape, is_now)
    if node.kind.endswith(_GATEWAY):
        return _gateway(node, shape)
    return _activity(node, shape.bounds, is_now)


def frame(node: Node, bounds: Bounds) -> str:
    """An expanded subprocess: a frame with its name at the top left."""
    lines = wrap(node.name, bounds.width - 28, 1)
    name = block(lines, bounds.x + 14, bounds.y + 21, "cap start")
    # The stylesheet gives strokes to glyphs of nodes; a frame is none.
    dots = ' stroke-dasharray="2 3"' if node.triggered_by_event else ""
    return f'{_box(bounds, 10, dots)}{name}<g class="n">{_markers(node, bounds)}</g>'


def ring(bounds: Bounds) -> str:
    """The halo of where a case is now."""
    around = Bounds(bounds.x - 3, bounds.y - 3, bounds.width + 6, bounds.height + 6)
    return _box(around, 11, ' class="ring"')


def _box(bounds: Bounds, radius: float, more: str = "") -> str:
    return (
        f'<rect{more} x="{number(bounds.x)}" y="{number(bounds.y)}" width="{number(bounds.width)}"'
        f' height="{number(bounds.height)}" rx="{number(radius)}"></rect>'
    )


def _activity(node: Node, bounds: Bounds, is_now: bool) -> str:
    parts = [ring(bounds)] if is_now else []
    parts.append(_box(bounds, 8, ' stroke-dasharray="2 3"' if node.triggered_by_event else ""))
    if node.kind == "callActivity":
        # A called process has the double frame of a thing that stands for more.
        inner = Bounds(bounds.x + 3, bounds.y + 3, bounds.width - 6, bounds.height - 6)
        parts.append(_box(inner, 6))
    glyph = glyphs.TASKS.get(node.kind)
    if glyph is not None:
        parts.append(_glyph(glyph, bounds.x + 8, bounds.y + 7))
    parts.append(_markers(node, bounds))
    parts.append(_name_inside(node, bounds, glyph is not None))
    return "".join(parts)


def _name_inside(node: Node, bounds: Bounds, has_glyph: bool) -> str:
    """The name in the middle; three lines and more keep clear of the glyph above, all of the marker below."""
    has_marker = node.is_repeated or node.kind in ("subProcess", "callActivity")
    room = bounds.height - (22 if has_glyph else 10) - (12 if has_marker else 0)
    lines = wrap(node.name, bounds.width - 14, max(1, int(room / LINE)))
    middle = bounds.center.y - (5 if has_marker else 0)
    if has_glyph and len(lines) > 2:
        middle = max(middle, bounds.y + 27 + (len(lines) - 1) * LINE / 2)
    return centred(lines, bounds.center.x, middle)


def _markers(node: Node, bounds: Bounds) -> str:
    """What stands at the bottom of an activity: several instances, something inside."""
    marks = []
    if node.multi is not None:
        marks.append(glyphs.SEQUENTIAL if node.multi.sequential else glyphs.PARALLEL)
    if node.loop is not None:
        marks.append(glyphs.LOOP)
    is_small = node.shape is not None and not node.shape.is_expanded
    if node.kind == "callActivity" or (node.kind == "subProcess" and is_small):
        marks.append(glyphs.COLLAPSED)
    x = bounds.center.x - (len(marks) - 1) * 9
    return "".join(
        _glyph(mark, x + index * 18, bounds.y + bounds.height - 9) for index, mark in enumerate(marks)
    )


def _glyph(path: str, x: float, y: float, kind: str = "ico") -> str:
    return f'<g transform="translate({number(x)} {number(y)})"><path class="{kind}" d="{path}"></path></g>'


def _event(node: Node, shape: Shape, is_now: bool) -> str:
    bounds = shape.bounds
    middle, radius = bounds.center, min(bounds.width, bounds.height) / 2
    rings = {"startEvent": [0.0], "endEvent": [0.0, 2.2]}.get(node.kind, [0.0, 3.2])
    dashes = "" if node.interrupting else ' stroke-dasharray="4 2.5"'
    parts = [_circle(middle.x, middle.y, radius + 3, ' class="ring"')] if is_now else []
    parts += [_circle(middle.x, middle.y, radius - inset, dashes) for inset in rings]
    kind = node.event.kind if node.event is not None else ""
    if kind == TERMINATE:
        parts.append(_glyph(glyphs.TERMINATE, middle.x, middle.y, "head"))
    elif kind in glyphs.EVENTS:
        # What an event throws is drawn filled, as the standard says; what it catches, hollow.
        throws = node.kind in ("endEvent", "intermediateThrowEvent") and kind in glyphs.FILLED
        parts.append(_glyph(glyphs.EVENTS[kind], middle.x, middle.y, "head" if throws else "ico"))
    return "".join(parts) + _name_below(node, shape)


def _circle(x: float, y: float, radius: float, more: str = "") -> str:
    return f'<circle{more} cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"></circle>'


def _gateway(node: Node, shape: Shape) -> str:
    bounds = shape.bounds
    middle, half, high = bounds.center, bounds.width / 2, bounds.height / 2
    diamond = (
        f"M{number(middle.x)} {number(bounds.y)}l{number(half)} {number(high)} {number(-half)} {number(high)}"
        f" {number(-half)} {number(-high)}z"
    )
    parts = [f'<path class="g" d="{diamond}"></path>']
    shown = node.kind != "exclusiveGateway" or shape.is_marker_visible
    if node.kind in glyphs.GATEWAYS and shown:
        parts.append(_glyph(glyphs.GATEWAYS[node.kind], middle.x, middle.y))
    return "".join(parts) + _name_above(node, shape)


def _name_below(node: Node, shape: Shape) -> str:
    if shape.label is not None:
        return label(node.name, shape.label, shape.bounds)
    below = shape.bounds.y + shape.bounds.height
    if node.attached_to is not None:
        # Its flow mostly leaves downwards through the middle.
        return block(wrap(node.name, 104, 3, _LABEL), shape.bounds.center.x + 9, below + 10, "cap start")
    return block(wrap(node.name, 104, 3, _LABEL), shape.bounds.center.x, below + 15, "cap")


def _name_above(node: Node, shape: Shape) -> str:
    """Flows leave a gateway downwards more often than upwards."""
    if shape.label is not None:
        return label(node.name, shape.label, shape.bounds)
    lines = wrap(node.name, 120, 3, _LABEL)
    return block(lines, shape.bounds.center.x, shape.bounds.y - 7 - (len(lines) - 1) * LINE, "cap")


def label(text: str, bounds: Bounds, owner: Bounds) -> str:
    """A name where the drawing has put it; a longer one, in another language, grows away from its owner.

    Above its owner it grows upwards, beside it sideways, else downwards.
    """
    right, left = bounds.x >= owner.x + owner.width - 2, bounds.x + bounds.width <= owner.x + 2
    lines = wrap(text, max(bounds.width + 12, _BESIDE if right or left else 60), 4, _LABEL)
    first = bounds.y + 11
    if bounds.y + bounds.height <= owner.y + 2:
        room = max(1, round(bounds.height / LINE))
        first -= max(0, len(lines) - room) * LINE
    if max(width_of(line, _LABEL) for line in lines) <= bounds.width + 4:
        return block(lines, bounds.center.x, first, "cap")
    if right:
        return block(lines, bounds.x, first, "cap start")
    if left:
        return block(lines, bounds.x + bounds.width, first, "cap end")
    return block(lines, bounds.center.x, first, "cap")
