"""What was done to get a deposit back, stage by stage.

deposit      number of the deposit
planned_on   the working day on which the stage falls; moved while it is not done, and only then
begun_on     the day on which it fell and those who should know were told: that happens once
done_on      the day it was done; from then on the row stays as it is
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table, Text, false, literal_column

from engine.registers.shared.rows import kept
from engine.storage.metadata import METADATA
from engine.storage.types import ExactDecimal, ExactJson, Key

DEPOSIT_FOLLOWUP = Table(
    "register_deposit_followup",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("deposit", Text, nullable=False),
    Column("stage", Integer, nullable=False),
    Column("planned_on", Date, nullable=False),
    Column("action", Text),
    Column("owner", Text),
    Column("told", ExactJson(), nullable=False),
    Column("begun_on", Date),
    Column("done_on", Date),
    Column("by", Text),
    Column("method", Text),
    Column("contact", Text),
    Column("answer", Text),
    Column("decision", Text),
    Column("next_promise_on", Date),
    Column("interest_claimed", ExactDecimal(2)),
    Column("file", ExactJson()),
    Column("letter", ExactJson()),
    Column("seal_use_no", Text),
    Column("instance_key", Key()),
    *kept(),
    # Of a cancelled chase the stages that nobody did are void and count no more.
    Index(
        "ux_register_deposit_followup_stage",
        "deposit",
        "stage",
        unique=True,
        sqlite_where=literal_column("is_void") == false(),
        postgresql_where=literal_column("is_void", type_=Boolean).is_(False),
    ),
)
