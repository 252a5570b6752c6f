"""The main menu of a person: what they may open, with counts that cost nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from flask import g, request

from engine.processes import notices
from engine.user_tasks import inbox
from webapp import registry, web

FIRST_REGISTERS = 6
# Who looks after the rules of the company; the view of the same name asks for the same roles.
DECISION_READERS = frozenset(
    {
        "process_owner",
        "process_approver",
        "general_manager",
        "sales_manager",
        "finance_manager",
        "sales_assistant_lead",
        "legal_reviewer",
        "auditor",
        "operator",
    }
)


@dataclass(frozen=True)
class Entry:
    """One line of the menu. `go` is the key after `g`; `tab` marks what stays on a phone."""

    href: str
    icon: str
    words: str
    count: str = ""
    hot: bool = False
    tab: bool = False
    go: str = ""
    current: bool = False


@dataclass(frozen=True)
class Group:
    id: str
    words: str
    entries: tuple[Entry, ...]


def counts() -> Mapping[str, int]:
    """`mine`, `groups` and `notices`, each at most 100; asked once a request."""
    if "counts" not in g:
        reader, actor = web.reader(), web.actor()
        g.counts = {**inbox.counts(reader, actor), "notices": notices.unread(reader, actor)}
    return cast(Mapping[str, int], g.counts)


def of_request() -> list[Group]:
    """The groups of the menu for the person of this request; none without a session."""
    if g.session is None:
        return []
    return [group for group in (_work(), _registers(), _running()) if group.entries]


def _work() -> Group:
    here = counts()
    say = g.t
    entries = (
        _entry(
            "/inbox", "inbox", say("menu.inbox"), here["mine"], hot=g.get("is_late", False), tab=True, go="i"
        ),
        _entry("/inbox?scope=groups", "users", say("menu.groups"), here["groups"], tab=True, go="u"),
        _entry("/inbox?scope=done", "circle-check", say("menu.done"), go="e"),
        _entry("/instances", "send", say("menu.cases"), tab=True, go="c"),
        _entry("/notices", "bell", say("menu.notices"), here["notices"], go="n"),
        _entry("/processes", "square-plus", say("menu.start"), tab=True, go="s"),
    )
    return Group("work", say("menu.work"), entries)


def _registers() -> Group:
    """The first registers that the person may open; the rest stands behind one line."""
    seen = registry.visible()
    first = [
        _entry(f"/registers/{register.name}", register.icon, registry.title(register))
        for register in seen[:FIRST_REGISTERS]
    ]
    if len(seen) > FIRST_REGISTERS:
        rest = _entry("/registers", "layout-dashboard", g.t("menu.all_registers"), len(seen), go="r")
        # Of one that has its own line the other is not the place.
        first.append(replace(rest, current=rest.current and not any(one.current for one in first)))
    if any(report.register in {one.name for one in seen} for report in web.services().reports.values()):
        first.append(_entry("/reports", "chart-column", g.t("menu.reports"), go="b"))
    return Group("look", g.t("menu.registers"), tuple(first))


def _running() -> Group:
    entries = []
    if g.actor.roles & {"admin", "operator"}:
        entries.append(_entry("/admin", "triangle-alert", g.t("menu.admin"), go="a"))
    if g.actor.roles & DECISION_READERS:
        entries.append(_entry("/decisions", "table-2", g.t("menu.decisions"), go="d"))
    if web.engine().settings.demo:
        entries.append(_entry("/clock", "calendar-clock", g.t("menu.clock")))
    return Group("run", g.t("menu.running"), tuple(entries))


def _entry(
    href: str, icon: str, words: str, count: int = 0, *, hot: bool = False, tab: bool = False, go: str = ""
) -> Entry:
    shown = "" if not count else "99+" if count > 99 else str(count)
    return Entry(href, icon, words, shown, hot and bool(shown), tab, go, _is_here(href))


def stand(href: str) -> None:
    """For pages of one thing: the entry behind which the person finds it; none where that is nowhere."""
    g.menu_at = href


def _is_here(href: str) -> bool:
    path, _, query = href.partition("?")
    if "menu_at" in g:
        return bool(href == g.menu_at)
    if path == "/inbox":
        return request.path == path and request.args.get("scope", "mine") == (
            query.removeprefix("scope=") or "mine"
        )
    return request.path == path or request.path.startswith(path + "/")
