"""Business numbers have no gaps, whatever is rolled back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.execution import numbers
from engine.execution.tables import SETTING
from engine.kernel.errors import ProcessFault
from tests.engine.bpmn import kit
from tests.engine.execution.ledger import BOOK, CRASH, REFUSE
from tests.support.models import task


def taken(company):
    return sorted(row["value"] for row in company.rows(SETTING) if str(row["value"]).startswith("TT-"))


def test_numbers_of_a_prefix_and_year_count_from_one(company):
    with company.engine.database.begin() as connection:
        found = [
            numbers.take(connection, prefix, year)
            for prefix, year in (("YY", 2026), ("YY", 2026), ("YY", 2027), ("HT", 2026))
        ]

    assert found == ["YY-2026-0001", "YY-2026-0002", "YY-2027-0001", "HT-2026-0001"]


def test_a_number_beyond_four_digits_goes_on(company):
    with company.engine.database.begin() as connection:
        numbers.take(connection, "YY", 2026)
        connection.exec_driver_sql("UPDATE number_counter SET last = 9999")
        assert numbers.take(connection, "YY", 2026) == "YY-2026-10000"


def test_a_rolled_back_step_gives_its_number_back(company):
    company.offer(BOOK, CRASH)
    company.draw(kit.service("book", "test.book"), "s>book book>e", "good")
    company.draw(
        kit.service("book", "test.book") + kit.service("crash", "test.crash"),
        "s>book book>crash crash>e",
        "bad",
    )
    for _ in range(3):
        company.start("good")
        with pytest.raises(ProcessFault):
            company.start("bad")

    assert taken(company) == ["TT-2026-0001", "TT-2026-0002", "TT-2026-0003"]


def test_a_refused_operation_gives_its_number_back(company):
    company.offer(BOOK, REFUSE)
    company.draw(kit.service("no", "test.refuse") + task("a"), "s>no no>a a>e", "refused")
    company.draw(kit.service("book", "test.book"), "s>book book>e", "good")
    company.start("refused")
    company.start("good")

    assert taken(company) == ["TT-2026-0001"]


def test_the_year_is_the_companys_and_not_greenwichs(company):
    company.offer(BOOK)
    company.draw(kit.service("book", "test.book"), "s>book book>e")
    company.clock.move_to("2026-12-31T16:30:00+00:00")
    company.start()

    assert taken(company) == ["TT-2027-0001"]


def test_cases_that_start_at_once_take_numbers_without_gaps_or_doubles(company):
    company.offer(BOOK)
    company.draw(kit.service("book", "test.book"), "s>book book>e")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: company.start(), range(24)))

    assert taken(company) == [f"TT-2026-{number:04d}" for number in range(1, 25)]
