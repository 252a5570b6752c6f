"""`neiqin audit verify`: walks every chain of the audit and names each place where it does not hold."""

from __future__ import annotations

from engine.bootstrap import Settings, build_engine
from engine.execution import audit
from webapp.commands import GOOD, WRONG, tell


def verify() -> int:
    engine = build_engine(Settings.from_environment())
    try:
        with engine.read() as reader:
            faults = list(audit.verify(reader.connection, engine.services.audit_key))
    finally:
        engine.close()
    for fault in faults:
        tell(f"{fault.chain} #{fault.seq}: {fault.reason}")
    tell("the audit holds" if not faults else f"{len(faults)} places where the audit does not hold")
    return WRONG if faults else GOOD
