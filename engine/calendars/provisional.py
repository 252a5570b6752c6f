"""The holidays that are certain before the State Council publishes a year.

Source: 全国年节及纪念日放假办法 (2024 revision): New Year's Day, two days of Labour Day, three days of
National Day. The lunar holidays (Spring Festival, Qingming, Dragon Boat, Mid-Autumn) and every make-up day
are unknown until the notice.
"""

from __future__ import annotations

from datetime import date

_FIXED = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}


def fixed_holiday(day: date) -> str | None:
    """Name of the fixed holiday on that day, else None."""
    return _FIXED.get((day.month, day.day))
