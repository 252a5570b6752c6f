"""The inbox: mine, my groups', what I did; page by page without doubles or gaps."""

from __future__ import annotations

import pytest

from engine.kernel.errors import InvalidInput
from engine.storage import cursors
from engine.user_tasks.claim import ClaimTask as Claim
from engine.user_tasks.complete import CompleteTask as Complete
from engine.user_tasks.inbox import CAP, counts, inbox
from tests.engine.bpmn import kit
from tests.support.models import task


def page(company, who="zhouzimo", **more):
    with company.engine.read() as reader:
        return inbox(reader, company.actor(who), **more)


def names(company, who="zhouzimo", **more):
    return [row.name for row in page(company, who, **more).rows]


def walk(company, who="zhouzimo", limit=7, **more):
    """All rows, page by page."""
    found, cursor = [], None
    while True:
        one = page(company, who, limit=limit, cursor=cursor, **more)
        assert len(one.rows) <= limit
        found += [row.key for row in one.rows]
        if one.next_cursor is None:
            return found
        cursor = one.next_cursor


def many(company, count=120):
    """As many open tasks of two groups with due dates that repeat, and some without."""
    companies = '=["sales_assistant", "sales_assistant_lead"]'
    days = 'if modulo(loopCounter, 4) = 0 then null else "2026-06-0" + string(1 + modulo(loopCounter, 3))'
    body = task("a", companies, due=f"={days}", inner=kit.multi(f"=for i in 1..{count} return i", "item"))
    company.draw(body, "s>a a>e")
    return company.start()


def test_pages_of_a_long_list_have_every_task_once_and_most_urgent_first(company):
    many(company)
    whole = page(company, "chenjing", scope="groups", limit=500).rows

    assert len(whole) == 120
    assert walk(company, "chenjing", scope="groups") == [row.key for row in whole]
    assert walk(company, "chenjing", scope="groups", limit=40) == [row.key for row in whole]
    order = [(row.due_at is None, row.due_at and row.due_at.isoformat(), row.key) for row in whole]
    assert order == sorted(order, key=lambda one: (one[0], one[1] or "", one[2]))


def test_my_own_long_list_is_paged_too(company):
    body = task("a", assignee='="zhouzimo"', inner=kit.multi("=for i in 1..30 return i", "item"))
    company.draw(body, "s>a a>e")
    company.start()

    assert len(set(walk(company))) == len(walk(company)) == 30


def test_what_i_did_is_paged_newest_first(company):
    company.draw(
        task("a", assignee='="zhouzimo"', inner=kit.multi("=for i in 1..12 return i", "item")), "s>a a>e"
    )
    instance = company.start()
    keys = [row.key for row in page(company).rows]
    for key in keys:
        company.clock.move_to(f"2026-05-20T02:00:{keys.index(key) // 2:02d}+00:00")
        company.execute(Complete(key), "zhouzimo")

    done = walk(company, scope="done", limit=5)
    assert sorted(done) == sorted(keys)
    assert page(company, scope="done").rows[0].ended_at == company.clock.now()
    assert company.state(instance) == "completed"
    assert names(company, "linxiaolan", scope="done") == []


def test_a_task_is_claimed_while_a_reader_turns_pages_and_nothing_is_skipped(company):
    many(company, 20)
    first = page(company, "chenjing", scope="groups", limit=5)
    company.execute(Claim(first.rows[1].key), "chenjing")
    rest = page(company, "chenjing", scope="groups", limit=50, cursor=first.next_cursor)

    assert len({row.key for row in first.rows} | {row.key for row in rest.rows}) == 20
    assert not {row.key for row in first.rows} & {row.key for row in rest.rows}


def test_a_task_of_two_of_my_groups_is_listed_once(company):
    company.draw(task("a", '=["sales_assistant", "sales_assistant_lead"]', users=""), "s>a a>e")
    company.start()

    assert names(company, "chenjing", scope="groups") == ["a"]
    with company.engine.read() as reader:
        assert counts(reader, company.actor("chenjing")) == {"mine": 0, "groups": 1}


