"""The company's working hours: a short list of spans in a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class Span:
    """One stretch of work, e.g. 08:30 to 12:00, in the company's zone."""

    opens: time
    closes: time


@dataclass(frozen=True)
class WorkingHours:
    """The spans of an ordinary working day, ascending and without overlap."""

    spans: tuple[Span, ...]

    def __post_init__(self) -> None:
        borders = [border for span in self.spans for border in (span.opens, span.closes)]
        if not borders or sorted(set(borders)) != borders:
            raise ValueError("working hours must ascend and not overlap")

    @classmethod
    def parse(cls, text: str) -> WorkingHours:
        """From the settings' text, e.g. `08:30-12:00,13:00-17:30`."""
        spans = []
        for part in text.split(","):
            opens, _, closes = part.strip().partition("-")
            spans.append(Span(time.fromisoformat(opens), time.fromisoformat(closes)))
        return cls(tuple(spans))

    @property
    def opens(self) -> time:
        return self.spans[0].opens

    @property
    def closes(self) -> time:
        return self.spans[-1].closes


OFFICE_HOURS = WorkingHours.parse("08:30-12:00,13:00-17:30")
