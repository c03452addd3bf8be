"""Numbers: do voters buy, how far each pick came, who votes, what becomes of the cards."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from c2m.insight import fates, numbers, rates
from c2m.web import forms
from c2m.web.studio import bp


@bp.get("/insight")
def insight() -> ResponseReturnValue:
    page, whole = forms.page(), numbers.how_many()
    sold = numbers.sold(page)
    return render_template(
        "studio/insight.html",
        sold=sold,
        all_sent=fates.sent({one.sale.id for one in sold}),
        picked=_pooled([one.conversion.picked for one in sold]),
        others=_pooled([one.conversion.not_picked for one in sold]),
        turnouts=numbers.turnouts() if page == 1 else [],
        funnels=numbers.funnels() if page == 1 else [],
        page=page,
        pages=-(-whole // numbers.PAGE),
    )


def _pooled(given: list[rates.Rate]) -> rates.Rate:
    """All sales of the page together: a person counts once for each sale."""
    return rates.rate(sum(one.buyers for one in given), sum(one.people for one in given))
