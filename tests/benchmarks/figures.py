"""One line of JSON for each figure."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any


def tell(
    name: str, value: float, unit: str, floor: float | None, ratio: float | None, target: str, **more: Any
) -> None:
    """floor: what the machine does at best in this same run; ratio: value against it; target: in words."""
    line = {"name": name, "value": round(value, 3), "unit": unit}
    line |= {"floor": None if floor is None else round(floor, 3)}
    line |= {"ratio": None if ratio is None else round(ratio, 3), "target": target, **more}
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def in_ms(values: Sequence[float]) -> dict[str, float]:
    """p50 and p99 of seconds, as further fields of a line."""
    return {
        "p50_ms": round(percentile(values, 0.5) * 1000, 3),
        "p99_ms": round(percentile(values, 0.99) * 1000, 3),
    }
