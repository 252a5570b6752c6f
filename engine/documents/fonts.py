"""Which installed fonts stand in for those that Chinese Word documents name.

The documents name the fonts of Windows, so that Word uses them; a server has Noto instead. There is no
free 仿宋 or 楷体 of the same width in Debian, so both become the serif.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

_SONG = ("宋体", "SimSun", "新宋体", "NSimSun", "方正小标宋简体")
_FANGSONG = ("仿宋", "仿宋_GB2312", "FangSong", "FangSong_GB2312")
_STAND_INS: Mapping[str, tuple[str, ...]] = {
    "Noto Serif CJK SC": (*_SONG, *_FANGSONG, "楷体", "KaiTi"),
    "Noto Sans CJK SC": ("黑体", "SimHei", "微软雅黑", "Microsoft YaHei", "等线", "DengXian"),
    "Liberation Serif": ("Times New Roman", "Times"),
    "Liberation Sans": ("Arial", "Helvetica"),
}


def _alias(named: str, used: str) -> str:
    return f'<match target="pattern"><test name="family"><string>{escape(named)}</string></test>' + (
        f'<edit name="family" mode="prepend" binding="strong"><string>{escape(used)}</string></edit></match>'
    )


FONT_MAP = "\n".join(
    [
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>',
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>',
        *(_alias(named, used) for used, names in _STAND_INS.items() for named in names),
        "</fontconfig>",
    ]
)
