"""Once a night one of the nodes checks the rows of all cases, and the operators read of what it found."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.execution import check
from engine.execution.commands.note_check import last_check
from engine.execution.tables import NOTICE, USER_TASK
from engine.jobs.nightly import MOST, SHOWN, check_when_due
from tests.support.models import task

# 02:00 in Shanghai, of the night after the tests' morning.
NIGHT = "2026-05-20T18:00:00+00:00"


def damage(company, count=1):
    company.draw(task("a"), "s>a a>e")
    for _ in range(count):
        company.start()
    with company.engine.database.begin() as connection:
        connection.execute(USER_TASK.update().values(state="canceled"))


def last(company):
    with company.engine.read() as reader:
        return last_check(reader)


def test_the_first_beat_of_an_installation_checks_it(company):
    assert last(company) is None
    assert check_when_due(company.engine) == 0

    found = last(company)
    assert (found["at"], found["count"], found["first"]) == (company.clock.now(), 0, [])
    assert company.rows(NOTICE, kind="check_found") == []


def test_the_operators_are_told_of_what_was_found(company, caplog):
    damage(company)
    assert check_when_due(company.engine) == 1

    assert [one["code"] for one in last(company)["first"]] == ["waits_for_nothing"]
    [notice] = company.rows(NOTICE, kind="check_found")
    assert (notice["person"], notice["facts"]["count"]) == ("hewen", 1)
    assert "waits_for_nothing" in caplog.text


@pytest.mark.parametrize(
    ("after", "is_due"),
    [
        (timedelta(hours=1), False),
        (timedelta(hours=23), False),
        (timedelta(hours=37), True),
    ],
)
def test_by_day_it_is_done_only_where_the_night_had_none(company, after, is_due):
    check_when_due(company.engine)
    company.clock.move_by(after)

    assert (check_when_due(company.engine) is not None) == is_due


def test_it_is_done_once_a_night(company):
    company.clock.move_to(NIGHT)
    check_when_due(company.engine)
    done = []
    for _ in range(24 * 7):
        company.clock.move_by(timedelta(hours=1))
        if check_when_due(company.engine) is not None:
            done.append(company.clock.now())

    assert len(done) == 7
    assert {at.astimezone(company.engine.settings.zone).hour for at in done} <= {1, 2, 3, 4}


def test_of_two_nodes_one_checks(company):
    other = company.another_node()
    assert [check_when_due(company.engine), check_when_due(other)] == [0, None]
    other.close()


def test_of_many_findings_the_first_are_kept_and_the_counting_ends(company, monkeypatch):
    monkeypatch.setattr("engine.jobs.nightly.MOST", 25)
    damage(company, 30)
    assert check_when_due(company.engine) == 25

    assert (last(company)["count"], len(last(company)["first"])) == (25, SHOWN)
    assert MOST > SHOWN


def test_a_check_that_breaks_off_is_told_and_not_only_logged(company, monkeypatch, caplog):
    def broken(*_asked):
        raise OSError("the disk is gone")
        yield

    monkeypatch.setattr(check, "findings", broken)
    assert check_when_due(company.engine) == 1

    assert last(company)["first"][0]["code"] == "broken_off"
    assert [row["person"] for row in company.rows(NOTICE, kind="check_found")] == ["hewen"]
    assert "the disk is gone" in caplog.text
