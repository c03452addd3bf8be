"""Her first page: what waits for her today, how her pre-sale does, her groups and their codes."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from c2m.core.errors import Refused
from c2m.insight import cards as funnels
from c2m.insight import fronting, tryons
from c2m.loop import communities, posts, samples
from c2m.web.koc import bp, codes, hers

NEARLY_FULL = 0.9


@dataclass(frozen=True)
class GroupShown:
    """A group as she sees it: how full it is, and the newest card that leads to it."""

    group: communities.Group
    members: int
    card: communities.Card | None
    code: Markup | None

    @property
    def room(self) -> str:
        """full | nearly | free."""
        if self.members >= self.group.capacity:
            return "full"
        return "nearly" if self.members >= self.group.capacity * NEARLY_FULL else "free"


@bp.get("")
def home() -> ResponseReturnValue:
    koc = hers.koc()
    handed = funnels.funnels(koc.id)
    sales = fronting.of_koc(koc.id)
    return render_template(
        "koc/home.html",
        koc=koc,
        desk=tryons.of_koc(koc.id),
        running=[one for one in sales if one.sale.state in {"scheduled", "open"}],
        over=[one for one in sales if one.sale.state not in {"scheduled", "open"}],
        groups=_groups(koc, handed),
        next_group=next_group(koc),
        choices=[(group.code, group.name) for group in koc.groups],
        funnels=handed,
        least=posts.LEAST_PICTURES,
        days=samples.POSTING.days,
    )


def _groups(koc: communities.Koc, handed: list[funnels.Funnel]) -> list[GroupShown]:
    newest = {one.card.group_id: one.card for one in handed}
    shown = []
    for group in koc.groups:
        card = newest.get(group.id)
        shown.append(GroupShown(group, communities.members(group.id), card, codes.drawn(card) if card else None))
    return shown


def next_group(koc: communities.Koc) -> communities.Group | None:
    """Where the codes of her full groups lead now; None when all are full."""
    try:
        return communities.with_room(koc.id)
    except Refused:
        return None
