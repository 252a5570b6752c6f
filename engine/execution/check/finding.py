"""One place that does not fit, and the snapshots in which the rules look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from engine.execution.step import Reader

Lend: TypeAlias = Callable[[], AbstractContextManager[Reader]]
AT_ONCE = 500


@dataclass(frozen=True)
class Finding:
    """code and facts make the sentence. case, element: where it is, as far as a case has to do with it."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)
    case: int | None = None
    element: str | None = None


@contextmanager
def snapshot(lend: Lend) -> Iterator[Reader]:
    """A snapshot whose questions may take their time: a check walks whole tables."""
    with lend() as reader:
        if reader.connection.dialect.name == "postgresql":
            reader.connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        yield reader
