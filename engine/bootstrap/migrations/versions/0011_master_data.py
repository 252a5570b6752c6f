"""territories, products, certificates, prices, customers and qualifications"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

import engine.storage.types as own

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TABLES = (
    "register_price", "register_product", "register_certificate", "register_qualification",
    "register_customer", "register_territory",
)  # fmt: skip
# For one key no two prices hold on the same day. GiST knows ranges and no texts, so the key stands as a range
# of one number.
_NO_OVERLAP_POSTGRESQL = """
    ALTER TABLE register_price ADD CONSTRAINT ex_register_price_overlap EXCLUDE USING gist (
        int8range(hashtextextended(price_key, 0), hashtextextended(price_key, 0), '[]') WITH &&,
        daterange(valid_from, valid_to, '[]') WITH &&
    ) WHERE (NOT is_void)
"""
_NO_OVERLAP_SQLITE = """
    CREATE TRIGGER register_price_overlap_{act} BEFORE {act} ON register_price WHEN NOT NEW.is_void
    BEGIN
        SELECT RAISE(ABORT, 'two prices for one key on the same day') FROM register_price
        WHERE price_key = NEW.price_key AND key <> NEW.key AND NOT is_void
          AND (NEW.valid_to IS NULL OR valid_from <= NEW.valid_to)
          AND (valid_to IS NULL OR valid_to >= NEW.valid_from);
    END
"""
_BEFORE = """
    SELECT 'seals' AS register, key AS row_key, seal_code AS number, NULL AS instance_key, status AS state,
        updated_by, updated_at FROM register_seal
    UNION ALL
    SELECT 'seal_uses', key, number, instance_key, state, updated_by, updated_at FROM register_seal_use
    UNION ALL
    SELECT 'employees', key, emp_no, NULL, status, updated_by, updated_at FROM person
    UNION ALL
    SELECT 'departments', key, code, NULL, 'active', updated_by, updated_at FROM department
"""
_ADDED = """
    UNION ALL
    SELECT 'territories', key, code, NULL, level, updated_by, updated_at FROM register_territory
    UNION ALL
    SELECT 'certificates', key, cert_no, NULL, renewal_status, updated_by, updated_at
    FROM register_certificate
    UNION ALL
    SELECT 'products', key, product_code, NULL, status, updated_by, updated_at FROM register_product
    UNION ALL
    SELECT 'customers', key, customer_code, NULL, status, updated_by, updated_at FROM register_customer
    UNION ALL
    SELECT 'qualifications', key, doc_no, NULL, doc_kind, updated_by, updated_at FROM register_qualification
    UNION ALL
    SELECT 'prices', key, price_key, NULL, price_type, updated_by, updated_at FROM register_price
