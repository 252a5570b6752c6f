"""Applicant, approver and keeper are three people: at the page, and at every door beside it."""

from __future__ import annotations

import pytest

from tests.acceptance import seal_journey
from tests.acceptance.desk import SUBMIT, Desk, Office

ANOTHER = "要换一个人办"


def is_kept_away(person: Desk, path: str) -> None:
    """The page offers nothing and says why; direct requests are refused with the same reason."""
    assert person.go(path).status == 200
    assert person.page.locator(SUBMIT).count() == 0
    assert person.page.locator("form[action$='/claim']").count() == 0
    assert ANOTHER in person.text()

    for door, values in ((f"{path}/claim", {}), (path, {"revision": "1"}), (f"{path}/draft", {})):
        refused = person.post(door, values)
        assert refused.status == 403, door
        assert ANOTHER in refused.text() or "不能做这一步" in refused.text(), door


def test_the_applicant_neither_approves_nor_seals_his_own_document(office: Office) -> None:
    title = "保管人自己申请的检验报告"
    # She keeps the seals when the keeper is away, and would be asked if the request were not her own.
    applicant, approver, keeper = office.seat("yujia"), office.seat("guzhiyuan"), office.seat("mahuifang")
    seal_journey.ask(applicant, title)
    approval = approver.open_task(seal_journey.APPROVE, title)

    assert applicant.has_task(seal_journey.APPROVE, title) is None
    is_kept_away(applicant, approval)

    approver.go(approval)
    approver.complete({"审批结论": "同意"})
    sealing = keeper.open_task(seal_journey.SEAL, title)

    assert applicant.has_task(seal_journey.SEAL, title) is None
    is_kept_away(applicant, sealing)


def test_the_approver_does_not_seal_what_he_approved(office: Office) -> None:
    title = "审批人不得盖印的检验报告"
    approver, keeper = office.seat("sunlixing"), office.seat("mahuifang")
    seal_journey.ask(office.seat("zhouzimo"), title)
    seal_journey.approve(approver, title)
    sealing = keeper.open_task(seal_journey.SEAL, title)

    assert approver.has_task(seal_journey.SEAL, title) is None
    is_kept_away(approver, sealing)


@pytest.mark.parametrize("door", ["", "/claim", "/draft", "/form", "/release", "/comments", "/attachments"])
def test_who_has_no_part_in_a_case_does_not_even_learn_that_its_task_exists(
    office: Office, door: str
) -> None:
    title = f"外人看不到的检验报告{door}"
    applicant, outsider = office.seat("zhouzimo"), office.seat("hanli")
    path = seal_journey.begin(applicant, title)
    outsider.go("/inbox")

    assert outsider.get(path).status == 404
    assert outsider.post(path + door, {"revision": "1", "text": "您好"}).status == 404
