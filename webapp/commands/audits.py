"""`neiqin audit verify`: walks every chain of the audit and names each place where it does not hold."""

from __future__ import annotations

from engine.bootstrap import Settings, build_engine, schema
from engine.execution import audit
from webapp.audit_words import fault_words
from webapp.commands import GOOD, MISUSED, WRONG, complain, tell


def verify() -> int:
    engine = build_engine(Settings.from_environment())
    try:
        with engine.read() as reader:
            if not schema.is_current(reader.connection):
                complain("there is no audit here: the schema is not this version's; run `neiqin migrate`")
                return MISUSED
            faults = list(audit.verify(reader.connection, engine.services.audit_key))
    finally:
        engine.close()
    for fault in faults:
        tell(fault_words(fault, "en"))
    if faults:
        tell(f"{len(faults)} places do not hold: keep everything as it is and inform the auditor")
        return WRONG
    tell("the audit holds")
    return GOOD
