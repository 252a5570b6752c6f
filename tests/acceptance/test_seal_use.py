"""One document from the request to the register, by four people."""

from __future__ import annotations

from tests.acceptance import seal_journey
from tests.acceptance.desk import Office


def test_a_contract_is_sealed_in_the_office(office: Office) -> None:
    title = "办公室内盖印的合同"
    seal_journey.ask(office.seat("zhouzimo"), title)
    seal_journey.approve(office.seat("sunlixing"), title)
    keeper = office.seat("mahuifang")
    keeper.open_task(seal_journey.SEAL, title)
    print(keeper.text())
    print(keeper.complete(seal_journey.sealed()))
