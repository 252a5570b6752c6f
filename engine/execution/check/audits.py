"""The audit chains, walked as `neiqin audit verify` walks them."""

from __future__ import annotations

from collections.abc import Iterator

from engine.execution import audit
from engine.execution.check.finding import Finding, Lend, snapshot


def check(lend: Lend) -> Iterator[Finding]:
    with snapshot(lend) as reader:
        for fault in audit.verify(reader.connection, reader.services.audit_key):
            kind, _, of = fault.chain.partition(":")
            facts = {"chain": fault.chain, "seq": fault.seq, "reason": fault.reason}
            yield Finding("audit_broken", facts, int(of) if kind == "instance" and of.isdigit() else None)
