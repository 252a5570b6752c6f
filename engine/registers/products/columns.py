"""The columns of a product, and the words of their codes."""

from __future__ import annotations

from collections.abc import Mapping

from engine.execution.ports import Column
from engine.registers.products.tables import DISCONTINUED, DRAFT, ON_SALE, SUSPENDED
from engine.registers.shared.floor import SEES_FLOOR
from engine.registers.shared.product_kinds import CATEGORIES

Words = Mapping[str, Mapping[str, str]]
CONTROL_CLASSES: Words = {
    "none": {"zh-Hans": "无", "en": "None"},
    "narcotic": {"zh-Hans": "麻醉药品", "en": "Narcotic"},
    "psychotropic_1": {"zh-Hans": "第一类精神药品", "en": "Psychotropic, class 1"},
    "psychotropic_2": {"zh-Hans": "第二类精神药品", "en": "Psychotropic, class 2"},
    "toxic": {"zh-Hans": "医疗用毒性药品", "en": "Toxic"},
    "radioactive": {"zh-Hans": "放射性药品", "en": "Radioactive"},
    "precursor": {"zh-Hans": "药品类易制毒化学品", "en": "Precursor"},
}
UNITS: Words = {
    "盒": {"zh-Hans": "盒", "en": "box"},
    "瓶": {"zh-Hans": "瓶", "en": "bottle"},
    "支": {"zh-Hans": "支", "en": "piece"},
    "袋": {"zh-Hans": "袋", "en": "bag"},
    "人份": {"zh-Hans": "人份", "en": "test"},
    "套": {"zh-Hans": "套", "en": "set"},
    "台": {"zh-Hans": "台", "en": "unit"},
    "片": {"zh-Hans": "片", "en": "tablet"},
    "包": {"zh-Hans": "包", "en": "pack"},
    "箱": {"zh-Hans": "箱", "en": "carton"},
}
STORAGE: Words = {
    "room_10_30": {"zh-Hans": "常温（10–30℃）", "en": "Room (10–30 °C)"},
    "cool_lt20": {"zh-Hans": "阴凉（≤20℃）", "en": "Cool (up to 20 °C)"},
    "cold_2_8": {"zh-Hans": "冷藏（2–8℃）", "en": "Cold (2–8 °C)"},
    "frozen_lt_m15": {"zh-Hans": "冷冻（-15℃以下）", "en": "Frozen (below -15 °C)"},
}
TAX_RATES: Words = {
    rate: {"zh-Hans": words, "en": words}
    for rate, words in (("0.13", "13%"), ("0.09", "9%"), ("0.06", "6%"), ("0.03", "3%"), ("0.00", "0%"))
}
STATUS: Words = {
    DRAFT: {"zh-Hans": "草稿", "en": "Draft"},
    ON_SALE: {"zh-Hans": "在售", "en": "On sale"},
    SUSPENDED: {"zh-Hans": "暂停销售", "en": "Suspended"},
    DISCONTINUED: {"zh-Hans": "停产", "en": "Discontinued"},
}

COLUMNS = (
    Column("product_code", {"zh-Hans": "产品编码", "en": "Code"}),
    Column("generic_name", {"zh-Hans": "通用名称", "en": "Generic name"}),
    Column("spec", {"zh-Hans": "规格", "en": "Specification"}),
    Column("trade_name", {"zh-Hans": "商品名", "en": "Trade name"}, in_list=False),
    Column("category", {"zh-Hans": "类别", "en": "Category"}, "enum", True, CATEGORIES),
    Column("control_class", {"zh-Hans": "管制类别", "en": "Controlled as"}, "enum", True, CONTROL_CLASSES,
           in_list=False),
    Column("is_rx", {"zh-Hans": "处方药", "en": "Prescription drug"}, "bool", True, in_list=False),
    Column("dosage_form", {"zh-Hans": "剂型", "en": "Dosage form"}, in_list=False),
    Column("unit", {"zh-Hans": "基本单位", "en": "Unit"}, "enum", False, UNITS),
    Column("pack_qty", {"zh-Hans": "装箱数", "en": "Per carton"}, "number"),
    Column("mid_pack_qty", {"zh-Hans": "中包装数", "en": "Per inner pack"}, "number", in_list=False),
    Column("carton_l_cm", {"zh-Hans": "外箱长（cm）", "en": "Carton length (cm)"}, "number", in_list=False),
    Column("carton_w_cm", {"zh-Hans": "外箱宽（cm）", "en": "Carton width (cm)"}, "number", in_list=False),
    Column("carton_h_cm", {"zh-Hans": "外箱高（cm）", "en": "Carton height (cm)"}, "number", in_list=False),
    Column("gross_weight_kg", {"zh-Hans": "毛重（kg）", "en": "Gross weight (kg)"}, "number", in_list=False),
    Column("storage_cond", {"zh-Hans": "贮存条件", "en": "Storage"}, "enum", True, STORAGE),
    Column("shelf_life_months", {"zh-Hans": "有效期（月）", "en": "Shelf life (months)"}, "number",
           in_list=False),
    Column("min_remaining_pct", {"zh-Hans": "出库最低剩余效期（%）", "en": "Least life left (%)"}, "pct",
           in_list=False),
    Column("manufacturer", {"zh-Hans": "生产企业", "en": "Manufacturer"}, in_list=False),
    Column("mah_registrant", {"zh-Hans": "上市许可持有人/注册人", "en": "Registrant"}, in_list=False),
    Column("registration", {"zh-Hans": "注册证/批准文号", "en": "Certificate"}, "reference", True,
           register="certificates"),
    Column("udi_di", {"zh-Hans": "UDI-DI", "en": "UDI-DI"}, in_list=False),
    Column("nmpa_trace_code", {"zh-Hans": "药品追溯码前7位", "en": "Trace code, first 7"}, in_list=False),
    Column("med_insurance_code", {"zh-Hans": "医保编码", "en": "Insurance code"}, in_list=False),
    Column("tax_code", {"zh-Hans": "税收分类编码", "en": "Tax code"}, in_list=False),
    Column("tax_rate", {"zh-Hans": "税率", "en": "Tax rate"}, "enum", False, TAX_RATES, in_list=False),
    Column("list_price", {"zh-Hans": "出厂价", "en": "List price"}, "price"),
    Column("floor_price", {"zh-Hans": "底价", "en": "Floor price"}, "price", see=SEES_FLOOR),
    Column("status", {"zh-Hans": "状态", "en": "State"}, "enum", True, STATUS),
)  # fmt: skip
