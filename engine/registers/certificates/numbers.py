"""The numbers of certificates: how they are built and what they say of the product.

医疗器械注册与备案管理办法 (2021) arts. 115, 116: place, form, year of the first registration, class,
category and serial. A renewal keeps year and serial; another class gives another number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.kernel.errors import Problem

DEVICE, FILING, DRUG, IMPORTED_DRUG = "device_reg", "device_filing", "drug_approval", "import_drug"
PLACES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_DEVICE = re.compile(rf"(国|[{PLACES}])械注(准|进|许)(\d{{4}})([23])(\d{{2}})(\d{{4}})")
_FILING = re.compile(rf"(国|[{PLACES}][\u4e00-\u9fff]?)械备\d{{4}}\d{{3,5}}(号)?")
_DRUG = re.compile(r"国药准字[HZSTBFJ][CJ]?\d{8}")
SHAPES: Mapping[str, re.Pattern[str]] = {
    DEVICE: _DEVICE, FILING: _FILING, DRUG: _DRUG, IMPORTED_DRUG: _DRUG
}  # fmt: skip


def problem(kind: str, number: str) -> Problem | None:
    """What is wrong with a number of this kind."""
    if not SHAPES[kind].fullmatch(number):
        return Problem("certificate_no_malformed", facts={"number": number})
    return _device_problem(number) if kind == DEVICE else None


def class_of(number: str) -> str | None:
    """`2` or `3`, the class that a device's number says; None for other numbers."""
    found = _DEVICE.fullmatch(number)
    return found[4] if found else None


def _device_problem(number: str) -> Problem | None:
    """Class 3 and what comes from abroad is registered with the nation, class 2 with a province."""
    found = _DEVICE.fullmatch(number)
    assert found is not None
    place, form, class_ = found[1], found[2], found[4]
    national = class_ == "3" or form in "进许"
    if national and place != "国":
        return Problem("certificate_place_must_be_national", facts={"number": number, "place": place})
    if place == "国" and form == "准" and class_ != "3":
        return Problem("certificate_class_must_be_3", facts={"number": number})
    return None
