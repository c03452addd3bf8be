"""KOCs: who is nearest to a newcomer's need, and one KOC's page with her record."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from c2m.core.db import atomic
from c2m.core.errors import Refused
from c2m.insight import agenda, records
from c2m.loop import communities, people
from c2m.web import forms, guard
from c2m.web.shopper import bp, kept


@bp.get("/hosts")
def kocs() -> ResponseReturnValue:
    need = _need()
    near = communities.nearest(need["tags"], need["height_cm"], need["weight_kg"])
    told = bool(need["tags"] or need["height_cm"] or need["weight_kg"])
    shared = {koc.id: [tag for tag in koc.need_tags if tag in need["tags"]] for koc in near}
    return render_template(
        "shopper/hosts.html",
        kocs=near,
        need=need,
        told=told,
        shared=shared,
        tags=communities.NEED_TAGS,
        shapes=people.SHAPES,
    )


def _need() -> dict[str, Any]:
    """What she told, here or in her account."""
    who = guard.person()
    if who is None:
        return session.get("need") or {"need": "", "tags": [], "height_cm": None, "weight_kg": None, "shape": None}
    numbers = {"height_cm": who.height_cm, "weight_kg": who.weight_kg, "shape": who.shape}
    return {"need": who.need, "tags": list(who.need_tags)} | numbers


def typed_need() -> dict[str, Any]:
    """The need as she typed it, checked in shape; people.tell_need checks the rest."""
    return {
        "need": forms.text("need", 200),
        "tags": forms.many("tags", communities.NEED_TAGS),
        "height_cm": forms.whole_or_none("height_cm", 120, 210),
        "weight_kg": forms.whole_or_none("weight_kg", 30, 150),
        "shape": forms.chosen("shape", people.SHAPES) if request.form.get("shape") else None,
    }


@bp.post("/hosts/needs")
@forms.again(kocs)
def tell_need() -> ResponseReturnValue:
    need, who = typed_need(), guard.person()
    if who is None:
        session["need"] = need
    else:
        with atomic():
            people.tell_need(who, **need)
    return redirect(url_for("shopper.kocs", _anchor="near"), 303)


@bp.get("/hosts/<code>")
def koc(code: str) -> ResponseReturnValue:
    shown = communities.Koc.find(code)
    first = agenda.first_for([shown.id])
    mine = first.open if first.open and first.open.koc_id == shown.id else None
    last = first.last if first.last and first.last.koc_id == shown.id else None
    return render_template(
        "shopper/host.html",
        koc=shown,
        body=_body(shown),
        record=records.of(shown),
        open_round=mine,
        last=last,
        **standing(shown, kept.card()),
    )


def _body(koc: communities.Koc) -> list[dict[str, str]]:
    """Her build, as she chose to tell it."""
    parts = [
        (_("Height"), koc.height_cm, "cm"),
        (_("Weight"), koc.weight_kg, "kg"),
        (_("Bust"), koc.bust_cm, "cm"),
        (_("Waist"), koc.waist_cm, "cm"),
        (_("Hip"), koc.hip_cm, "cm"),
    ]
    told = [{"label": label, "value": f"{number} {unit}"} for label, number, unit in parts if number]
    return told + ([{"label": _("Wears"), "value": koc.wears}] if koc.wears else [])


def standing(koc: communities.Koc, card: communities.Card | None = None) -> dict[str, Any]:
    """How the reader stands to this KOC: her membership, or the group she would join, or None when all are full."""
    who = guard.person()
    place = communities.place_of(who.id, koc.id) if who else None
    try:
        room = communities.with_room(koc.id, card.group if card and card.group.koc_id == koc.id else None)
    except Refused:
        room = None
    return {"place": place, "room": room}


@bp.post("/hosts/<code>/members")
def join(code: str) -> ResponseReturnValue:
    return enter(communities.Koc.find(code))


def enter(koc: communities.Koc) -> ResponseReturnValue:
    """Become a member of this KOC's group; who is not signed in does so first, and then is a member."""
    if koc.state != "active":
        raise Refused("She takes no new members now. Look at the other hosts.", status=409)
    who = guard.person()
    if who is None:
        session["joining"] = {"koc": koc.code}
        return redirect(url_for("account.sign_in", next=url_for("shopper.koc", code=koc.code)), 303)
    with atomic():
        place = communities.settle_in(who.id, koc.id, kept.card())
    flash(_("You are in: %(group)s.", group=place.group.name), "ok")
    return redirect(url_for("shopper.koc", code=koc.code), 303)
