"""Identity numbers.

id_card_enc   the number, sealed with this person's own key
person_key    that key, itself sealed by the keyring; dropping it makes the number unreadable for ever
"""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from engine.registers.shared.rows import kept
from engine.storage.metadata import METADATA
from engine.storage.types import Key, UtcDateTime

IDENTITY = Table(
    "register_identity",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("person", Text, nullable=False, unique=True),
    Column("id_card_enc", Text),
    Column("person_key", Text),
    Column("dropped_at", UtcDateTime()),
    *kept(),
)