"""


def upgrade() -> None:
    for make in (_certificate, _customer, _price, _product, _qualification, _territory):
        make()
    _refuse_overlaps()
    _view(_BEFORE + _ADDED)


def downgrade() -> None:
    _view(_BEFORE)
    for table in _TABLES:
        op.drop_table(table)


def _view(select: str) -> None:
    op.execute("DROP VIEW v_register")
    op.execute(f"CREATE VIEW v_register AS {select}")


def _refuse_overlaps() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_NO_OVERLAP_POSTGRESQL)
        return
    for act in ("INSERT", "UPDATE"):
        op.execute(_NO_OVERLAP_SQLITE.format(act=act))


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


def _certificate() -> None:
    op.create_table(
        "register_certificate",
        sa.Column("key", own.Key(), autoincrement=False, nullable=False),
        sa.Column("cert_no", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("product_names", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("approved_on", sa.Date()),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.Column("scan", own.ExactJson()),
        sa.Column("renewal_status", sa.Text(), nullable=False),
        sa.Column("renewal_accept_no", sa.Text()),
        sa.Column("renewal_accepted_on", sa.Date()),
        *_kept(),
        sa.CheckConstraint(
            "valid_to IS NOT NULL OR kind = 'device_filing'", name=op.f("ck_register_certificate_expires")
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_register_certificate_term")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_register_certificate")),
        sa.UniqueConstraint("cert_no", name=op.f("uq_register_certificate_cert_no")),
    )


def _customer() -> None:
    op.create_table(
        "register_customer",
        sa.Column("key", own.Key(), autoincrement=False, nullable=False),
        sa.Column("customer_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("uscc", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ownership", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text()),
        sa.Column("territory", sa.Text(), nullable=False),
        sa.Column("legal_rep", sa.Text()),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("warehouse_address", sa.Text()),
        sa.Column("licence_scope", own.ExactJson(), nullable=False),
        sa.Column("salesperson", sa.Text(), nullable=False),
        sa.Column("credit_limit", own.ExactDecimal(2)),
        sa.Column("credit_days", sa.Integer()),
        sa.Column("invoice_title", sa.Text(), nullable=False),
        sa.Column("tax_no", sa.Text(), nullable=False),
        sa.Column("invoice_address", sa.Text()),
        sa.Column("invoice_phone", sa.Text()),
        sa.Column("bank_name", sa.Text()),
        sa.Column("bank_account", sa.Text()),
        sa.Column("invoice_email", sa.Text()),
        sa.Column("contacts", own.ExactJson(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        *_kept(),
        sa.CheckConstraint(
            "credit_days >= 0 AND credit_days <= 180", name=op.f("ck_register_customer_credit_days")
        ),
        sa.CheckConstraint("credit_limit >= 0", name=op.f("ck_register_customer_credit_limit")),
        sa.CheckConstraint("length(uscc) = 18", name=op.f("ck_register_customer_uscc")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_register_customer")),
        sa.UniqueConstraint("customer_code", name=op.f("uq_register_customer_customer_code")),
        sa.UniqueConstraint("name", name=op.f("uq_register_customer_name")),
        sa.UniqueConstraint("uscc", name=op.f("uq_register_customer_uscc")),
    )
    op.create_index("ix_register_customer_kind", "register_customer", ["kind", "status"])
    op.create_index("ix_register_customer_territory", "register_customer", ["territory"])


def _price() -> None:
    op.create_table(
        "register_price",
        sa.Column("key", own.Key(), autoincrement=False, nullable=False),
        sa.Column("price_key", sa.Text(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("price_type", sa.Text(), nullable=False),
        sa.Column("territory", sa.Text()),
        sa.Column("customer", sa.Text()),
        sa.Column("price", own.ExactDecimal(4)),
        sa.Column("floor_price", own.ExactDecimal(4)),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        *_kept(),
        sa.CheckConstraint(
            "(price_type = 'bid_floor' AND price IS NULL AND floor_price IS NOT NULL)"
            " OR (price_type <> 'bid_floor' AND price IS NOT NULL AND floor_price IS NULL)",
            name=op.f("ck_register_price_one_price"),
        ),
        sa.CheckConstraint("price > 0 OR floor_price > 0", name=op.f("ck_register_price_positive")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_register_price_term")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_register_price")),
    )
    op.create_index("ix_register_price_key", "register_price", ["price_key", "valid_from"])
    op.create_index("ix_register_price_product", "register_price", ["product", "price_type"])


def _product() -> None:
    op.create_table(
        "register_product",
        sa.Column("key", own.Key(), autoincrement=False, nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("generic_name", sa.Text(), nullable=False),
        sa.Column("trade_name", sa.Text()),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("control_class", sa.Text(), nullable=False),
        sa.Column("is_rx", sa.Boolean(), nullable=False),
        sa.Column("dosage_form", sa.Text()),
        sa.Column("spec", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("pack_qty", sa.Integer(), nullable=False),
        sa.Column("mid_pack_qty", sa.Integer()),
        sa.Column("carton_l_cm", own.ExactDecimal(2)),
        sa.Column("carton_w_cm", own.ExactDecimal(2)),
        sa.Column("carton_h_cm", own.ExactDecimal(2)),
        sa.Column("gross_weight_kg", own.ExactDecimal(3)),
        sa.Column("storage_cond", sa.Text(), nullable=False),
        sa.Column("shelf_life_months", sa.Integer(), nullable=False),
        sa.Column("min_remaining_pct", own.ExactDecimal(2), nullable=False),
        sa.Column("manufacturer", sa.Text(), nullable=False),
        sa.Column("mah_registrant", sa.Text(), nullable=False),
        sa.Column("registration", sa.Text()),
        sa.Column("udi_di", sa.Text()),
        sa.Column("nmpa_trace_code", sa.Text()),
        sa.Column("med_insurance_code", sa.Text()),
        sa.Column("tax_code", sa.Text()),
        sa.Column("tax_rate", sa.Text(), nullable=False),
        sa.Column("list_price", own.ExactDecimal(4)),
        sa.Column("floor_price", own.ExactDecimal(4)),
        sa.Column("status", sa.Text(), nullable=False),
        *_kept(),
        sa.CheckConstraint(
            "status = 'draft' OR (list_price IS NOT NULL AND floor_price IS NOT NULL)",
            name=op.f("ck_register_product_priced"),
        ),
        sa.CheckConstraint(
            "floor_price > 0 AND floor_price <= list_price", name=op.f("ck_register_product_prices")
        ),
        sa.CheckConstraint("pack_qty >= 1", name=op.f("ck_register_product_pack_qty")),
        sa.CheckConstraint("shelf_life_months >= 1", name=op.f("ck_register_product_shelf_life_months")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_register_product")),
        sa.UniqueConstraint("generic_name", "spec", "unit", name="uq_register_product_name_spec_unit"),
        sa.UniqueConstraint("product_code", name=op.f("uq_register_product_product_code")),
    )
    op.create_index("ix_register_product_registration", "register_product", ["registration"])


def _qualification() -> None:
    op.create_table(
        "register_qualification",
        sa.Column("key", own.Key(), autoincrement=False, nullable=False),
        sa.Column("doc_no", sa.Text(), nullable=False),
        sa.Column("owner_type", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("doc_kind", sa.Text(), nullable=False),
        sa.Column("cert_no", sa.Text()),
        sa.Column("issuer", sa.Text()),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("no_expiry", sa.Boolean(), nullable=False),
        sa.Column("paper_location", sa.Text(), nullable=False),
        sa.Column("scan", own.ExactJson()),
        sa.Column("sha256", sa.Text()),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("confidentiality", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.Text()),
        *_kept(),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from",
            name=op.f("ck_register_qualification_term"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_register_qualification")),
        sa.UniqueConstraint("doc_no", name=op.f("uq_register_qualification_doc_no")),
        sa.UniqueConstraint("supersedes", name=op.f("uq_register_qualification_supersedes")),
    )
    op.create_index(
        "ix_register_qualification_owner", "register_qualification", ["owner_type", "owner_id", "doc_kind"]
    )


def _territory() -> None:
    op.create_table(
        "register_territory",
        sa.Column("key", own.Key(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("parent_code", sa.Text()),
        sa.Column("two_invoice_drug", sa.Boolean(), nullable=False),
        sa.Column("two_invoice_device", sa.Boolean(), nullable=False),
        sa.Column("regional_manager", sa.Text()),
        *_kept(),
        sa.CheckConstraint("length(code) = 6", name=op.f("ck_register_territory_code")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_register_territory")),
        sa.UniqueConstraint("code", name=op.f("uq_register_territory_code")),
    )
