"""Files that a person attaches: what they are is read from their bytes, and their names are made harmless."""

from __future__ import annotations

import io
import re

import pytest

from engine.execution.tables import ATTACHMENT, AUDIT
from tests.webapp.conftest import Browser

PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def zhou(browser_of, company) -> Browser:
    browser = browser_of("zhouzimo")
    browser.task = company.task(company.start(), "Ask")["key"]
    company.claim(company.task(company.start(), "Ask")["instance_key"], "Ask", "zhouzimo")
    return browser


def attach(browser: Browser, name: str, content: bytes):
    data = {"file": (io.BytesIO(content), name)}
    return browser.post(f"/tasks/{browser.task}/attachments", data, content_type="multipart/form-data")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("picture.svg", b"<svg onload='alert(1)'/>"),
        ("contract.pdf.exe", b"MZ"),
        ("program.pdf", b"MZ no pdf"),
        ("picture.png", b"<html>"),
        ("letter.docx", b"PK\x03\x04 no package"),
        ("empty.pdf", b""),
    ],
)
def test_what_is_not_what_an_office_sends_is_refused_with_a_sentence(zhou, company, name, content):
    answer = attach(zhou, name, content)

    assert answer.status_code == 422
    assert "没有上传" in answer.text or "不能上传" in answer.text
    assert company.count(ATTACHMENT) == 0


def test_one_bad_file_among_good_ones_keeps_none(zhou, company):
    files = [(io.BytesIO(PDF), "good.pdf"), (io.BytesIO(b"MZ"), "bad.pdf")]
    path = f"/tasks/{zhou.task}/attachments"

    assert zhou.post(path, {"file": files}, content_type="multipart/form-data").status_code == 422
    assert company.count(ATTACHMENT) == 0


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("a\u202efdp.pdf", "afdp.pdf"),
        ("n" * 300 + ".pdf", "n" * 116 + ".pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "img src=x onerror=alert(1).pdf"),
    ],
)
def test_names_are_made_harmless(zhou, company, name, kept):
    assert attach(zhou, name, PDF).status_code == 303
    assert [row["filename"] for row in company.rows(ATTACHMENT)] == [kept]


def test_the_audit_says_which_file_was_attached(zhou, company):
    attach(zhou, "contract.pdf", PDF)
    (row,) = company.rows(ATTACHMENT)
    (line,) = company.rows(AUDIT, action="case.attach")

    assert row["sha256"] in line["detail"]
    assert str(row["key"]) in line["detail"]


def test_the_audit_says_what_was_commented(zhou, company):
    zhou.post(f"/tasks/{zhou.task}/comments", {"text": "已核对"})
    (line,) = company.rows(AUDIT, action="case.comment")

    assert re.search(r'"sha256":"[0-9a-f]{64}"', line["detail"])


def test_uploads_with_drafts_are_limited_too(zhou):
    path = f"/tasks/{zhou.task}/draft"

    def send() -> int:
        files = {"other": (io.BytesIO(PDF), "a.pdf")}
        return zhou.post(path, files, content_type="multipart/form-data").status_code

    assert 429 in {send() for _ in range(70)}
