"""The walk of one document through seal use, told by labels and names as people read them."""

from __future__ import annotations

from typing import Any

from tests.acceptance.desk import Desk, Upload

PROCESS = "用印"
REQUEST, APPROVE, HAND_OUT, SEAL, RETURN = "填写用印申请", "审批", "交出印章", "核对并盖印", "收回印章"
CONTRACT = Upload("购销合同.pdf", b"%PDF-1.4\n%contract\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
SCAN = Upload("用印件.pdf", b"%PDF-1.4\n%scan\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
COUNTERPART = "槿禾医疗(演示)有限公司"


def what(title: str) -> dict[str, Any]:
    """The start form."""
    return {"文件类别": "销售合同", "文件名称": title, "对方单位": COUNTERPART}


def details() -> dict[str, Any]:
    """The request, for use in the office."""
    return {"用印文件": CONTRACT, "份数": "2", "页数": "6", "申请盖印数": "4"}


def outside(back_by: str, takers: list[str]) -> dict[str, Any]:
    """What is added when the seal leaves the office; back_by as a browser's date field has it."""
    return {
        "外带": True,
        "外带原因": "现场签约",
        "外带地点": "苏澄市中心医院(演示)",
        "归还期限": back_by,
        "携带人": takers,
    }


def begin(applicant: Desk, title: str) -> str:
    """Starts a case; the applicant then stands before the request. Returns the task's path."""
    applicant.go("/processes")
    with applicant.navigating():
        applicant.page.locator(".tiles a", has_text=PROCESS).first.click()
    applicant.complete(what(title))
    return applicant.path


def ask(applicant: Desk, title: str, **more: Any) -> None:
    """A complete request, handed in."""
    begin(applicant, title)
    applicant.complete(details() | more)


def approve(approver: Desk, title: str) -> None:
    approver.open_task(APPROVE, title)
    approver.complete({"审批结论": "同意"})


def sealed() -> dict[str, Any]:
    return {"用印结果": "已盖印", "与审批稿一致": True, "实际盖印数": "4", "用印件影像": SCAN}
