"""agencies, codes and accounts on platforms, who saw which password, identity numbers"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

import engine.storage.types as own

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_TABLES = (
    "credential_reveal",
    "platform_credential",
    "platform_reminder",
    "register_agency",
    "register_identity",
    "register_platform_account",
    "register_platform_code",
)
_PARTS = (
    "SELECT 'agencies', key, agency_code, NULL, kind, updated_by, updated_at FROM register_agency",
    "SELECT 'platform_codes', key, platform_code, NULL, status, updated_by, updated_at"
    " FROM register_platform_code",
    "SELECT 'platform_accounts', key, login_name, NULL, status, updated_by, updated_at"
    " FROM register_platform_account",
)
_UNION = " UNION ALL "


def upgrade() -> None:
    _credential_reveal()
    _platform_credential()
    _platform_reminder()
    _agency()
    _identity()
    _platform_account()
    _platform_code()
    _replace_view([*_view_parts(), *_PARTS])


def downgrade() -> None:
    _replace_view(_view_parts()[: -len(_PARTS)])
    for table in _TABLES:
        op.drop_table(table)


def _view_parts() -> list[str]:
    """What the view holds so far, one SELECT for each register: others may have added theirs."""
    if op.get_bind().dialect.name == "postgresql":
        text = op.get_bind().scalar(sa.text("SELECT pg_get_viewdef('v_register'::regclass)"))
    else:
        named = "SELECT sql FROM sqlite_master WHERE type = 'view' AND name = 'v_register'"
        text = op.get_bind().scalar(sa.text(named)).split(" AS", 1)[1]
    return [part.strip() for part in text.strip().rstrip(";").split("UNION ALL")]


def _replace_view(parts: list[str]) -> None:
    op.execute("DROP VIEW v_register")
    # A colon is a bound parameter to SQLAlchemy.
    op.execute("CREATE VIEW v_register AS " + _UNION.join(parts).replace(":", "\\:"))


def _kept() -> list[sa.Column[Any]]:
    return [
        sa.Column("created_at", own.UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", own.UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("void_reason", sa.Text()),
    ]


def _credential_reveal() -> None:
    op.create_table(
        "credential_reveal",
        sa.Column("key", own.Key(), autoincrement=False, nullable=False),
        sa.Column("account_key", own.Key(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text()),
        sa.Column("asked_at", own.UtcDateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("tender", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text()),
        sa.Column("decided_at", own.UtcDateTime()),
        sa.Column("decision_reason", sa.Text()),
        sa.Column("shown_at", own.UtcDateTime()),
        sa.Column("until", own.UtcDateTime()),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> asked_by", name=op.f("ck_credential_reveal_two_persons")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_credential_reveal")),
    )
    op.create_index("ix_credential_reveal_account", "credential_reveal", ["account_key", "key"])
    op.create_index("ix_credential_reveal_state", "credential_reveal", ["state", "key"])


def _platform_credential() -> None:
    op.create_table(
        "platform_credential",
        sa.Column("account_key", own.Key(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("set_at", own.UtcDateTime(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account_key", name=op.f("pk_platform_credential")),
    )


def _platform_reminder() -> None:
    op.create_table(
        "platform_reminder",
        sa.Column("account_key", own.Key(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Date(), nullable=False),
        sa.Column("at", own.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("account_key", "kind", "about", name=op.f("pk_platform_reminder")),
    )


def _agency() -> None:
    op.create_table(
        "register_agency",
        sa.Column("key", own.Key(), autoincrement=False, nullable=False),
        sa.Column("agency_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("territory", sa.Text(), nullable=False),
        sa.Column("site_url", sa.Text()),
        sa.Column("check_interval_days", sa.Integer(), nullable=False),
        sa.Column("deposit_regime", sa.Text(), nullable=False),
        sa.Column("account_name", sa.Text()),
        sa.Column("bank_name", sa.Text()),
        sa.Column("bank_account_for_deposit", sa.Text()),
        sa.Column("contacts", own.ExactJson(), nullable=False),
        sa.Column("notes", sa.Text()),
        *_kept(),
        sa.CheckConstraint("check_interval_days >= 1", name=op.f("ck_register_agency_check_interval_days")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_register_agency")),
        sa.UniqueConstraint("agency_code", name=op.f("uq_register_agency_agency_code")),
        sa.UniqueConstraint("name", name=op.f("uq_register_agency_name")),
    )


def _identity() -> None:
    op.create_table(
        "register_identity",
        sa.Column("key", own.Key(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("id_card_enc", sa.Text()),
        sa.Column("person_key", sa.Text()),
        sa.Column("dropped_at", own.UtcDateTime()),
        *_kept(),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_register_identity")),
        sa.UniqueConstraint("person", name=op.f("uq_register_identity_person")),
    )


def _platform_account() -> None:
    op.create_table(
        "register_platform_account",
        sa.Column("key", own.Key(), autoincrement=False, nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("bidder_entity", sa.Text(), nullable=False),
        sa.Column("login_name", sa.Text(), nullable=False),
        sa.Column("phone_bound", sa.Text()),
        sa.Column("ca_key_no", sa.Text()),
        sa.Column("ca_holder", sa.Text()),
        sa.Column("ca_valid_to", sa.Date()),
        sa.Column("can_quote", sa.Boolean(), nullable=False),
        sa.Column("last_rotated_on", sa.Date()),
        sa.Column("rotate_every_days", sa.Integer(), nullable=False),
        sa.Column("change_since", sa.Date()),
        sa.Column("status", sa.Text(), nullable=False),
        *_kept(),
        sa.CheckConstraint(
            "rotate_every_days >= 1", name=op.f("ck_register_platform_account_rotate_every_days")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_register_platform_account")),
        sa.UniqueConstraint("agency", "login_name", name="uq_register_platform_account_login"),
    )


def _platform_code() -> None:
    op.create_table(
        "register_platform_code",
        sa.Column("key", own.Key(), autoincrement=False, nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("platform_code", sa.Text(), nullable=False),
        sa.Column("platform_name", sa.Text()),
        sa.Column("platform_spec", sa.Text()),
        sa.Column("unit_ratio", own.ExactDecimal(6), nullable=False),
        sa.Column("listed_price", own.ExactDecimal(4)),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("last_synced_on", sa.Date()),
        *_kept(),
        sa.CheckConstraint("listed_price > 0", name=op.f("ck_register_platform_code_listed_price")),
        sa.CheckConstraint("unit_ratio > 0", name=op.f("ck_register_platform_code_unit_ratio")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_register_platform_code")),
        sa.UniqueConstraint("agency", "platform_code", name="uq_register_platform_code_agency_code"),
        sa.UniqueConstraint("agency", "product", name="uq_register_platform_code_agency_product"),
    )
    op.create_index("ix_register_platform_code_product", "register_platform_code", ["product"])
