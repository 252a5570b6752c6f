"""What a form refuses, it says at the field, and it keeps everything that was typed."""

from __future__ import annotations

from tests.acceptance import seal_journey
from tests.acceptance.desk import Office, Upload

OTHER = Upload("检验报告.pdf", b"%PDF-1.4\n%another report\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")


def test_a_blank_document_is_refused_at_its_field_and_nothing_typed_is_lost(office: Office) -> None:
    applicant = office.seat("zhouzimo")
    seal_journey.begin(applicant, "空白的检验报告")
    applicant.fill(seal_journey.details() | {"空白文件": True, "用途及事由": "客户首营备案"})

    answer = applicant.submit()

    assert answer.status == 422
    assert "空白文件禁止用印" in applicant.error("空白文件")
    assert "空白文件禁止用印" in applicant.text("[data-focus]")
    kept = {label: applicant.shown(label) for label in ("份数", "页数", "申请盖印数", "用途及事由")}
    assert kept == {"份数": "2", "页数": "6", "申请盖印数": "4", "用途及事由": "客户首营备案"}
    assert seal_journey.REPORT.name in applicant.field("用印文件").inner_text()

    applicant.fill({"空白文件": False})
    assert applicant.submit().status == 200
    assert "审批" in applicant.said()


def test_a_changed_file_is_caught_at_the_seal_and_goes_back_to_the_applicant(office: Office) -> None:
    title = "盖印前被换过的检验报告"
    applicant, keeper = office.seat("zhouzimo"), office.seat("mahuifang")
    seal_journey.ask(applicant, title)
    seal_journey.approve(office.seat("sunlixing"), title)
    keeper.open_task(seal_journey.SEAL, title)
    keeper.fill(seal_journey.sealed() | {"送印文件": OTHER})

    assert keeper.submit().status == 422
    assert "指纹不同" in keeper.error("送印文件")
    assert keeper.shown("实际盖印数") == "4"

    keeper.complete({"用印结果": "与审批稿不一致，退回", "不一致说明": "第三页的金额与审批稿不同"})
    assert applicant.has_task(seal_journey.REQUEST, title) == "mine"
    applicant.open_task(seal_journey.REQUEST, title)
    assert applicant.shown("不一致说明") == "第三页的金额与审批稿不同"


def test_what_is_posted_for_fields_that_one_may_not_edit_is_ignored(office: Office) -> None:
    title = "不容审批人改动的检验报告"
    approver, keeper = office.seat("sunlixing"), office.seat("mahuifang")
    seal_journey.ask(office.seat("zhouzimo"), title)
    approver.open_task(seal_journey.APPROVE, title)
    for label, value in (("文件名称", "另一份合同"), ("申请盖印数", "99")):
        key = approver.field(label).get_attribute("data-key")
        approver.page.locator("#f").evaluate(
            """(form, [name, value]) => form.append(Object.assign(document.createElement('input'),
               {type: 'hidden', name, value}))""",
            [key, value],
        )

    approver.complete({"审批结论": "同意"})

    keeper.open_task(seal_journey.SEAL, title)
    assert keeper.shown("文件名称") == title
    assert keeper.shown("申请盖印数") == "4"
