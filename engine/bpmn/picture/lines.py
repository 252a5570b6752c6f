"""Flows: rounded corners, arrow heads, the slash of a default flow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from engine.bpmn.graph import Point
from engine.bpmn.picture.text import number

_CORNER = 8.0
_HEAD = 8.0


def path(points: Sequence[Point]) -> str:
    """The `d` of a line through the points with rounded corners."""
    first, *middle = points[:-1]
    parts = [f"M{_at(first)}"]
    before = first
    for index, corner in enumerate(middle):
        after = points[index + 2]
        radius = min(_CORNER, _distance(before, corner) / 2, _distance(corner, after) / 2)
        start, end = _towards(corner, before, radius), _towards(corner, after, radius)
        parts.append(f"L{_at(start)}Q{_at(corner)} {_at(end)}")
        before = corner
    return "".join([*parts, f"L{_at(points[-1])}"])


def head(points: Sequence[Point]) -> str:
    """The `d` of an arrow head at the end of the line."""
    tip = points[-1]
    behind = next((point for point in reversed(points[:-1]) if _distance(point, tip) > 0.5), tip)
    angle = math.atan2(tip.y - behind.y, tip.x - behind.x)
    wings = (angle + math.pi - 0.46, angle + math.pi + 0.46)
    left, right = (Point(tip.x + _HEAD * math.cos(a), tip.y + _HEAD * math.sin(a)) for a in wings)
    return f"M{_at(tip)}L{_at(left)}L{_at(right)}z"


def slash(points: Sequence[Point]) -> str:
    """The `d` of the stroke across the beginning of a default flow."""
    at = _towards(points[0], points[1], 10)
    angle = math.atan2(points[1].y - points[0].y, points[1].x - points[0].x) + 1.05
    dx, dy = 5 * math.cos(angle), 5 * math.sin(angle)
    return f"M{_at(Point(at.x - dx, at.y - dy))}L{_at(Point(at.x + dx, at.y + dy))}"


def middle_of(points: Sequence[Point]) -> Point:
    """Halfway along the line."""
    rest = sum(map(_distance, points, points[1:])) / 2
    for start, end in pairwise(points):
        length = _distance(start, end)
        if rest <= length:
            return _towards(start, end, rest)
        rest -= length
    return points[0]


def _at(point: Point) -> str:
    return f"{number(point.x)} {number(point.y)}"


def _distance(one: Point, other: Point) -> float:
    return math.hypot(one.x - other.x, one.y - other.y)


def _towards(start: Point, end: Point, by: float) -> Point:
    length = _distance(start, end) or 1.0
    return Point(start.x + (end.x - start.x) * by / length, start.y + (end.y - start.y) * by / length)
