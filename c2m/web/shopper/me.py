"""Herself: what she told, her groups, her picks and what became of them, her messages."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from c2m.core.db import atomic
from c2m.insight import fates
from c2m.loop import communities, people
from c2m.loop import inbox as messages
from c2m.web import forms, guard
from c2m.web.shopper import bp, hosts

SHOWN = 60


@bp.get("/me")
def me() -> ResponseReturnValue:
    who = guard.me()
    return render_template(
        "shopper/me.html",
        person=who,
        desks=_desks(),
        memberships=communities.memberships(who.id),
        picks=fates.of_picks(who.id, SHOWN),
        tags=communities.NEED_TAGS,
        shapes=people.SHAPES,
    )


def _desks() -> list[tuple[str, str]]:
    """Where she works, if she does."""
    ways = []
    if "koc" in g.roles:
        ways.append((url_for("koc.home"), _("My KOC page")))
    if g.roles & guard.STUDIO:
        ways.append((url_for("studio.home"), _("Studio")))
    if "factory" in g.roles:
        ways.append((url_for("factory.home"), _("Factory")))
    return ways


@bp.post("/me")
@forms.again(me)
def tell_about_me() -> ResponseReturnValue:
    name, need = forms.text("name", 40), hosts.typed_need()
    with atomic():
        who = guard.me()
        who.name = name
        people.tell_need(who, **need)
    flash(_("Kept."), "ok")
    return redirect(url_for("shopper.me"), 303)


@bp.post("/me/groups/<code>/departures")
def leave_group(code: str) -> ResponseReturnValue:
    with atomic():
        group = communities.Group.find(code)
        communities.leave(group, guard.me().id)
    flash(_("You have left %(group)s.", group=group.name), "ok")
    return redirect(url_for("shopper.me"), 303)


@bp.get("/inbox")
def inbox() -> ResponseReturnValue:
    who = guard.me()
    return render_template("shopper/inbox.html", notices=messages.of(who.id), unread=messages.unread(who.id))


@bp.post("/inbox/readings")
def read_all() -> ResponseReturnValue:
    with atomic():
        messages.read(guard.me().id)
    return redirect(url_for("shopper.inbox"), 303)
