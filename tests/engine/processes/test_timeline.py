"""The timeline and the variables of a case, without what this reader may not see."""

from __future__ import annotations

import pytest

from engine.processes import view
from tests.engine.bpmn import kit
from tests.support.models import field, form, start_with_form, task

START = form("P.start", field("subject"), field("floor_price", see="sales_assistant"))
FORM = form("P.a", field("comment"), field("margin", see="legal_reviewer", edit="legal_reviewer"))


@pytest.fixture
def instance(company):
    """A legal reviewer typed a margin, and the starter a floor price that only sales may see."""
    company.draw(task("x", "seal_keeper"), "s>x x>e", "part", startableBy="")
    body = (
        start_with_form("P.start")
        + task("a", "legal_reviewer", form="P.a", title="审核")
        + kit.call("call", "part")
    )
    company.draw(body, "s>a a>call call>e", forms=[START, FORM])
    instance = company.start(subject="合同", floor_price="900")
    company.clock.move_to("2026-05-20T02:00:00+00:00")
    company.complete(instance, "a", "xujing", comment="同意", margin="17")
    return instance


def timeline(company, who, instance):
    with company.engine.read() as reader:
        return view.timeline(reader, company.actor(who), instance)


def variables(company, who, instance):
    with company.engine.read() as reader:
        return view.variables(reader, company.actor(who), instance)


def test_the_timeline_tells_the_whole_case_with_its_parts_in_order(company, instance):
    lines = timeline(company, "linxiaolan", instance)

    assert [line.kind for line in lines] == [
        "case_started", "task_opened", "task_claimed", "task_completed", "task_opened",
    ]  # fmt: skip
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    assert lines[1].element_name == "审核"
    assert lines[4].instance_key != instance


@pytest.mark.parametrize("who", ["linxiaolan", "mahuifang", "hewen", "caiyun"])
def test_what_was_typed_into_a_hidden_field_is_left_out(company, instance, who):
    [done] = [line for line in timeline(company, who, instance) if line.kind == "task_completed"]

    assert done.facts["values"] == {"comment": "同意"}
    assert "margin" not in variables(company, who, instance)


def test_who_may_see_the_field_reads_it(company, instance):
    [done] = [line for line in timeline(company, "xujing", instance) if line.kind == "task_completed"]

    assert done.facts["values"] == {"comment": "同意", "margin": "17"}
    assert variables(company, "xujing", instance)["margin"] == "17"


def test_a_hidden_field_of_the_start_form_is_left_out_too(company, instance):
    assert variables(company, "linxiaolan", instance)["floor_price"] == "900"
    assert "floor_price" not in variables(company, "xujing", instance)
    assert "floor_price" not in variables(company, "mahuifang", instance)


def test_a_hidden_column_of_a_list_is_left_out_of_every_row(company):
    row = [field("item"), field("cost", see="legal_reviewer", edit="legal_reviewer")]
    lines = {"type": "dynamiclist", "path": "lines", "id": "Field_lines", "components": row}
    company.draw(task("a", "legal_reviewer", form="P.lines"), "s>a a>e", forms=[form("P.lines", lines)])
    instance = company.start()
    company.claim(instance, "a", "xujing")
    typed = {"lines-0-item": "印泥", "lines-0-cost": "3", "lines-1-item": "纸", "lines-1-cost": "4"}
    company.complete(instance, "a", "xujing", **typed)

    assert variables(company, "xujing", instance)["lines"][1] == {"item": "纸", "cost": "4"}
    assert variables(company, "linxiaolan", instance)["lines"] == [{"item": "印泥"}, {"item": "纸"}]
    [done] = [line for line in timeline(company, "linxiaolan", instance) if line.kind == "task_completed"]
    assert done.facts["values"] == {"lines": [{"item": "印泥"}, {"item": "纸"}]}


def test_a_hidden_value_does_not_leak_through_a_called_part(company, instance):
    part = company.task(instance, "x")["instance_key"]

    kept = variables(company, "mahuifang", part)
    assert kept["comment"] == "同意"
    assert not {"margin", "floor_price"} & kept.keys()


def test_what_another_must_type_without_seeing_it_is_shown_to_nobody_until_he_has(company):
    blind = field("price", check={"blindUntil": "=again = price"})
    body = task("a", form="P.price") + task("b", form="P.again")
    forms = [form("P.price", blind, field("note")), form("P.again", field("again"))]
    company.draw(body, "s>a a>b b>e", forms=forms)
    instance = company.start()
    company.complete(instance, "a", "zhouzimo", price="99.90", note="已报")

    for who in ("linxiaolan", "zhouzimo", "caiyun"):
        [done] = [line for line in timeline(company, who, instance) if line.kind == "task_completed"]
        assert done.facts["values"] == {"note": "已报"}
        assert "price" not in variables(company, who, instance)
    company.complete(instance, "b", "linxiaolan", again="99.90")
    assert variables(company, "linxiaolan", instance)["price"] == "99.90"
