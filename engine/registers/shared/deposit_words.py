"""Codes of the follow-ups of deposits and their words."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, Mapping[str, str]]


def _words(*lines: tuple[str, str, str]) -> Words:
    return {code: {"zh-Hans": chinese, "en": english} for code, chinese, english in lines}


METHODS = _words(
    ("phone", "电话", "Phone"),
    ("letter", "函件", "Letter"),
    ("email", "邮件", "E-mail"),
    ("visit", "拜访", "Visit"),
    ("wechat", "微信", "WeChat"),
)
ACTIONS = _words(
    ("refund_application", "发退还申请函", "Refund application"),
    ("phone", "电话催询", "Phone call"),
    ("reminder", "发催退函", "Written reminder"),
    ("complaint", "决定异议或投诉", "Objection or complaint"),
    ("interest_letter", "发催退函并主张利息", "Reminder with interest"),
    ("decision", "总经理决定", "Decision of the general manager"),
    ("report", "复报", "Repeat report"),
)
DECISIONS = _words(
    ("object", "提出异议", "Object"),
    ("complain", "投诉", "Complain"),
    ("wait", "暂缓", "Wait"),
    ("lawyer_letter", "发律师函", "Lawyer's letter"),
    ("sue", "起诉", "Sue"),
    ("keep", "继续跟踪", "Keep following"),
    ("write_off", "核销", "Write off"),
)
STAGE_STATES = _words(
    ("planned", "未到期", "Planned"),
    ("open", "办理中", "Open"),
    ("done", "已完成", "Done"),
)
