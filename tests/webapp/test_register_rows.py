"""Rows of a register are entered, changed, recorded on and made void on their pages, by whoever may."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from engine.execution.ports import Column
from engine.execution.tables import AUDIT, REGISTER_CHANGE, REGISTER_PROPOSAL
from engine.registers.seals.tables import SEAL
from tests.support.company import PDF
from tests.support.registers import ADMIN, GOOD, SECOND, lively

DOORS = ["new", "{key}/edit", "{key}/void", "{key}/actions/damage", "import", "import/template"]
POSTS = [
    "new",
    "new/form",
    "{key}/edit",
    "{key}/edit/form",
    "{key}/void",
    "{key}/actions/damage",
    "{key}/actions/damage/form",
    "import",
    "proposals/{key}",
]


@pytest.fixture(autouse=True)
def register(company, tmp_path):
    made = lively(tmp_path)
    company.engine.services.registers["seals"] = made
    return made


@pytest.fixture
def admin(browser_of):
    return browser_of(ADMIN)


def enter(browser, **values):
    browser.get("/registers/seals/new")
    return browser.post("/registers/seals/new", GOOD | values)


def seal(company, code="S-77"):
    return company.rows(SEAL, seal_code=code)[0]


@pytest.fixture
def key(company, admin):
    assert enter(admin).status_code == 303
    return seal(company)["key"]


def version_of(browser, path):
    return re.search(r'name="version" value="(\d+)"', browser.get(path).text)[1]


def change(browser, key, version=None, **values):
    path = f"/registers/seals/{key}/edit"
    shown = version_of(browser, path)
    return browser.post(path, {"keeper": "mahuifang", "version": version or shown} | values)


def test_a_row_is_entered_and_its_page_tells_by_whom(company, admin, key):
    page = admin.get(f"/registers/seals/{key}").text

    assert "S-77" in page
    assert "部门章" in page
    assert "登记了这一行" in page
    (line,) = company.rows(AUDIT, chain=f"register:seals:{key}")
    assert (line["action"], line["actor"]) == ("register.write", ADMIN)


def test_wrong_fields_say_so_and_keep_what_was_typed(admin, key):
    again = enter(admin, location="二号柜")

    assert again.status_code == 422
    assert "二号柜" in again.text
    assert 'aria-invalid="true"' in again.text


def test_a_change_is_in_the_history_with_its_columns(company, admin, key):
    answer = change(admin, key, location="二号柜", note="新刻")

    assert answer.status_code == 303
    page = admin.get(f"/registers/seals/{key}").text
    assert re.search(r"存放地点 <del>—</del> → <ins>二号柜</ins>", page)
    detail = company.rows(AUDIT, chain=f"register:seals:{key}")[-1]["detail"]
    assert '"changed":["location","note"]' in detail


def test_the_second_of_two_editors_is_told_and_loses_nothing(admin, key):
    old = version_of(admin, f"/registers/seals/{key}/edit")
    change(admin, key, location="二号柜")

    late = change(admin, key, version=old, location="三号柜")

    assert late.status_code == 409
    assert "贺文" in late.text
    assert "三号柜" in late.text
    assert change(admin, key, location="三号柜").status_code == 303


def test_what_nobody_but_the_roles_may_is_not_there_for_others(browser_of, key):
    lin = browser_of("linxiaolan")
    page = lin.get(f"/registers/seals/{key}").text

    assert "修改" not in page
    assert "登记损坏" not in page
    assert "新增" not in lin.get("/registers/seals").text
    for door in DOORS:
        assert lin.get(f"/registers/seals/{door.format(key=key)}").status_code == 404, door
    for door in POSTS:
        assert lin.post(f"/registers/seals/{door.format(key=key)}", {"version": "1"}).status_code == 404, door


def test_an_action_is_offered_recorded_and_then_gone(company, browser_of, key):
    keeper = browser_of("mahuifang")
    path = f"/registers/seals/{key}/actions/damage"
    assert "登记损坏" in keeper.get(f"/registers/seals/{key}").text
    keeper.get(path)
    assert keeper.post(path, {"why": ""}).status_code == 422
    refused = keeper.post(path, {"why": "没有坏"})
    assert (refused.status_code, "没有坏" in refused.text) == (422, True)

    assert keeper.post(path, {"why": "裂了"}).status_code == 303

    assert (seal(company)["status"], seal(company)["note"]) == ("damaged", "裂了")
    assert path not in keeper.get(f"/registers/seals/{key}").text
    assert keeper.get(path).status_code == 404


def test_the_administrator_may_change_and_yet_not_record_what_is_the_keepers(admin, key):
    assert admin.get(f"/registers/seals/{key}/actions/damage").status_code == 404


def test_a_change_that_needs_a_second_person_waits_for_one_who_did_not_propose_it(
    company, admin, browser_of, key
):
    answer = change(admin, key, keeper="xujing")
    assert "/proposals/" in answer.location
    assert seal(company)["keeper"] == "mahuifang"
    own = admin.get(answer.location)
    assert "须由另一人复核" in own.text
    assert admin.post(answer.location, {"decision": "accept"}).status_code == 403

    second = browser_of(SECOND)
    assert "马会芳" in second.get(answer.location).text
    assert answer.location in second.get(f"/registers/seals/{key}").text
    assert answer.location in second.get("/registers/seals").text
    assert second.post(answer.location, {"decision": "accept"}).status_code == 303

    assert seal(company)["keeper"] == "xujing"
    assert second.post(answer.location, {"decision": "accept"}).status_code == 409
    (proposal,) = company.rows(REGISTER_PROPOSAL)
    assert (proposal["state"], proposal["decided_by"]) == ("accepted", SECOND)


def test_a_proposal_is_refused_with_a_reason_and_never_without(company, admin, browser_of, key):
    place = change(admin, key, keeper="xujing").location
    second = browser_of(SECOND)
    second.get(place)

    assert second.post(place, {"decision": "refuse", "reason": ""}).status_code == 422
    assert second.post(place, {"decision": "refuse", "reason": "许静不是保管人"}).status_code == 303
    assert seal(company)["keeper"] == "mahuifang"
    assert "许静不是保管人" in admin.get(place).text


def test_a_proposal_does_not_undo_what_was_changed_since(company, admin, browser_of, key):
    place = change(admin, key, keeper="xujing").location
    change(admin, key, location="二号柜")
    second = browser_of(SECOND)

    assert "不能再接受" in second.get(place).text
    assert second.post(place, {"decision": "accept"}).status_code == 409
    assert seal(company)["keeper"] == "mahuifang"


def test_a_void_row_leaves_the_list_and_keeps_its_page(company, admin, key):
    path = f"/registers/seals/{key}/void"
    version = version_of(admin, path)
    assert admin.post(path, {"reason": "x", "version": version}).status_code == 422

    assert admin.post(path, {"reason": "登记重复", "version": version}).status_code == 303

    assert "S-77" not in admin.get("/registers/seals").text
    page = admin.get(f"/registers/seals/{key}").text
    assert "登记重复" in page
    assert "修改" not in page
    assert admin.get(f"/registers/seals/{key}/edit").status_code == 404


def test_a_file_belongs_to_its_row_and_is_lent_where_the_row_is_seen(company, admin, browser_of, register):
    enter(admin, held_by=(io.BytesIO(PDF), "印模.pdf"))
    one = seal(company)
    place = f"/registers/seals/{one['key']}/files/{one['held_by'][0]['sha256']}"
    assert place in admin.get(f"/registers/seals/{one['key']}").text

    lin = browser_of("linxiaolan")
    assert lin.get(place).data == PDF
    assert "attachment" in lin.get(place).headers["Content-Disposition"]
    enter(admin, seal_code="S-78")
    other = seal(company, "S-78")["key"]
    assert lin.get(place.replace(str(one["key"]), str(other))).status_code == 404
    assert lin.get(place[:-4] + "0000").status_code == 404


def test_a_file_in_a_hidden_column_is_not_lent(company, admin, browser_of, register):
    enter(admin, held_by=(io.BytesIO(PDF), "印模.pdf"))
    one = seal(company)
    place = f"/registers/seals/{one['key']}/files/{one['held_by'][0]['sha256']}"
    hidden = [replace(c, see=frozenset({"auditor"})) if c.key == "held_by" else c for c in register.columns]
    company.engine.services.registers["seals"] = replace(register, columns=tuple(hidden))

    lin = browser_of("linxiaolan")
    assert lin.get(place).status_code == 404
    assert "印模" not in lin.get(f"/registers/seals/{one['key']}").text
    assert browser_of("caiyun").get(place).status_code == 200


def test_a_reference_leads_to_the_row_by_its_code(company, admin, key):
    seals = company.engine.services.registers["seals"]
    company.engine.services.registers["seals"] = replace(seals, reference=("seal_code", "location"))

    assert admin.get("/registers/seals/at?code=S-77").location == f"/registers/seals/{key}"
    for wrong in ("S-7", "", "x" * 5000, "%_"):
        assert admin.get("/registers/seals/at", query_string={"code": wrong}).status_code == 404


def test_the_list_of_registers_stands_under_headings(company, admin, register):
    company.engine.services.registers["seals"] = replace(register, group={"zh-Hans": "印章类", "en": "Seals"})

    assert "印章类" in admin.get("/registers").text


def test_a_column_with_several_moments_is_no_date_of_the_row(company, admin, key, register):
    several = [
        Column(name, {"zh-Hans": name}, "datetime") for name in ("created_at", "updated_at", "held_by")
    ]
    company.engine.services.registers["seals"] = replace(
        register,
        columns=(*register.columns[:3], *several),
        one=lambda reader, one: {**register.one(reader, one), "held_by": [company.engine.clock.now()] * 2},
    )

    assert admin.get(f"/registers/seals/{key}").status_code == 200


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_the_pages_open_in_every_language(company, admin, key, language):
    admin.post("/preferences", {"language": language})
    place = change(admin, key, keeper="xujing").location
    for path in ["new", "import", f"{key}", f"{key}/edit", f"{key}/void"]:
        page = admin.get(f"/registers/seals/{path}")
        assert page.status_code == 200
        assert not re.findall(r"register\.[a-z_.]+\b(?!html|js|css)", page.text)
    assert admin.get(place).status_code == 200
    words = {"zh-Hans": "保管人", "zh-Hant": "保管人", "en": "Keeper"}[language]
    assert words in admin.get(f"/registers/seals/{key}/edit").text


def test_hostile_words_stay_words(company, admin, key):
    evil = '"><script>alert(1)</script>=1+1'
    assert change(admin, key, location=evil).status_code == 303

    page = admin.get(f"/registers/seals/{key}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert company.rows(REGISTER_CHANGE, column="location")[-1]["new"] == evil
    assert change(admin, key, version="x").status_code == 400
    assert change(admin, key, location="a\x07b").status_code == 422


def test_the_same_post_twice_is_one_row(company, admin):
    admin.get("/registers/seals/new")
    twice = [admin.post("/registers/seals/new", GOOD | {"idempotency_key": "one"}).location for _ in "12"]

    assert twice[0] == twice[1]
    with company.engine.read() as reader:
        assert len(reader.connection.execute(select(SEAL)).all()) == 1
