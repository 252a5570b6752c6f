"""The read-only views for people who report and check. Their names and columns are pinned for the outside."""

from __future__ import annotations

VIEWS: dict[str, str] = {
    "v_instance": """
        SELECT key AS instance_key, process_id, version, state, business_key, started_by, started_at, ended_at
        FROM process_instance
    """,
    "v_task": """
        SELECT key AS task_key, instance_key, element_id, state, assignee, candidate_groups, created_at,
        due_at,
               completed_by, ended_at AS completed_at
        FROM user_task
    """,
    "v_completion": """
        SELECT task_key, instance_key, element_id, completed_by, on_behalf_of, completed_at, idempotency_key
        FROM completion
    """,
    "v_timer": """
        SELECT key AS timer_key, instance_key, element_id, due_at, state, fired_at
        FROM timer
    """,
    "v_outbox": """
        SELECT id, instance_key, kind, state, attempts, created_at, sent_at
        FROM outbox
    """,
    "v_register": """
        SELECT 'seals' AS register, key AS row_key, seal_code AS number, NULL AS instance_key, status AS
        state,
               updated_by, updated_at
        FROM register_seal
        UNION ALL
        SELECT 'seal_uses', key, number, instance_key, state, updated_by, updated_at
        FROM register_seal_use
        UNION ALL
        SELECT 'employees', key, emp_no, NULL, status, updated_by, updated_at
        FROM person
        UNION ALL
        SELECT 'departments', key, code, NULL, 'active', updated_by, updated_at
        FROM department
    """,
    "v_audit": """
        SELECT id, chain, seq, at, actor, on_behalf_of, action, object, instance_key
        FROM audit
    """,
}
