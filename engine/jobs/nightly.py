"""The check of the night: whether the rows of all cases agree, once a night for all nodes together."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice

from engine.bootstrap import Engine
from engine.execution import check
from engine.execution.commands.note_check import BeginCheck, NoteCheck
from engine.kernel.actor import Actor

ACTOR = Actor.system("check")
# What the page of the operators shows, and how many are counted: `neiqin check` names all of them.
SHOWN, MOST = 20, 1_000
log = logging.getLogger("neiqin.check")


def check_when_due(engine: Engine) -> int | None:
    """How many findings were noted; None when it is not time or another node does it.

    A check that breaks off is a finding too: nobody would look into a log for what was not found.
    """
    if not engine.execute(BeginCheck(), ACTOR)["begins"]:
        return None
    count, first = 0, []
    for finding in islice(_findings(engine), MOST):
        count += 1
        if count <= SHOWN:
            first.append(asdict(finding))
            log.error("the check found %s: %s", finding.code, finding.facts)
    engine.execute(NoteCheck(count, tuple(first)), ACTOR)
    return count


def _findings(engine: Engine) -> Iterator[check.Finding]:
    try:
        yield from check.findings(engine.read, engine.clock.real_now())
    except Exception as error:
        log.exception("the check broke off")
        yield check.Finding("broken_off", {"reason": type(error).__name__})
