"""Kinds of seals and their names; the codes are the ones that decision tables yield."""

from __future__ import annotations

from collections.abc import Mapping

KINDS: Mapping[str, Mapping[str, str]] = {
    code: {"zh-Hans": chinese, "en": english}
    for code, chinese, english in (
        ("company", "公章", "Company seal"),
        ("contract", "合同专用章", "Contract seal"),
        ("legal_rep", "法定代表人章", "Legal representative's seal"),
        ("finance", "财务专用章", "Finance seal"),
        ("invoice", "发票专用章", "Invoice seal"),
        ("quality", "质量管理专用章", "Quality seal"),
        ("outbound", "药品出库专用章", "Outbound seal"),
        ("dept", "部门章", "Department seal"),
    )
}

STATUS: Mapping[str, Mapping[str, str]] = {
    "in_use": {"zh-Hans": "在用", "en": "In use"},
    "out": {"zh-Hans": "外带", "en": "Out of office"},
    "damaged": {"zh-Hans": "损坏", "en": "Damaged"},
    "missing": {"zh-Hans": "遗失", "en": "Missing"},
    "void": {"zh-Hans": "作废", "en": "Void"},
}
