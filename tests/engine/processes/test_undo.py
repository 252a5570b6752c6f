"""Cancelling undoes what operations did, in the whole case and its called parts, newest first, or refuses."""

from __future__ import annotations

import pytest

from engine.execution.ports import Operation
from engine.execution.tables import AUDIT, HISTORY, OPERATION_CALL
from engine.kernel import exact_json
from engine.kernel.errors import BusinessError, OperationRefused
from engine.processes.cancel import CancelCase
from tests.engine.bpmn import kit
from tests.support.models import task


class Book:
    """Operations that write lines and take them back."""

    def __init__(self, company):
        self.undone = []
        self.refuses = ""
        company.offer(
            Operation(
                "test.write", lambda _step, call: {"line": call.variables["text"] + "!"}, inverse="test.erase"
            ),
            Operation("test.erase", self._erase, irreversible=True),
            Operation("test.look", lambda _step, _call: {}, reads_only=True),
            Operation("test.send", lambda _step, _call: {}, irreversible=True),
            Operation("test.blind", lambda _step, _call: {}),
        )

    def _erase(self, step, call):
        if call.variables["text"] == self.refuses:
            raise OperationRefused(reason="row_in_other_state", number="HT-7", state="sealed")
        step.audit_detail(**{f"erased_{len(self.undone)}": call.variables["text"]})
        told = call.variables
        self.undone.append((call.instance_key, told["text"], told["line"], told["reason"]))
        return {}


@pytest.fixture
def book(company):
    return Book(company)


def writes(name, text):
    return kit.service(name, "test.write", extensions=kit.mapping(("input", f"={text}", "text")))


def cancel(company, instance, who="linxiaolan"):
    return company.execute(CancelCase(instance, "customer left"), who)


def test_each_call_is_undone_newest_first_with_what_it_was_told(company, book):
    body = writes("first", '"one"') + writes("second", '"two"') + task("a")
    company.draw(body, "s>first first>second second>a a>e")
    instance = company.start()
    cancel(company, instance)

    assert book.undone == [
        (instance, "two", "two!", "customer left"),
        (instance, "one", "one!", "customer left"),
    ]
    detail = exact_json.loads(company.rows(AUDIT, action="case.cancel")[0]["detail"])
    assert detail["undone"] == ["test.erase", "test.erase"]
    lines = company.rows(HISTORY, instance_key=instance, kind="operation_undone")
    assert [row["element_id"] for row in lines] == ["second", "first"]


def test_every_round_of_a_multi_instance_is_undone(company, book):
    rounds = kit.service(
        "write", "test.write", kit.multi('=["one", "two"]', "item"), kit.mapping(("input", "=item", "text"))
    )
    company.draw(rounds + task("a"), "s>write write>a a>e")
    cancel(company, company.start())

    assert [text for _, text, _, _ in book.undone] == ["two", "one"]


def test_called_parts_are_undone_whether_they_run_or_have_ended(company, book):
    company.draw(writes("inner", '"ended"'), "s>inner inner>e", "done", startableBy="")
    company.draw(writes("inner", '"runs"') + task("x"), "s>inner inner>x x>e", "part", startableBy="")
    body = writes("outer", '"root"') + kit.call("one", "done") + kit.call("two", "part")
    company.draw(body, "s>outer outer>one one>two two>e")
    instance = company.start()
    part = company.task(instance, "x")["instance_key"]
    cancel(company, instance)

    assert [text for _, text, _, _ in book.undone] == ["runs", "ended", "root"]
    assert book.undone[0][0] == part
    assert company.state(part) == "terminated"


def test_what_reads_and_what_is_irreversible_is_left_as_it_is(company, book):
    body = kit.service("look", "test.look") + kit.service("send", "test.send") + task("a")
    company.draw(body, "s>look look>send send>a a>e")
    instance = company.start()
    cancel(company, instance)

    assert company.state(instance) == "terminated"
    assert book.undone == []
    assert company.rows(OPERATION_CALL) == []


@pytest.mark.parametrize("who", ["linxiaolan", "hewen"])
def test_an_inverse_that_refuses_is_named_and_nothing_is_undone(company, book, who):
    book.refuses = "one"
    body = writes("first", '"one"') + writes("second", '"two"') + task("a")
    company.draw(body, "s>first first>second second>a a>e")
    instance = company.start()

    with pytest.raises(OperationRefused) as refused:
        cancel(company, instance, who)

    assert refused.value.facts == {
        "reason": "operation_not_undone",
        "operation": "test.write",
        "cause": "row_in_other_state",
        "number": "HT-7",
        "state": "sealed",
    }
    assert company.open(instance) == ["a"]
    assert company.rows(HISTORY, kind="operation_undone") == []


def test_an_inverse_that_reports_an_error_of_the_business_has_refused(company, book):
    def too_late(_step, _call):
        raise BusinessError("TOO_LATE")

    company.engine.services.operations["test.erase"] = Operation("test.erase", too_late, irreversible=True)
    company.draw(writes("first", '"one"') + task("a"), "s>first first>a a>e")
    instance = company.start()

    with pytest.raises(OperationRefused) as refused:
        cancel(company, instance)

    told = {"reason": "operation_not_undone", "operation": "test.write", "cause": "TOO_LATE"}
    assert refused.value.facts == told
    assert company.open(instance) == ["a"]


def test_an_operation_whose_error_the_diagram_caught_is_not_undone(company, book):
    """It has written nothing, and stands in no row of what is to be undone."""

    def sold_out(_step, _call):
        raise BusinessError("BAD")

    company.offer(Operation("test.sell", sold_out, inverse="test.erase"))
    bad = kit.boundary("bad", "sell", kit.error())
    body = writes("first", '"one"') + kit.service("sell", "test.sell") + bad + task("a")
    company.draw(body, "s>first first>sell sell>e bad>a a>e")
    instance = company.start()
    cancel(company, instance)

    assert [line[1] for line in book.undone] == ["one"]


def test_an_operation_that_does_not_say_how_it_is_undone_is_named(company, book):
    company.draw(kit.service("blind", "test.blind") + task("a"), "s>blind blind>a a>e")
    instance = company.start()

    with pytest.raises(OperationRefused) as refused:
        cancel(company, instance)

    assert refused.value.facts == {"reason": "operation_without_inverse", "operation": "test.blind"}
    assert company.state(instance) == "active"


def test_what_a_part_did_that_ended_beyond_its_point_of_no_return_stays(company, book):
    part = writes("inner", '"paid"') + task("pay", pointOfNoReturn="true")
    company.draw(part, "s>inner inner>pay pay>e", "part", startableBy="")
    body = writes("first", '"one"') + kit.call("call", "part") + task("b")
    company.draw(body, "s>first first>call call>b b>e", pointOfNoReturn="=false")
    instance = company.start(values={"text": "x"})
    company.complete(instance, "pay", "zhouzimo")
    cancel(company, instance)

    assert [text for _, text, *_ in book.undone] == ["one"]
    assert company.state(instance) == "terminated"
