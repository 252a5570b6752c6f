"""Tables of running and finished cases. Rows of one case share `instance_key` as leading key, so that a
sharded
PostgreSQL can keep them together."""

from engine.execution.tables.definitions import DEFINITION, DEPLOYMENT
from engine.execution.tables.events import (
    MESSAGE_ID,
    MESSAGE_RECEIPT,
    SIGNAL_SUBSCRIPTION,
    START_SUBSCRIPTION,
    START_TIMER,
    STARTED_BY_MESSAGE,
)
from engine.execution.tables.instances import ELEMENT_INSTANCE, PROCESS_INSTANCE, VARIABLE
from engine.execution.tables.records import (
    ATTACHMENT,
    AUDIT,
    AUDIT_ANCHOR,
    AUDIT_HEAD,
    COMMENT,
    COMPLETION,
    HISTORY,
    IDEMPOTENCY,
    NODE,
    NOTICE,
    NUMBER_COUNTER,
    OPERATION_CALL,
    OUTBOX,
    RATE_COUNTER,
    SETTING,
)
from engine.execution.tables.registers import REGISTER_CHANGE, REGISTER_FILE, REGISTER_PROPOSAL
from engine.execution.tables.work import (
    CAUGHT_MESSAGE,
    INCIDENT,
    JOB,
    MESSAGE,
    SUBSCRIPTION,
    TIMER,
    USER_TASK,
    USER_TASK_CANDIDATE,
    USER_TASK_EXCLUSION,
)

__all__ = [
    "ATTACHMENT",
    "AUDIT",
    "AUDIT_ANCHOR",
    "AUDIT_HEAD",
    "CAUGHT_MESSAGE",
    "COMMENT",
    "COMPLETION",
    "DEFINITION",
    "DEPLOYMENT",
    "ELEMENT_INSTANCE",
    "HISTORY",
    "IDEMPOTENCY",
    "INCIDENT",
    "JOB",
    "MESSAGE",
    "MESSAGE_ID",
    "MESSAGE_RECEIPT",
    "NODE",
    "NOTICE",
    "NUMBER_COUNTER",
    "OPERATION_CALL",
    "OUTBOX",
    "PROCESS_INSTANCE",
    "RATE_COUNTER",
    "REGISTER_CHANGE",
    "REGISTER_FILE",
    "REGISTER_PROPOSAL",
    "SETTING",
    "SIGNAL_SUBSCRIPTION",
    "STARTED_BY_MESSAGE",
    "START_SUBSCRIPTION",
    "START_TIMER",
    "SUBSCRIPTION",
    "TIMER",
    "USER_TASK",
    "USER_TASK_CANDIDATE",
    "USER_TASK_EXCLUSION",
    "VARIABLE",
]
