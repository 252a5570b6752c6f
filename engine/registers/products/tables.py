"""Products.

registration   the number of its certificate
udi_di         GTIN-14, or the code of another issuer
tax_rate       as text, `0.13`: a rate is a word of the law and never computed
floor_price    below it nobody sells without the general manager; seen by three roles alone, see `prices`
"""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Integer, Table, Text, UniqueConstraint

from engine.registers.shared.rows import kept
from engine.storage.metadata import METADATA
from engine.storage.types import ExactDecimal, Key

DRAFT, ON_SALE, SUSPENDED, DISCONTINUED = "draft", "on_sale", "suspended", "discontinued"

PRODUCT = Table(
    "register_product",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("product_code", Text, nullable=False, unique=True),
    Column("generic_name", Text, nullable=False),
    Column("trade_name", Text),
    Column("category", Text, nullable=False),
    Column("control_class", Text, nullable=False),
    Column("is_rx", Boolean, nullable=False),
    Column("dosage_form", Text),
    Column("spec", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("pack_qty", Integer, nullable=False),
    Column("mid_pack_qty", Integer),
    Column("carton_l_cm", ExactDecimal(2)),
    Column("carton_w_cm", ExactDecimal(2)),
    Column("carton_h_cm", ExactDecimal(2)),
    Column("gross_weight_kg", ExactDecimal(3)),
    Column("storage_cond", Text, nullable=False),
    Column("shelf_life_months", Integer, nullable=False),
    Column("min_remaining_pct", ExactDecimal(2), nullable=False),
    Column("manufacturer", Text, nullable=False),
    Column("mah_registrant", Text, nullable=False),
    Column("registration", Text),
    Column("udi_di", Text),
    Column("nmpa_trace_code", Text),
    Column("med_insurance_code", Text),
    Column("tax_code", Text),
    Column("tax_rate", Text, nullable=False),
    Column("list_price", ExactDecimal(4)),
    Column("floor_price", ExactDecimal(4)),
    Column("status", Text, nullable=False),
    *kept(),
    UniqueConstraint("generic_name", "spec", "unit", name="uq_register_product_name_spec_unit"),
    CheckConstraint("pack_qty >= 1", name="pack_qty"),
    CheckConstraint("shelf_life_months >= 1", name="shelf_life_months"),
    CheckConstraint("floor_price > 0 AND floor_price <= list_price", name="prices"),
    CheckConstraint(
        "status = 'draft' OR (list_price IS NOT NULL AND floor_price IS NOT NULL)", name="priced"
    ),
    Index("ix_register_product_registration", "registration"),
)
