"""The columns of a qualification paper."""

from __future__ import annotations

from engine.execution.ports import Column
from engine.registers.qualifications.words import CONFIDENTIALITY, KINDS, OWNERS, STATUS

COLUMNS = (
    Column("doc_no", {"zh-Hans": "资料编号", "en": "Paper no."}),
    Column("owner_type", {"zh-Hans": "归属", "en": "Belongs to"}, "enum", True, OWNERS),
    Column("owner_id", {"zh-Hans": "归属编码", "en": "Owner"}, "text", True),
    Column("doc_kind", {"zh-Hans": "资料种类", "en": "Kind"}, "enum", True, KINDS),
    Column("cert_no", {"zh-Hans": "证号", "en": "Certificate no."}),
    Column("issuer", {"zh-Hans": "发证机关", "en": "Issued by"}, in_list=False),
    Column("valid_from", {"zh-Hans": "有效期起", "en": "Valid from"}, "date"),
    Column("valid_to", {"zh-Hans": "有效期至", "en": "Valid to"}, "date"),
    Column("no_expiry", {"zh-Hans": "长期有效", "en": "No expiry"}, "bool", in_list=False),
    Column("status", {"zh-Hans": "状态", "en": "State"}, "enum", True, STATUS),
    Column("paper_location", {"zh-Hans": "原件存放位置", "en": "Where the paper lies"}, in_list=False),
    Column("scan", {"zh-Hans": "扫描件", "en": "Scan"}, "files", in_list=False),
    Column("sha256", {"zh-Hans": "扫描件指纹", "en": "Fingerprint of the scan"}, in_list=False),
    Column("is_public", {"zh-Hans": "可对外提供", "en": "May leave the house"}, "bool", True, in_list=False),
    Column("confidentiality", {"zh-Hans": "密级", "en": "Confidentiality"}, "enum", True, CONFIDENTIALITY,
           in_list=False),
    Column("supersedes", {"zh-Hans": "替换的资料", "en": "Takes the place of"}, "reference",
           register="qualifications", in_list=False),
)  # fmt: skip
