"""The first page of signing in, what happens on arrival, and the ways out."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from c2m.core.db import atomic
from c2m.core.errors import Refused
from c2m.demo import cast
from c2m.loop import people
from c2m.web import forms, guard
from c2m.web.account import bp
from c2m.web.shopper import kept

HOMES = (
    ("operator", "studio.home"),
    ("designer", "studio.home"),
    ("support", "studio.home"),
    ("factory", "factory.home"),
    ("koc", "koc.home"),
)


@bp.get("/signin")
def sign_in() -> ResponseReturnValue:
    if guard.person():
        return redirect(wanted(), 303)
    waiting = sum(len(codes) for codes in session.get("picks", {}).values())
    players = cast.present() if current_app.config["DEMO"] else []
    return render_template(
        "account/sign_in.html", next=request.values.get("next") and wanted(), cast=players, waiting=waiting
    )


def wanted() -> str:
    """Where she wanted to go before signing in."""
    return forms.inside(request.values.get("next"))


def arrive(person: people.Person, new: bool = False) -> ResponseReturnValue:
    """Signed in from here on; what she wished before is done; then on to where she wanted to go."""
    going, wishes = wanted(), kept.wishes()
    guard.enter(person)
    kept.carry_out(wishes, person)
    if new:
        return redirect(url_for("account.name", next=going), 303)
    return redirect(going if request.values.get("next") else _home(person), 303)


def _home(person: people.Person) -> str:
    roles = people.roles_of(person.id)
    return next((url_for(endpoint) for role, endpoint in HOMES if role in roles), url_for("shopper.home"))


@bp.post("/signin/demo")
def play() -> ResponseReturnValue:
    """One tap signs in as somebody of the cast, in demo mode only."""
    if not current_app.config["DEMO"]:
        abort(404)
    player = next((one for one in cast.present() if one.key == request.form.get("key")), None)
    if player is None:
        raise Refused("There is no such person in this demo.", status=404)
    return arrive(people.by_phone(player.phone))


@bp.get("/signin/name")
def name() -> ResponseReturnValue:
    return render_template("account/name.html", next=wanted())


@bp.post("/signin/name")
@forms.again(name)
def give_name() -> ResponseReturnValue:
    given, going = forms.text("name", 40, required=True), wanted()
    with atomic():
        guard.me().name = given
    return redirect(going, 303)


@bp.post("/signout")
def sign_out() -> ResponseReturnValue:
    guard.leave()
    flash(_("Signed out."), "ok")
    return redirect(url_for("shopper.home"), 303)


@bp.post("/signout/everywhere")
def sign_out_everywhere() -> ResponseReturnValue:
    with atomic():
        people.sign_out_everywhere(guard.me())
    guard.leave()
    flash(_("Signed out on all your devices."), "ok")
    return redirect(url_for("shopper.home"), 303)
