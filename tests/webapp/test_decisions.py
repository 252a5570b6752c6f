"""The pages of decision tables: read, changed row by row, seen beforehand, put into force by another."""

from __future__ import annotations

import re

import pytest

from engine.deployment.decision_changes.in_force import table_in_force
from tests.webapp.conftest import Browser

TABLE = """
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="http://example.org">
  <decision id="Level" name="审批层级"><description>按金额</description>
  <decisionTable id="t" hitPolicy="FIRST">
    <input id="i" label="金额">
      <inputExpression id="ie" typeRef="number"><text>amount</text></inputExpression></input>
    <output id="o" name="level" label="层级"/>
    <rule id="small"><inputEntry id="a"><text>&lt; 1000</text></inputEntry>
      <outputEntry id="b"><text>"lead"</text></outputEntry></rule>
    <rule id="large"><inputEntry id="c"><text>-</text></inputEntry>
      <outputEntry id="e"><text>"head"</text></outputEntry></rule>
  </decisionTable></decision>
</definitions>
""".strip().encode()


@pytest.fixture
def pages(company, app):
    company.deploy(("P/level.dmn", TABLE))

    def sign_in(who):
        browser = Browser(app)
        browser.sign_in(who)
        return browser

    return sign_in


def posted(page, **changes):
    """The fields of the form on the page, as a browser would send them."""
    fields = {}
    for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', page):
        if name != "csrf_token" and name != "do":
            text = value.replace("&lt;", "<").replace("&#34;", '"').replace("&gt;", ">")
            fields.setdefault(name, []).append(text)
    return {**fields, **changes}


def test_a_table_is_changed_seen_and_put_into_force_by_another_person(company, pages):
    owner, approver = pages("hewen"), pages("sunlixing")
    assert "审批层级" in owner.get("/decisions").text

    form = owner.get("/decisions/Level/edit").text
    seen = owner.post("/decisions/Level/edit", posted(form, **{"t.1.0": "< 5000", "do": "preview"}))
    assert seen.status_code == 200
    assert "&lt; 5000" in seen.text

    sent = posted(seen.text, do="propose", reason="小额上限提高到五千")
    answer = owner.post("/decisions/Level/edit", sent)
    assert answer.status_code == 303
    place = answer.headers["Location"]
    assert 'value="accepted"' not in owner.get(place).text
    assert owner.post(place, {"how": "accepted"}).status_code == 403

    assert 'value="accepted"' in approver.get(place).text
    assert approver.post(place, {"how": "accepted"}).status_code == 303
    with company.engine.read() as reader:
        assert table_in_force(reader, "Level").sheet.rows[0].tests == ("< 5000",)
    assert place in owner.get("/notices").text


def test_rows_are_added_moved_and_taken_out_without_any_script(pages):
    owner = pages("hewen")
    form = owner.get("/decisions/Level/edit").text
    more = owner.post("/decisions/Level/edit", posted(form, do="add:1")).text
    assert posted(more)["row"] == ["1", "2", "3"]
    assert posted(more)["t.2.0"] == [""]

    up = posted(owner.post("/decisions/Level/edit", posted(form, do="up:2")).text)
    assert (up["id.1"], up["id.2"]) == (["large"], ["small"])
    fewer = posted(owner.post("/decisions/Level/edit", posted(form, do="remove:1")).text)
    assert (fewer["row"], fewer["id.1"]) == (["1"], ["large"])


def test_a_cell_that_cannot_be_read_is_told_and_nothing_typed_is_lost(pages):
    owner = pages("hewen")
    form = owner.get("/decisions/Level/edit").text
    answer = owner.post("/decisions/Level/edit", posted(form, **{"t.1.0": "[1..", "do": "preview"}))

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert posted(answer.text)["t.1.0"] == ["[1.."]


def test_without_a_reason_it_is_not_handed_in_and_the_rows_stay(pages):
    owner = pages("hewen")
    form = owner.get("/decisions/Level/edit").text
    answer = owner.post("/decisions/Level/edit", posted(form, **{"t.1.0": "< 5000", "do": "propose"}))
    assert (answer.status_code, posted(answer.text)["t.1.0"]) == (422, ["< 5000"])

    wrong = posted(answer.text, do="propose", reason="小额上限提高到五千", effective_from="soon")
    assert owner.post("/decisions/Level/edit", wrong).status_code == 422


def test_clerks_do_not_see_the_tables_and_readers_do_not_change_them(pages):
    clerk, reader = pages("zhouzimo"), pages("caiyun")
    assert clerk.get("/decisions").status_code == 403
    assert clerk.get("/decisions/Level").status_code == 403
    assert reader.get("/decisions/Level").status_code == 200
    assert reader.get("/decisions/Level/edit").status_code == 403
    assert reader.post("/decisions/Level/edit", {"do": "propose"}).status_code == 403


def test_what_is_not_there_is_said_so(pages):
    owner = pages("hewen")
    for place in ("/decisions/Nothing", "/decisions/Nothing/edit", "/decisions/changes/5"):
        assert owner.get(place).status_code == 404
