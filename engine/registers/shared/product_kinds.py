"""Categories of products: the same codes in products, certificates and the licences of customers."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, str]

CATEGORIES: Mapping[str, Words] = {
    code: {"zh-Hans": chinese, "en": english}
    for code, chinese, english in (
        ("drug", "药品", "Drug"),
        ("biologic", "生物制品", "Biological product"),
        ("device_1", "第一类医疗器械", "Device, class 1"),
        ("device_2", "第二类医疗器械", "Device, class 2"),
        ("device_3", "第三类医疗器械", "Device, class 3"),
        ("ivd_2", "第二类体外诊断试剂", "IVD reagent, class 2"),
        ("ivd_3", "第三类体外诊断试剂", "IVD reagent, class 3"),
        ("ivd_drug", "按药品管理的体外诊断试剂", "IVD reagent managed as a drug"),
        ("other", "其他", "Other"),
    )
}
# Managed by the law of drugs; everything else that has a class, by that of devices.
DRUGS = frozenset({"drug", "biologic", "ivd_drug"})


def device_class(category: str) -> str | None:
    """`1`, `2` or `3` of what is managed as a device, else None."""
    last = category.rpartition("_")[2]
    return last if last in {"1", "2", "3"} else None
