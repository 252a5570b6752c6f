"""Which inputs a part of a page depends on, so that a change asks for that part and no other."""

from __future__ import annotations

from typing import Any

from forms.render import bind
from forms.views import FieldView, FormView, ListView
from tests.forms.kit import context, form_of


def field(kind: str, key: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "id": f"Field_{key}", "key": key, "label": key, **more}


def shown(*components: dict[str, Any], **values: Any) -> FormView:
    return bind(form_of(*components), context(values=values))


def depends(view: FormView) -> dict[str, str]:
    return {one.key: one.depends for one in view.fields()}


PRICE, QUANTITY = field("number", "price"), field("number", "quantity")
TOTAL = field("expression", "total", expression="=price * quantity", computeOn="change")


def test_a_computed_field_depends_on_what_it_reads() -> None:
    assert depends(shown(PRICE, QUANTITY, TOTAL))["total"] == "price quantity"


def test_what_reads_a_computed_field_depends_on_its_inputs() -> None:
    reason = field("textfield", "reason", conditional={"hide": "=total <= 1000"})

    assert depends(shown(PRICE, QUANTITY, TOTAL, reason))["reason"] == "price quantity total"


def test_a_field_that_is_required_at_times_depends_on_when() -> None:
    reason = field(
        "textfield", "reason", validate={"required": False}, properties={"requiredIf": "=urgent = true"}
    )

    assert depends(shown(field("checkbox", "urgent"), reason))["reason"] == "urgent"


def test_words_and_options_are_read_too() -> None:
    greeting = {"type": "text", "id": "Text_a", "text": "# {{customer}}"}
    choice = field("select", "product", valuesExpression="=products")
    view = shown(field("textfield", "customer"), greeting, choice, products=["a"])

    assert next(item.depends for item in view.items if item.kind == "text") == "customer"
    assert depends(view)["product"] == "products"


def test_what_reads_nothing_depends_on_nothing() -> None:
    assert depends(shown(PRICE))["price"] == ""


def test_a_row_depends_on_the_inputs_of_the_row() -> None:
    rows = {
        "type": "dynamiclist",
        "id": "List_lines",
        "path": "lines",
        "label": "lines",
        "defaultRepetitions": 1,
        "components": [
            field("number", "qty"),
            field("expression", "sum", expression="=this.qty * parent.price", computeOn="change"),
        ],
    }
    view = shown(PRICE, rows)

    assert [one.depends for one in view.fields() if one.key == "sum"] == ["lines-0-qty price"]
    assert [item.kind for item in view.concerned(["lines-0-qty"])] == ["dynamiclist"]
    assert isinstance(view.items[1], ListView)


def test_a_change_concerns_the_parts_that_read_it_and_no_other() -> None:
    note = field("textfield", "note", conditional={"hide": "=price = null"})
    group = {"type": "group", "id": "Group_a", "label": "a", "components": [TOTAL, note, QUANTITY]}
    view = shown(PRICE, group, price=1)

    def concerned(*names: str) -> list[str]:
        return [one.key for one in view.concerned(names) if isinstance(one, FieldView)]

    assert concerned("quantity") == ["total"]
    assert concerned("price") == ["total", "note"]
    assert concerned("elsewhere") == []


def test_a_whole_list_is_concerned_by_a_change_in_one_of_its_rows() -> None:
    total = field("expression", "all", expression="=sum(lines.qty)", computeOn="change")
    rows = {
        "type": "dynamiclist",
        "id": "List_lines",
        "path": "lines",
        "label": "lines",
        "defaultRepetitions": 2,
        "components": [field("number", "qty")],
    }
    view = shown(rows, total)

    assert [one.key for one in view.concerned(["lines-1-qty"])] == ["all"]