def test_another_persons_tasks_are_in_nobody_elses_inbox(company):
    company.draw(task("a", assignee="=starter") + task("b", "seal_keeper"), "s>a a>b b>e")
    company.start()

    for scope in ("mine", "groups", "done"):
        assert names(company, "zhouzimo", scope=scope) == []
    assert names(company, "linxiaolan") == ["a"]


def test_an_inbox_without_roles_is_empty_and_no_error(company):
    company.draw(task("a"), "s>a a>e")
    company.start()
    with company.engine.read() as reader:
        nobody = type(company.actor("wanglei"))("wanglei")
        assert inbox(reader, nobody, scope="groups").rows == []


def test_counts_stop_at_a_hundred(company):
    many(company)
    with company.engine.read() as reader:
        assert counts(reader, company.actor("chenjing")) == {"mine": 0, "groups": CAP}


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("100%", ["合同 100%_a\\b HT-7"]),
        ("合同", ["合同 100%_a\\b HT-7", "合同 1000 件"]),
        ("ht-7", ["合同 100%_a\\b HT-7"]),
        ("_a\\b", ["合同 100%_a\\b HT-7"]),
        ("%", ["合同 100%_a\\b HT-7"]),
        ("'; DROP TABLE user_task; --", []),
        ("\x00", []),
    ],
)
def test_a_search_takes_every_sign_as_it_is_and_no_notice_of_case(company, search, found):
    for number, title in enumerate(("合同 100%_a\\b HT-7", "合同 1000 件")):
        company.draw(task("a", title=title), "s>a a>e", f"P{number}")
        company.start(f"P{number}")

    assert names(company, scope="groups", search=search) == found


def test_a_search_finds_by_title_of_the_case_and_by_process(company):
    company.draw(task("a"), "s>a a>e", "one", title='="设备采购"')
    company.draw(task("b"), "s>b b>e", "two", title='="礼品"')
    company.start("one")
    company.start("two")

    assert names(company, scope="groups", search="设备") == ["a"]
    assert names(company, scope="groups", process_id="two") == ["b"]


def test_the_due_filters_know_overdue_and_today(company):
    for number, due in enumerate(("2026-05-19", "2026-05-20", "2026-05-21")):
        company.draw(task("a", due=f'="{due}"', title=due), "s>a a>e", f"P{number}")
        company.start(f"P{number}")

    assert names(company, scope="groups", due="overdue") == ["2026-05-19"]
    assert names(company, scope="groups", due="today") == ["2026-05-19", "2026-05-20"]
    assert names(company, scope="groups") == ["2026-05-19", "2026-05-20", "2026-05-21"]


def test_an_unknown_list_is_refused(company):
    with pytest.raises(InvalidInput):
        page(company, scope="everything")


@pytest.mark.parametrize(
    "cursor",
    ["x", cursors.encode("a", "b"), cursors.encode("2026", "1 OR 1=1"), cursors.encode("a", str(2**80))],
)
@pytest.mark.parametrize("scope", ["mine", "groups", "done"])
def test_a_forged_cursor_is_refused(company, scope, cursor):
    with pytest.raises(InvalidInput) as refused:
        page(company, scope=scope, cursor=cursor)

    assert list(refused.value.facts["fields"]) == ["cursor"]


def test_a_row_says_what_a_line_of_the_list_needs(company):
    company.draw(task("a", title="盖章"), "s>a a>e", title='="用印"')
    instance = company.start()

    [row] = page(company, scope="groups").rows
    assert (row.name, row.title, row.started_by, row.instance_key) == ("盖章", "用印", "linxiaolan", instance)
    assert (row.claimable, row.assignee, row.candidate_groups) == (True, None, ("sales_assistant",))
