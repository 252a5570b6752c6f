"""People, accounts and reveals for the tests of the vault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bootstrap import Engine
from engine.kernel.actor import Actor
from engine.registers.platform_accounts.ask import AskReveal
from engine.registers.platform_accounts.queries import REGISTER
from engine.registers.platform_accounts.set_password import SetPassword
from engine.registers.platform_accounts.show import ShowPassword, password

PASSWORD = "Tz9-very-secret-密码"
REASON = "核对中标公告"
CLERK = Actor("zhouzimo", frozenset({"sales_assistant"}))
OTHER = Actor("heyutong", frozenset({"sales_assistant"}))
LEAD = Actor("linxiaolan", frozenset({"sales_assistant_lead"}))
BOTH = Actor("linxiaolan", frozenset({"sales_assistant_lead", "sales_assistant"}))
MANAGER = Actor("sunlixing", frozenset({"sales_manager"}))
# One on which nobody quotes; one to quote on; one that is bound to a CA key and cannot quote.
PLAIN, QUOTING, BOUND = "qinglan-sc-view", "qinglan-cl", "qinglan-sc"


def account(engine: Engine, login: str) -> Mapping[str, Any]:
    with engine.read() as reader:
        (row,) = REGISTER.list(reader, {}, login).rows[-1:]
    return row


def key_of(engine: Engine, login: str) -> int:
    return int(account(engine, login)["key"])


def put_in(engine: Engine, login: str, text: str = PASSWORD, by: Actor = LEAD) -> None:
    engine.execute(SetPassword(key_of(engine, login), text), by)


def ask(engine: Engine, login: str, by: Actor = CLERK) -> int:
    return int(engine.execute(AskReveal(key_of(engine, login), REASON), by)["reveal"])


def show(engine: Engine, reveal: int, by: Actor = CLERK) -> str:
    engine.execute(ShowPassword(reveal), by)
    return read(engine, reveal, by)


def read(engine: Engine, reveal: int, by: Actor = CLERK) -> str:
    with engine.read() as reader:
        return password(reader, by, reveal)
