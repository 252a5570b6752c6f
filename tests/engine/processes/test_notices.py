"""In-app notices: each reads his own."""

from __future__ import annotations

import pytest

from engine.processes.notices import CAP, MarkNoticesRead, notices, unread
from tests.engine.bpmn import kit
from tests.support.models import task


@pytest.fixture
def told(company):
    """sunlixing is told of three tasks, mahuifang of one."""
    body = task("a", assignee='="sunlixing"', inner=kit.multi("=[1, 2, 3]", "item")) + task(
        "b", assignee='="mahuifang"'
    )
    company.draw(kit.gateway("parallel", "fork") + body, "s>fork fork>a fork>b a>e b>e")
    company.start()
    return company


def listed(company, who, **more):
    with company.engine.read() as reader:
        return notices(reader, company.actor(who), **more)


def count(company, who):
    with company.engine.read() as reader:
        return unread(reader, company.actor(who))


def test_each_sees_his_own_newest_first(told):
    keys = [row.key for row in listed(told, "sunlixing")]

    assert len(keys) == 3
    assert keys == sorted(keys, reverse=True)
    assert [row.kind for row in listed(told, "mahuifang")] == ["task_assigned"]
    assert listed(told, "linxiaolan") == []


def test_pages_go_back_in_time(told):
    first = listed(told, "sunlixing", limit=2)
    rest = listed(told, "sunlixing", before=first[-1].key)

    assert len({row.key for row in first} | {row.key for row in rest}) == 3


def test_some_or_all_are_marked_as_read_and_never_anothers(told):
    mine, others = listed(told, "sunlixing"), listed(told, "mahuifang")
    told.execute(MarkNoticesRead((mine[0].key, others[0].key)), "sunlixing")
    assert (count(told, "sunlixing"), count(told, "mahuifang")) == (2, 1)

    told.execute(MarkNoticesRead(), "sunlixing")
    assert (count(told, "sunlixing"), count(told, "mahuifang")) == (0, 1)
    assert listed(told, "sunlixing")[0].read_at == told.clock.now()


def test_the_count_stops_at_a_hundred(company):
    body = task("a", assignee='="sunlixing"', inner=kit.multi("=for i in 1..120 return i", "item"))
    company.draw(body, "s>a a>e")
    company.start()

    assert count(company, "sunlixing") == CAP
