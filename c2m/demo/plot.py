"""What happened in the demo brand, as data: who voted for what, what became of the samples, how the sales went."""

from __future__ import annotations

from typing import NamedTuple

from c2m import drawing

KEYS = [style.key for style in drawing.CATALOGUE]


class Voting(NamedTuple):
    """A round of 20. ``days``: before today (at 10:00 to 21:00); 0 = it is open now, -1 = it opens next.
    ``best``: the designs with the most voters, and how many; the others have fewer."""

    key: str
    koc: str
    days: int
    shown: tuple[str, ...]
    best: tuple[tuple[str, int], ...] = ()
    aside: str = ""
    confirmed: bool = True


ROUNDS = (
    Voting(
        "tang-1", "xiaotang", 26, tuple(KEYS[:20]),
        (("dot-wrap-dress", 52), ("rib-short-knit", 47), ("gingham-sundress", 44), ("straight-jeans", 42),
         ("mohair-cardigan", 39), ("a-line-skirt", 34)),
        aside="gingham-sundress",
    ),
    Voting(
        "aning-1", "aning", 8, tuple(KEYS[6:12] + KEYS[13:15] + KEYS[22:34]),
        (("poplin-shirt", 37), ("soft-blazer", 33), ("wide-trousers", 30), ("stripe-shirt", 26), ("turtleneck", 22)),
    ),
    Voting(
        "tang-2", "xiaotang", 7, tuple(KEYS[14:34]),
        (("flower-tea-dress", 61), ("puff-blouse", 55), ("wrap-skirt", 49), ("tweed-jacket", 45), ("linen-shorts", 40)),
    ),
    Voting(
        "manman-1", "manman", 5, tuple(KEYS[11:13] + KEYS[16:34]),
        (("tier-dress", 21), ("shirt-dress", 18), ("block-tee", 16), ("puff-blouse", 15), ("wide-jeans", 13)),
    ),
    Voting(
        "tang-3", "xiaotang", 1, tuple(KEYS[4:24]),
        (("soft-blazer", 48), ("satin-slip", 43), ("boxy-tee", 41), ("trench", 37), ("cable-vest", 33)),
        confirmed=False,
    ),
    Voting("tang-4", "xiaotang", 0, tuple(KEYS[1:7] + KEYS[12:15] + KEYS[20:31])),
    Voting("aning-2", "aning", 0, tuple(KEYS[0:3] + KEYS[10:16] + KEYS[23:34])),
    Voting("tang-5", "xiaotang", -1, tuple(KEYS[0:6] + KEYS[14:28])),
)  # fmt: skip


LIKED = {
    "xiaotang": ("dot-wrap-dress", "rib-short-knit", "puff-blouse", "flower-tea-dress"),
    "aning": ("poplin-shirt", "wide-trousers"),
}
"""What the visitor among her members picked, so that her pages have something to tell."""


class Wearing(NamedTuple):
    """What becomes of one sample. ``ends``: asked | made | sent | received | again | submitted | returned | posted | declined.
    ``round``: None = asked for outside a round, with ``reason``. ``gap``: hours from one step to the next."""

    style: str
    koc: str
    ends: str
    scene: str
    round: str | None = None
    reason: str = ""
    wears: str = "M"
    gap: int = 12


SAMPLES = (
    Wearing("dot-wrap-dress", "xiaotang", "posted", "street", "tang-1"),
    Wearing("rib-short-knit", "xiaotang", "posted", "cafe", "tang-1"),
    Wearing("straight-jeans", "xiaotang", "declined", "street", "tang-1"),
    Wearing("mohair-cardigan", "xiaotang", "posted", "mirror", "tang-1"),
    Wearing("a-line-skirt", "xiaotang", "again", "park", "tang-1"),
    Wearing("poplin-shirt", "aning", "posted", "office", "aning-1", wears="L", gap=6),
    Wearing("soft-blazer", "aning", "submitted", "office", "aning-1", wears="L", gap=36),
    Wearing("wide-trousers", "aning", "returned", "street", "aning-1", wears="28", gap=38),
    Wearing("stripe-shirt", "aning", "received", "office", "aning-1", gap=40),
    Wearing("turtleneck", "aning", "made", "office", "aning-1", gap=60),
    Wearing("flower-tea-dress", "xiaotang", "posted", "park", "tang-2"),
    Wearing("flower-tea-dress", "manman", "posted", "cafe", None, "满满群里也有很多人问这条裙子", "XL"),
    Wearing("puff-blouse", "xiaotang", "posted", "cafe", "tang-2"),
    Wearing("wrap-skirt", "xiaotang", "posted", "park", "tang-2"),
    Wearing("tweed-jacket", "xiaotang", "received", "office", "tang-2", gap=30),
    Wearing("linen-shorts", "xiaotang", "sent", "park", "tang-2", gap=40),
    Wearing("tier-dress", "manman", "posted", "park", "manman-1", wears="XL"),
    Wearing("shirt-dress", "manman", "sent", "street", "manman-1"),
    Wearing("block-tee", "manman", "asked", "street", "manman-1"),
)


class Selling(NamedTuple):
    """A sale. Times in hours from now: ``opens`` and ``closes``. ``picked``, ``others``: how many of the voters and of
    the rest of the groups bought. ``ends``: draft | coming | running | met | cutting | received | missed."""

    style: str
    kocs: tuple[str, ...]
    opens: int
    closes: int
    minimum: int
    picked: int
    others: int
    ends: str
    cap: int | None = None
    per_person: int | None = 2


SALES = (
    Selling("dot-wrap-dress", ("xiaotang",), -20 * 24, -17 * 24, 40, 35, 8, "received"),
    Selling("rib-short-knit", ("xiaotang",), -16 * 24, -13 * 24, 60, 19, 3, "missed"),
    Selling("poplin-shirt", ("aning",), -5 * 24, -3 * 24, 24, 25, 3, "cutting", 80),
    Selling("puff-blouse", ("xiaotang",), -3 * 24, -5, 30, 33, 4, "met"),
    Selling("flower-tea-dress", ("xiaotang", "manman"), -30, 50, 60, 31, 6, "running", 300),
    Selling("wrap-skirt", ("xiaotang",), 28, 120, 40, 0, 0, "coming"),
    Selling("tier-dress", ("manman",), 48, 120, 20, 0, 0, "draft"),
)
