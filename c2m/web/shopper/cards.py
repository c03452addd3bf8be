"""A card's live code: it counts, shows the KOC, and opens the group that has room."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from c2m.core.db import atomic
from c2m.loop import communities
from c2m.web import guard
from c2m.web.shopper import bp, hosts


@bp.get("/c/<code>")
def card(code: str) -> ResponseReturnValue:
    shown = communities.Card.find(code)
    if _looked():
        session["card"] = shown.code
        with atomic():
            communities.seen(shown, "scanned", guard.visitor())
    return render_template(
        "shopper/card.html", card=shown, koc=shown.group.koc, **hosts.standing(shown.group.koc, shown)
    )


def _looked() -> bool:
    """A person looks; link previews that only ask for the head, and pages fetched ahead, are not scans."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")


@bp.post("/c/<code>/additions")
def add(code: str) -> ResponseReturnValue:
    """She says that she has added the KOC."""
    with atomic():
        communities.seen(communities.Card.find(code), "added", guard.visitor())
    flash(_("Good. She will take you into the group."), "ok")
    return redirect(url_for("shopper.card", code=code), 303)


@bp.post("/c/<code>/members")
def join_by_card(code: str) -> ResponseReturnValue:
    shown = communities.Card.find(code)
    session["card"] = shown.code
    return hosts.enter(shown.group.koc)
