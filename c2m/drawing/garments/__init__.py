"""The pattern cabinet: silhouettes by name."""

from __future__ import annotations

from collections.abc import Callable

from c2m.drawing.forms import Form
from c2m.drawing.garments import tops
from c2m.drawing.pieces import Garment

SILHOUETTES: dict[str, Callable[[Form], Garment]] = {
    "tee": tops.tee, "boxy_tee": tops.boxy_tee, "block_tee": tops.block_tee, "long_sleeve": tops.long_sleeve,
    "rib_knit": tops.rib_knit, "hoodie": tops.hoodie,
}


def cut(silhouette: str, form: Form) -> Garment:
    """The pieces of a silhouette on a form, in painting order."""
    return SILHOUETTES.get(silhouette, tops.tee)(form)
