"""KOCs, their groups and their cards."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from c2m.core.db import atomic, db
from c2m.core.moves import move, trace
from c2m.insight import cards, crowds
from c2m.loop import communities as stages
from c2m.loop import files, people
from c2m.web import forms, guard, uploads
from c2m.web.studio import bp

BODY = {
    "height_cm": (120, 210),
    "weight_kg": (30, 150),
    "bust_cm": (60, 160),
    "waist_cm": (45, 160),
    "hip_cm": (60, 170),
}


@bp.get("/communities")
def communities() -> ResponseReturnValue:
    rows = select(stages.Koc).options(selectinload(stages.Koc.groups), joinedload(stages.Koc.portrait))
    kocs = list(db.session.scalars(rows.order_by(stages.Koc.id)))
    members = crowds.members([koc.id for koc in kocs])
    return render_template(
        "studio/communities.html",
        kocs=kocs,
        members={koc.id: sum(members.get(group.id, 0) for group in koc.groups) for koc in kocs},
        tags=stages.NEED_TAGS,
        chosen=request.form.getlist("tags"),
    )


@bp.post("/communities")
@forms.again(communities)
def appoint() -> ResponseReturnValue:
    """The person of this phone, made if there is none, is a KOC from now on."""
    phone, name = people.phone_of(forms.text("phone", 30)), forms.text("name", 40)
    need, tags = forms.text("need", 60), forms.many("tags", stages.NEED_TAGS)
    with atomic():
        person = people.by_phone(phone) or people.join(name, phone)
        koc = stages.appoint(person, name, need, tags, by=guard.me().id)
        stages.open_group(koc, forms.text("group", 40) or _("%(koc)s’s first group", koc=koc.name), by=guard.me().id)
    flash(_("%(koc)s is a KOC, with her first group. Fill in what her members want to know.", koc=koc.name), "ok")
    return redirect(url_for("studio.koc", code=koc.code), 303)


@bp.get("/communities/<code>")
def koc(code: str) -> ResponseReturnValue:
    shown = stages.Koc.find(code)
    return render_template(
        "studio/koc.html",
        koc=shown,
        only=request.endpoint if forms.refused() else None,
        members=crowds.members([shown.id]),
        funnels=cards.funnels(shown.id),
        tags=stages.NEED_TAGS,
        chosen=request.form.getlist("tags") if forms.refused() else shown.need_tags,
        most=stages.GROUPS_EACH,
        capacity=stages.CAPACITY,
    )


@bp.post("/communities/<code>")
@forms.again(koc)
def change_koc(code: str) -> ResponseReturnValue:
    stages.Koc.find(code)
    values, sent = _typed(), uploads.pictures_from("portrait", most=1)
    with atomic():
        shown = stages.Koc.find(code)
        for name, value in values.items():
            setattr(shown, name, value)
        if sent:
            shown.portrait = files.keep_picture(sent[0])
        trace(shown, "change", by=guard.me().id)
    flash(_("Saved"), "ok")
    return redirect(url_for("studio.koc", code=code), 303)


def _typed() -> dict[str, Any]:
    words = {"name": forms.text("name", 40, required=True), "need": forms.text("need", 60, required=True)}
    words |= {"about": forms.text("about", 500), "wears": forms.text("wears", 10)}
    numbers = {name: forms.whole_or_none(name, *bounds) for name, bounds in BODY.items()}
    return words | numbers | {"need_tags": forms.many("tags", stages.NEED_TAGS)}


@bp.post("/communities/<code>/pauses")
def pause_koc(code: str) -> ResponseReturnValue:
    """She takes no new members; resumed by the same button."""
    with atomic():
        shown = stages.Koc.find(code)
        move(shown, "resume" if shown.state == "paused" else "pause", by=guard.me().id)
    again, paused = _("%(koc)s takes new members again."), _("%(koc)s takes no new members for now.")
    flash((again if shown.state == "active" else paused) % {"koc": shown.name}, "ok")
    return redirect(url_for("studio.koc", code=code), 303)


@bp.post("/communities/<code>/groups")
@forms.again(koc)
def open_group(code: str) -> ResponseReturnValue:
    name, capacity = forms.text("group", 40, required=True), forms.whole("capacity", 1, 500)
    with atomic():
        group = stages.open_group(stages.Koc.find(code), name, capacity, by=guard.me().id)
    flash(_("%(group)s is open.", group=group.name), "ok")
    return redirect(url_for("studio.koc", code=code, _anchor="groups"), 303)


@bp.post("/communities/<code>/cards")
@forms.again(koc)
def make_card(code: str) -> ResponseReturnValue:
    """A card points at one of her groups; when it is full its code moves on."""
    with atomic():
        shown = stages.Koc.find(code)
        wanted = forms.chosen("of_group", [group.code for group in shown.groups])
        group = next(one for one in shown.groups if one.code == wanted)
        card = stages.make_card(group, forms.text("card", 60), by=guard.me().id)
    flash(_("%(card)s is ready. Its address never changes.", card=card.name), "ok")
    return redirect(url_for("studio.koc", code=code, _anchor="cards"), 303)


@bp.post("/cards/<code>/handouts")
def hand_out(code: str) -> ResponseReturnValue:
    with atomic():
        card = stages.Card.find(code)
        stages.hand_out(card, forms.whole("count", 1, 100_000), by=guard.me().id)
        owner = card.group.koc.code
    return redirect(url_for("studio.koc", code=owner, _anchor="cards"), 303)
