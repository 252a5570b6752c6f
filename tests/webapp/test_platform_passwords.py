"""Passwords of platforms by page and by direct request: the same two persons, and no trace anywhere else."""

from __future__ import annotations

import re

import pytest

from engine.kernel.actor import Actor
from engine.registers.package import REGISTERS
from engine.registers.platform_accounts.queries import REGISTER
from engine.registers.platform_accounts.set_password import SetPassword
from engine.registers.shared.enter_rows import EnterRows

SEED = Actor.system("seed")
PASSWORD = "Tz9-very-secret"
REASON = "核对中标公告"
ROWS = {
    "territories": {"code": "330000", "name": "浙江省"},
    "agencies": {
        "agency_code": "AG-1", "name": "某平台(演示)", "kind": "alliance", "territory": "330000",
        "deposit_regime": "tender_doc",
    },
    "platform_accounts": {"agency": "AG-1", "login_name": "for-quotes", "can_quote": True},
}  # fmt: skip


@pytest.fixture
def place(company):
    """The address of the page of an account to quote with; Lin put its password in."""
    company.engine.services.registers.update({one.name: one for one in REGISTERS})
    for register, row in ROWS.items():
        company.engine.execute(EnterRows(register, (row,)), SEED)
    with company.engine.read() as reader:
        (account,) = REGISTER.list(reader, {}).rows
    company.engine.execute(SetPassword(account["key"], PASSWORD), company.actor("linxiaolan"))
    return f"/registers/platform_accounts/{account['key']}/password"


def ask(browser, place):
    browser.get(place)
    return browser.post(f"{place}/ask", {"reason": REASON})


def reveal_of(browser, place):
    """The address under which the newest request is decided and shown."""
    return re.findall(rf"{place}/\d+", browser.get(place).text)[0]


def test_it_is_asked_let_and_shown_by_page(browser_of, place):
    zhou, chen = browser_of("zhouzimo"), browser_of("chenjing")
    assert ask(zhou, place).status_code == 303
    assert "/show" not in zhou.get(place).text

    reveal = reveal_of(chen, place)
    assert chen.post(f"{reveal}/decide", {"decision": "approve"}).status_code == 303
    zhou.get(place)
    shown = zhou.post(f"{reveal}/show")
    assert PASSWORD in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["Refresh"] == f"60; url={place}"
    assert PASSWORD not in zhou.get(place).text
    assert zhou.post(f"{reveal}/show").status_code == 422


def test_the_lead_is_told_and_led_to_the_page(browser_of, place):
    ask(browser_of("zhouzimo"), place)

    assert f'href="{place}"' in browser_of("chenjing").get("/notices").text


def test_one_person_with_both_roles_is_not_two(browser_of, place):
    """By page there is nothing to press; a request of her own making is refused."""
    chen = browser_of("chenjing")
    ask(chen, place)
    page = chen.get(place).text
    assert 'value="approve"' not in page

    other = browser_of("sunlixing")
    reveal = reveal_of(other, place)
    assert chen.post(f"{reveal}/decide", {"decision": "approve"}).status_code == 403
    assert chen.post(f"{reveal}/show").status_code == 422
    assert other.post(f"{reveal}/decide", {"decision": "approve"}).status_code == 303
    assert PASSWORD in chen.post(f"{reveal}/show").text


def test_nobody_else_opens_what_was_let(browser_of, place):
    ask(browser_of("zhouzimo"), place)
    chen, lin = browser_of("chenjing"), browser_of("linxiaolan")
    reveal = reveal_of(chen, place)
    chen.post(f"{reveal}/decide", {"decision": "approve"})

    lin.get(place)
    assert lin.post(f"{reveal}/show").status_code == 403
    assert lin.post(f"{reveal}/decide", {"decision": "approve"}).status_code == 403
    assert browser_of("wanglei").get(place).status_code == 404
    assert browser_of("hewen").get(place).status_code == 404


def test_a_short_reason_is_said_at_its_field_and_a_refusal_needs_one(browser_of, place):
    zhou, chen = browser_of("zhouzimo"), browser_of("chenjing")
    zhou.get(place)
    assert 'id="e-reason"' in zhou.post(f"{place}/ask", {"reason": "看"}).text

    ask(zhou, place)
    reveal = reveal_of(chen, place)
    assert 'id="e-decision"' in chen.post(f"{reveal}/decide", {"decision": "refuse"}).text
    assert chen.post(f"{reveal}/decide", {"decision": "refuse", "reason": "今天没有报价"}).status_code == 303


def test_a_new_password_is_typed_twice(browser_of, place):
    lin = browser_of("linxiaolan")
    lin.get(place)
    wrong = lin.post(f"{place}/set", {"password": "x-new-password", "again": "another"})
    assert wrong.status_code == 422
    assert "x-new-password" not in wrong.text
    assert lin.post(f"{place}/set", {"password": "x-new", "again": "x-new"}).status_code == 303


def test_no_list_row_export_or_search_holds_it(browser_of, place):
    lin = browser_of("linxiaolan")
    row = place.removesuffix("/password")
    assert f'href="{place}"' in lin.get(row).text
    pages = [row, f"{row}/edit", "/registers/platform_accounts"]

    for told in [lin.get(one) for one in pages] + [lin.post("/registers/platform_accounts/export")]:
        assert told.status_code == 200
        assert PASSWORD.encode() not in told.data
    assert "for-quotes" not in lin.get(f"/registers/platform_accounts?q={PASSWORD}").text
