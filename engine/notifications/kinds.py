"""The kinds of notices and the languages they are written in.

Each kind has one text file a language, `templates/notifications/<kind>.<language>.txt`: the first line is
the subject.
"""

from __future__ import annotations

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
FALLBACK_LANGUAGE = "zh-Hans"

KINDS = (
    "task_available",
    "task_assigned",
    "task_opened",
    "task_completed",
    "task_canceled",
    "task_reminder",
    "task_overdue",
    "case_ended",
    "deadline_near",
    "deadline_missed",
    "seal_missing",
    "seal_overdue",
    "loan_settle_reminder",
    "loan_overdue",
    "loan_payroll_note",
    "deposit_stage",
    "comment_mention",
    "incident",
)
