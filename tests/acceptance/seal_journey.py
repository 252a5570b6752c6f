"""The walk of one document through seal use, told by labels and names as people read them."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
from docx import Document

from tests.acceptance.desk import Desk, Office, Upload

PROCESS = "用印"
REQUEST, APPROVE, HAND_OUT, SEAL, RETURN = "填写用印申请", "审批", "交出印章", "核对并盖印", "收回印章"
TAKE = "确认领取印章"
REPORT = Upload("检验报告.pdf", b"%PDF-1.4\n%report\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
SCAN = Upload("用印件.pdf", b"%PDF-1.4\n%scan\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
COUNTERPART = "槿禾医疗(演示)有限公司"


def what(title: str) -> dict[str, Any]:
    """The start form. Such copies bear the quality seal, which lies in its safe when the demo begins."""
    return {"文件类别": "批检验报告复印件", "文件名称": title, "对方单位": COUNTERPART}


def details() -> dict[str, Any]:
    """The request, for use in the office."""
    return {"用印文件": REPORT, "份数": "2", "页数": "6", "申请盖印数": "4"}


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
        # Other processes speak of seals too, in the line below their name.
        applicant.page.locator(".tiles b").get_by_text(PROCESS, exact=True).click()
    applicant.complete(what(title))
    return applicant.path


def ask(applicant: Desk, title: str, **more: Any) -> None:
    """A complete request, handed in."""
    begin(applicant, title)
    applicant.complete(details() | more)


def approve(approver: Desk, title: str) -> None:
    """Nobody approves what he has not read."""
    approver.open_task(APPROVE, title)
    assert read(approver, REPORT.name) == REPORT.content
    approver.complete({"审批结论": "同意"})


def read(person: Desk, name: str) -> bytes:
    """A file that the open page lends."""
    link = person.page.locator("main a[href^='/files/']", has_text=name).first
    answer = person.get(str(link.get_attribute("href", timeout=5_000)))
    assert answer.status == 200
    return bytes(answer.body())


def hand_out(keeper: Desk, title: str, at: str = "2026-05-20T09:00") -> None:
    keeper.open_task(HAND_OUT, title)
    keeper.complete({"交出时间": at})


def take(taker: Desk, title: str) -> None:
    """Each taker gives his own word."""
    taker.open_task(TAKE, title)
    taker.complete({"是否领取": "本人领取", "本人已收到上列印章，并遵守领取须知": True})


def sealed() -> dict[str, Any]:
    return {
        "用印结果": "已盖印",
        "送印文件": REPORT,
        "与审批稿一致": True,
        "实际盖印数": "4",
        "用印件影像": SCAN,
    }


def whole(office: Office, title: str) -> None:
    """A seal leaves the office with two people, stays away too long, and comes back; everything is on record.

    The house's clock must stand at the opening of the demo, Wednesday 2026-05-20 09:00, and is moved.
    """
    applicant, approver = office.seat("zhouzimo"), office.seat("sunlixing")
    keeper, taker, manager = office.seat("mahuifang"), office.seat("heyutong"), office.seat("guzhiyuan")

    ask(applicant, title, **outside("2026-05-22T17:30", ["何雨桐", "石磊"]))
    approve(approver, title)
    hand_out(keeper, title)
    assert taker.has_task(SEAL, title) is None
    take(taker, title)
    take(office.seat("shilei"), title)
    taker.open_task(SEAL, title)
    taker.complete(sealed())
    assert not any(title in notice for notice in notices(manager))

    office.house.move_clock("2026-05-22T17:31:00+08:00")
    manager.until(lambda: any(title in notice for notice in notices(manager)), "the manager is reminded")
    assert any(title in notice for notice in notices(keeper))

    keeper.open_task(RETURN, title)
    keeper.complete({"归还时间": "2026-05-22T17:30", "印章状态": "完好"})
    number = open_case(applicant, title)
    applicant.until(lambda: bool(word_forms(applicant, title)), "the form is written")
    assert "已办结" in applicant.text(".hero")
    assert "{{" not in all_text(word_forms(applicant, title)[0])
    assert number in all_text(word_forms(applicant, title)[0])

    assert any(number in row and title in row and "石磊" in row for row in register(keeper))
    assert number in sheet_text(export(keeper))


def notices(person: Desk) -> list[str]:
    person.go("/notices")
    return person.page.locator(".notices li").all_inner_texts()


def open_case(person: Desk, title: str) -> str:
    """Opens a case from the list of those that the person started; returns its number."""
    person.go("/instances")
    row = person.page.locator("tbody tr", has_text=title)
    number = row.locator("td.no").inner_text()
    with person.navigating():
        row.locator("a").first.click()
    return number


def word_forms(person: Desk, title: str) -> list[bytes]:
    """The Word documents of the case, as downloads."""
    open_case(person, title)
    links = person.page.locator("main .files a", has_text=re.compile(r"\.docx$"))
    found = [person.get(str(link.get_attribute("href"))) for link in links.all()]
    assert all(answer.status == 200 for answer in found)
    return [answer.body() for answer in found]


def all_text(word: bytes) -> str:
    """Every text of a Word file: paragraphs, tables, headers and footers."""
    document = Document(io.BytesIO(word))
    parts = [document.element.body]
    for section in document.sections:
        parts += [section.header._element, section.footer._element]
    return "\n".join("".join(part.itertext()) for part in parts)


def register(person: Desk) -> list[str]:
    """Opens the register of seal uses from the menu of registers; returns its rows."""
    person.go("/registers")
    with person.navigating():
        person.page.locator(".tiles a", has_text=re.compile("用印")).first.click()
    return person.page.locator("tbody tr").all_inner_texts()


def export(person: Desk) -> bytes:
    """The open register as an Excel file."""
    with person.page.expect_download() as waiting:
        person.page.locator("form[action$='/export'] button").click()
    return waiting.value.path().read_bytes()


def sheet_text(excel: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(excel))
    return "\n".join(str(cell) for row in book.worksheets[0].values for cell in row)
