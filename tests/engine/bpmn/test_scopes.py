"""Variables: exact, never aliased, and of any name that JSON can have."""

from __future__ import annotations

from decimal import Decimal

from tests.engine.bpmn.kit import gateway, mapping, model, user


def parallel():
    return model(
        gateway("parallel", "g", "j") + user("a") + user("b") + user("z"), "s>g g>a g>b a>j b>j j>z z>e"
    )


def test_no_name_can_break_a_saved_instance(run):
    hostile = {
        "typename": {"typename": "X", "$": 1},
        "$": "m",
        "__class__": 1,
        "": None,
        "a b": [1],
        "客户": "甲",
    }
    del hostile[""]
    r = run(parallel(), **hostile).complete("a", typename={"typename": "Y"})
    assert r.vars()["typename"] == {"typename": "Y"}
    assert r.vars()["$"] == "m"
    assert r.complete("b").complete("z").done


def test_numbers_are_exact(run):
    r = run(parallel(), price=Decimal("0.10")).complete("a", price=Decimal("19.99"), big=Decimal("1e30"))
    assert r.vars()["price"] == Decimal("19.99")
    assert str(r.vars()["big"]) == "1" + "0" * 30


def test_what_was_given_may_be_changed_afterwards_without_effect(run):
    rows = {"x": [1]}
    r = run(parallel(), rows=rows)
    rows["x"].append(2)
    r.vars()["rows"]["x"].append(3)
    assert r.vars(r.key("b"))["rows"] == {"x": [1]}


def test_a_value_is_written_where_its_name_lives(run):
    local = user("a", extensions=mapping(("input", "=1", "n")))
    r = run(model(local + user("z"), "s>a a>z z>e"), n=0)
    r.complete("a", n=5, m=6)
    assert r.vars() == {"n": 0, "m": 6}


def test_rows_of_a_scope_that_ended_are_deleted_and_nothing_else(run):
    r = run(model(user("a", extensions=mapping(("input", "=1", "local"))) + user("z"), "s>a a>z z>e"), n=0)
    key = r.key("a")
    assert (key, "local") in r.rows
    r.complete("a")
    assert list(r.rows) == [(1, "n")]
    changes = r.instance.changes()
    assert all(place[0] == key for place in changes.deleted)
    assert changes == r.instance.changes()


def test_the_variables_of_a_process_can_be_read_when_it_has_ended(run):
    r = run(model(user("a"), "s>a a>e"), n=1).complete("a", m=2)
    assert r.instance.is_done
    assert r.vars() == {"n": 1, "m": 2}
    r.again()
    assert r.vars() == {"n": 1, "m": 2}
