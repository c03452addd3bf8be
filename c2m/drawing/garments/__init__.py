"""The pattern cabinet: silhouettes by name."""

from __future__ import annotations

from collections.abc import Callable

from c2m.drawing.forms import Form
from c2m.drawing.garments import accessories, coats, dresses, knits, shirts, skirts, tops, trousers
from c2m.drawing.pieces import Garment

SILHOUETTES: dict[str, Callable[[Form], Garment]] = {
    "tee": tops.tee, "boxy_tee": tops.boxy_tee, "block_tee": tops.block_tee, "long_sleeve": tops.long_sleeve,
    "rib_knit": tops.rib_knit, "hoodie": tops.hoodie,
    "shirt": shirts.shirt, "loose_shirt": shirts.loose_shirt, "puff_blouse": shirts.puff_blouse,
    "cardigan": knits.cardigan, "vest": knits.vest, "turtleneck": knits.turtleneck,
    "trench": coats.trench, "blazer": coats.blazer, "coat": coats.coat, "tweed_jacket": coats.tweed_jacket,
    "overshirt": coats.overshirt,
    "wrap_dress": dresses.wrap_dress, "ruffle_dress": dresses.ruffle_dress, "slip_dress": dresses.slip_dress,
    "sundress": dresses.sundress, "tea_dress": dresses.tea_dress, "shirt_dress": dresses.shirt_dress, "tier_dress": dresses.tier_dress,
    "aline_skirt": skirts.aline_skirt, "pleated_skirt": skirts.pleated_skirt, "wrap_skirt": skirts.wrap_skirt,
    "jeans": trousers.jeans, "wide_jeans": trousers.wide_jeans, "wide_trousers": trousers.wide_trousers,
    "shorts": trousers.shorts, "jumpsuit": trousers.jumpsuit, "tote": accessories.tote, "beanie": accessories.beanie,
}


def cut(silhouette: str, form: Form) -> Garment:
    """The pieces of a silhouette on a form, in painting order."""
    return SILHOUETTES[silhouette](form)
