"""Random models as real cases are in order after every step: what the check finds is never a false alarm."""

from __future__ import annotations

import random

import pytest

from engine.execution import check
from tests.engine.bpmn.drawings import drawn
from tests.engine.execution.test_random_cases import OWNER, STEPS, act, rows
from tests.support.models import task

SHORT, LONG = range(41_000, 41_003), range(41_003, 41_060)


@pytest.mark.parametrize("seed", [*SHORT, *(pytest.param(one, marks=pytest.mark.faults) for one in LONG)])
def test_random_cases_are_in_order_after_every_step(company, seed):
    dice = random.Random(seed)
    company.draw(task("ct"), "s>ct ct>e", "C")
    model = drawn(seed, sound=False, depths=(4, 4)).replace(b"<zeebe:userTask/>", OWNER.encode())
    company.deploy(("P/p.bpmn", model))
    company.start(who="system:seed", values={"order": "HT-7", "v": seed % 5})
    for _ in range(STEPS):
        assert list(check.findings(company.engine.read, company.clock.now())) == [], seed
        found = rows(company)
        if not any(found.values()):
            break
        act(company, dice, found)
