"""PDF by LibreOffice."""

from __future__ import annotations

import pytest

from engine.documents import pdf
from engine.documents.faults import DocumentFault
from engine.documents.pdf import to_pdf
from tests.engine.documents.kit import word


def test_a_document_is_printed(soffice):
    assert to_pdf(word("用印申请单")).startswith(b"%PDF-")


def test_a_document_that_takes_too_long_is_given_up(soffice):
    with pytest.raises(DocumentFault) as failed:
        to_pdf(word("x"), seconds=0.05)

    assert failed.value.facts["reason"] == "pdf_time_limit"


def test_a_machine_without_libreoffice_says_so(monkeypatch):
    monkeypatch.setattr(pdf, "find_soffice", lambda: None)

    with pytest.raises(DocumentFault) as failed:
        to_pdf(word("x"))

    assert failed.value.facts == {"reason": "pdf_not_available"}
