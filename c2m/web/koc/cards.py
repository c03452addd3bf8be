"""Her cards: made, handed out, and what became of them."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from c2m.core.db import atomic
from c2m.core.errors import Refused
from c2m.insight import cards as funnels
from c2m.loop import communities
from c2m.web import forms, guard
from c2m.web.koc import bp, codes, hers
from c2m.web.koc import home as homes


@bp.post("/cards")
@forms.again(homes.home)
def make_card() -> ResponseReturnValue:
    name = forms.text("name", 60)
    with atomic():
        if not request.form.get("group"):
            raise Refused("Choose the group it leads to.", field="group")
        made = communities.make_card(hers.group(request.form["group"]), name, by=guard.me().id)
    flash(_("Made. Its code works from now on."), "ok")
    return redirect(url_for("koc.card", code=made.code), 303)


@bp.get("/cards/<code>")
def card(code: str) -> ResponseReturnValue:
    shown = hers.card(code)
    funnel = next(one for one in funnels.funnels(shown.group.koc_id) if one.card.id == shown.id)
    full = communities.members(shown.group_id) >= shown.group.capacity
    leads_to = homes.next_group(shown.group.koc) if full else shown.group
    return render_template(
        "koc/card.html",
        card=shown,
        funnel=funnel,
        leads_to=leads_to,
        code=codes.drawn(shown),
        address=codes.address(shown),
    )


@bp.post("/cards/<code>/handouts")
@forms.again(card)
def hand_out(code: str) -> ResponseReturnValue:
    count = _signed("count")
    with atomic():
        communities.hand_out(hers.card(code), count, by=guard.me().id)
    flash(_("Kept."), "ok")
    return redirect(url_for("koc.card", code=code), 303)


def _signed(field: str) -> int:
    """A whole number above 0; with "fewer" pressed, that many fewer."""
    count = forms.whole(field, 1, 100_000)
    return -count if request.form.get("way") == "fewer" else count


@bp.get("/cards/<code>/code.png")
def code_png(code: str) -> ResponseReturnValue:
    """The code alone, to print."""
    shown = hers.card(code)
    answer = Response(codes.printed(shown), mimetype="image/png")
    answer.headers["Content-Disposition"] = f'attachment; filename="card-{shown.code}.png"'
    return answer
