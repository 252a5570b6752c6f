"""The columns of an account; its password is none of them."""

from __future__ import annotations

from collections.abc import Mapping

from engine.execution.ports import Column
from engine.registers.platform_accounts.tables import ACTIVE, CLOSED

Words = Mapping[str, Mapping[str, str]]
BIDDERS: Words = {
    "self": {"zh-Hans": "本公司", "en": "The company"},
    "agent": {"zh-Hans": "代理商", "en": "An agent"},
}
STATUS: Words = {
    ACTIVE: {"zh-Hans": "启用", "en": "Active"},
    CLOSED: {"zh-Hans": "停用", "en": "Closed"},
}
ROTATION: Words = {
    "none": {"zh-Hans": "未登记密码", "en": "No password yet"},
    "ok": {"zh-Hans": "未到期", "en": "Not due"},
    "due": {"zh-Hans": "应更换", "en": "Due"},
}
COLUMNS = (
    Column("agency", {"zh-Hans": "平台", "en": "Platform"}, "reference", True, register="agencies"),
    Column("login_name", {"zh-Hans": "登录名", "en": "Login"}),
    Column("bidder_entity", {"zh-Hans": "投标主体", "en": "Bidder"}, "enum", True, BIDDERS),
    Column("can_quote", {"zh-Hans": "可报价", "en": "May quote"}, "bool", True),
    Column("ca_key_no", {"zh-Hans": "CA 锁号", "en": "CA key"}),
    Column("ca_holder", {"zh-Hans": "CA 保管人", "en": "CA held by"}, "person", True),
    Column("ca_valid_to", {"zh-Hans": "CA 有效期至", "en": "CA valid to"}, "date"),
    Column("phone_bound", {"zh-Hans": "绑定手机", "en": "Bound phone"}, in_list=False),
    Column("last_rotated_on", {"zh-Hans": "最近更换", "en": "Last changed on"}, "date"),
    Column("rotate_every_days", {"zh-Hans": "更换周期（天）", "en": "Change every (days)"}, "number",
           in_list=False),
    Column("rotation_due_on", {"zh-Hans": "应更换日期", "en": "Change by"}, "date"),
    Column("rotation", {"zh-Hans": "密码", "en": "Password"}, "enum", False, ROTATION),
    Column("password_page", {"zh-Hans": "查看或更换密码", "en": "See or change the password"}, "page",
           in_list=False),
    Column("status", {"zh-Hans": "状态", "en": "State"}, "enum", True, STATUS),
)  # fmt: skip
