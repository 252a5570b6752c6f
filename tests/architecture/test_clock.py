"""Only the kernel asks the machine for the time: everybody else is given the step's instant."""

from __future__ import annotations

import ast

import pytest

from tests.support.source import Module, dotted, imported_names, modules

OWNER = "engine/kernel/"
# Ways to the wall clock. Durations are measured with time.monotonic and time.perf_counter.
WALL_CLOCK = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "time.strftime",
}


def violations(module: Module) -> list[str]:
    if module.path.startswith(OWNER):
        return []
    tree = module.tree
    names = imported_names(tree)
    return [
        module.at(node, name)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name) and (name := dotted(node, names)) in WALL_CLOCK
    ]


def test_only_the_kernel_reads_the_wall_clock():
    assert [found for module in modules() for found in violations(module)] == []


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import datetime\nstarted = datetime.now()",
        "import datetime as dt\ntoday = dt.date.today()",
        "from time import time as seconds\nseconds()",
        "from datetime import datetime\nfactory = datetime.utcnow",
    ],
)
def test_a_second_clock_is_found_under_any_name(text):
    assert violations(Module("engine/jobs/timers.py", text)) != []
    assert violations(Module("engine/kernel/clock.py", text)) == []


def test_measuring_a_duration_is_not_reading_the_clock():
    assert violations(Module("engine/jobs/timers.py", "import time\ntime.monotonic()")) == []
