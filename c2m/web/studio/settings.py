"""The brand: its name and its rules; and what could not be sent."""

from __future__ import annotations

import re
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from c2m.core import outbox
from c2m.core.db import atomic
from c2m.core.errors import Refused
from c2m.core.moves import trace
from c2m.loop import brand
from c2m.web import forms, guard
from c2m.web.studio import bp


@bp.get("/settings")
def settings() -> ResponseReturnValue:
    shop = brand.read()
    share = f"{shop.share_bp / 100:.2f}".rstrip("0").rstrip(".")
    return render_template("studio/settings.html", shop=shop, share=share, parked=outbox.parked(), kind_word=_kind_word)


def _kind_word(kind: str) -> str:
    return {"refund": _("A refund"), "sms": _("A text message")}.get(kind, kind)


@bp.post("/settings")
@forms.again(settings)
def save_settings() -> ResponseReturnValue:
    """They hold for what is made from now on: nothing published changes."""
    values: dict[str, Any] = {"name": forms.text("name", 30, required=True), "name_en": forms.text("name_en", 40)}
    values["name_en"] = values["name_en"] or values["name"]
    values |= {"lock_hours": forms.whole("lock_hours", 1, 240), "batch_pieces": forms.whole("batch_pieces", 1, 10_000)}
    values |= {"hold_minutes": forms.whole("hold_minutes", 5, 240), "winners": forms.whole("winners", 1, 50)}
    values["share_bp"] = _share()
    with atomic():
        brand.write(by=guard.me().id, **values)
    flash(_("Saved"), "ok")
    return redirect(url_for("studio.settings"), 303)


@bp.post("/settings/tries")
def try_again() -> ResponseReturnValue:
    """What was given up after five tries waits again, from its first try. Asked twice, it is tried once."""
    with atomic():
        for effect in outbox.parked():
            if str(effect.id) == request.form.get("effect"):
                outbox.again(effect.kind, effect.key, **effect.payload)
                trace(effect, "try again", by=guard.me().id)
    flash(_("It is tried again in a moment."), "ok")
    return redirect(url_for("studio.settings"), 303)


def _share() -> int:
    """A percentage with at most two decimals, in 1/100 of a percent."""
    typed = re.fullmatch(r"([0-9]{1,2})(?:\.([0-9]{1,2}))?", forms.text("share", 10).rstrip("% "), re.ASCII)
    share = int(typed[1]) * 100 + int((typed[2] or "").ljust(2, "0")) if typed else 0
    if not 0 < share <= 5000:
        raise Refused("Write the share in percent, for example 5 or 7.5, at most 50.", field="share")
    return share
