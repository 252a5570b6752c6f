"""A floor price is seen by three roles, whichever way the others come."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import load_workbook

from engine.kernel.actor import Actor
from engine.registers.package import REGISTERS
from engine.registers.products.queries import REGISTER
from engine.registers.shared.enter_rows import EnterRows

SEED = Actor.system("seed")
FLOOR = "4321.5"
DEFAULTS = {"control_class": ["none"], "min_remaining_pct": ["50"], "tax_rate": ["0.13"]}
CERTIFICATE = {
    "cert_no": "苏械注准20232409901", "kind": "device_reg", "product_names": "某试剂盒",
    "holder": "某公司(演示)", "valid_from": "2023-05-11", "valid_to": "2028-05-10",
}  # fmt: skip
PRODUCT = {
    "product_code": "P-1", "generic_name": "某试剂盒", "spec": "10人份", "category": "ivd_2", "unit": "盒",
    "pack_qty": 10, "storage_cond": "cold_2_8", "shelf_life_months": 12, "manufacturer": "某公司(演示)",
    "mah_registrant": "某公司(演示)", "registration": "苏械注准20232409901", "list_price": "5000.00",
    "floor_price": FLOOR, "status": "on_sale",
}  # fmt: skip


@pytest.fixture
def key(company):
    company.engine.services.registers.update({one.name: one for one in REGISTERS})
    company.engine.execute(EnterRows("certificates", (CERTIFICATE,)), SEED)
    company.engine.execute(EnterRows("products", (PRODUCT,)), SEED)
    with company.engine.read() as reader:
        (row,) = REGISTER.list(reader, {}).rows
    return row["key"]


def said(text):
    return re.sub(r"[,\s]", "", text)


@pytest.mark.parametrize(("person", "sees"), [("sunlixing", True), ("chenjing", False), ("caiyun", False)])
def test_by_list_row_form_and_sheet(browser_of, key, person, sees):
    browser = browser_of(person)
    pages = ["/registers/products", f"/registers/products/{key}"]
    if person != "caiyun":
        pages.append(f"/registers/products/{key}/edit")
    for page in pages:
        assert (FLOOR in said(browser.get(page).text)) == sees, page

    sheet = load_workbook(io.BytesIO(browser.post("/registers/products/export").data)).active
    values = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert any(value.startswith(FLOOR) for value in values) == sees
    assert ("底价" in values) == sees


def test_nobody_finds_a_product_by_its_floor(browser_of, key):
    for person in ("sunlixing", "chenjing"):
        assert "某试剂盒" not in browser_of(person).get(f"/registers/products?q={FLOOR}").text


def test_a_change_of_it_is_told_in_the_history_to_the_same_three(company, browser_of, key):
    """And it needs one of them beside whoever asks for it."""
    sun, gu = browser_of("sunlixing"), browser_of("guzhiyuan")
    company.engine.execute(_change(key, {"floor_price": ["4000"]}), company.actor("sunlixing"))
    with company.engine.read() as reader:
        assert str(REGISTER.one(reader, key)["floor_price"]) == "4321.5000"

    proposal = re.findall(r"/registers/products/proposals/\d+", sun.get(f"/registers/products/{key}").text)[0]
    assert "4000" in said(gu.get(proposal).text)
    assert "4000" not in said(browser_of("chenjing").get(proposal).text)


def _change(key, posted):
    from engine.register_rows.write import WriteRegisterRow

    whole = {name: [str(value)] for name, value in PRODUCT.items()}
    return WriteRegisterRow("products", key, {**whole, **DEFAULTS, **posted})
