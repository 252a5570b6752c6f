"""The views for people who report: their names and columns are promised to the outside."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from tests.engine.bpmn import kit
from tests.support.models import task

# As the architecture page lists them.
PINNED = {
    "v_instance": "instance_key, process_id, version, state, business_key, started_by, started_at, ended_at",
    "v_task": "task_key, instance_key, element_id, state, assignee, candidate_groups, created_at, due_at, "
    "completed_by, completed_at",
    "v_completion": "task_key, instance_key, element_id, completed_by, on_behalf_of, completed_at, "
    "idempotency_key",
    "v_timer": "timer_key, instance_key, element_id, due_at, state, fired_at",
    "v_outbox": "id, instance_key, kind, state, attempts, created_at, sent_at",
    "v_register": "register, row_key, number, instance_key, state, updated_by, updated_at",
    "v_audit": "id, chain, seq, at, actor, on_behalf_of, action, object, instance_key",
}


@pytest.mark.parametrize("view", PINNED)
def test_a_view_has_the_pinned_columns_in_order(company, view):
    with company.engine.database.engine.connect() as connection:
        columns = [column["name"] for column in inspect(connection).get_columns(view)]

    assert columns == PINNED[view].split(", ")


def test_the_views_tell_what_happened(company):
    late = kit.boundary("late", "a", kit.timer("Duration", "PT1H"))
    company.draw(task("a") + late + task("b", assignee='="mahuifang"'), "s>a a>b b>e late>b")
    instance = company.start()
    company.complete(instance, "a", "zhouzimo", key="key-1")

    def all_of(view, columns):
        with company.engine.read() as reader:
            return [
                tuple(row)
                for row in reader.connection.execute(text(f"SELECT {columns} FROM {view} ORDER BY 1, 2"))
            ]

    assert all_of("v_instance", "process_id, version, state, started_by") == [
        ("P", 1, "active", "linxiaolan")
    ]
    assert all_of("v_task", "element_id, state, assignee") == [
        ("a", "completed", "zhouzimo"),
        ("b", "created", "mahuifang"),
    ]
    assert all_of("v_completion", "element_id, completed_by, idempotency_key") == [
        ("a", "zhouzimo", "zhouzimo:key-1")
    ]
    assert all_of("v_timer", "element_id, state") == [("late", "canceled")]
    assert all_of("v_outbox", "kind, state, attempts") == [("email", "waiting", 0)]
    assert ("employees", "E01") in all_of("v_register", "register, number")
    assert (f"instance:{instance}", 3) in all_of("v_audit", "chain, seq")


def test_a_view_is_only_read(company):
    with pytest.raises(DBAPIError), company.engine.database.begin() as connection:
        connection.execute(text("DELETE FROM v_audit"))


def test_every_register_stands_in_its_view(company):
    engine = company.engine
    with engine.database.engine.connect() as connection:
        made = inspect(connection).get_view_definition("v_register")

    assert [name for name in engine.services.registers if f"'{name}'" not in made] == []
