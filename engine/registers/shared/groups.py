"""Under what the list of registers puts them."""

from __future__ import annotations

from collections.abc import Mapping

MASTER_DATA: Mapping[str, str] = {"zh-Hans": "基础资料", "en": "Master data"}
PLATFORMS: Mapping[str, str] = {"zh-Hans": "平台", "en": "Platforms"}
