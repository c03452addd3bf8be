"""The people of the tests. The same ones everywhere, so that rules read as a story."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Who:
    name: str
    phone: str
    roles: tuple[str, ...] = ()


XU_JING = Who("许静", "13800132001", ("operator",))
"""She runs the brand."""
SU_HE = Who("苏禾", "13800132002", ("designer",))
DING_NING = Who("丁宁", "13800132003", ("support",))
"""She answers the members."""
LAO_GU = Who("顾师傅", "13800132004", ("factory",))
"""He runs the floor at 嘉兴."""
XIAO_WEI = Who("魏姐", "13800132005", ("factory",))
"""She works for the other factory, at 绍兴."""

XIAO_TANG = Who("小棠", "13900132011")
"""KOC: 158 cm, and nothing off the rack fits. ``makers.koc()`` makes her one."""
A_NING = Who("阿宁", "13900132012")
"""KOC: 172 cm, sleeves are always too short."""

LIN = Who("林小满", "13700132021")
WU = Who("吴桐", "13700132022")
CHEN = Who("陈知夏", "13700132023")
ZHOU = Who("周以沫", "13700132024")
HE = Who("何青", "13700132025")
SHOPPERS = (LIN, WU, CHEN, ZHOU, HE)

JIAXING = "嘉兴针织一厂"
SHAOXING = "绍兴成衣厂"


def member(number: int) -> Who:
    """Any number of members more, for crowds."""
    return Who(f"成员{number:04d}", f"136{number:08d}")
