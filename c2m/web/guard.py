"""Who may enter: one table for every route, and the sign-in behind it.

A route without a row is refused to everybody, and fails the tests. What a person may see of a page is in the query.
"""

from __future__ import annotations

import secrets
from typing import Any

from flask import Flask, Response, abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf.csrf import CSRFProtect

from c2m.core.db import atomic
from c2m.loop import people

ANYONE = frozenset({"anyone"})
MEMBER = frozenset({"member"})
"""Whoever is signed in."""
KOC = frozenset({"koc"})
OPERATOR = frozenset({"operator"})
DESIGNER = frozenset({"designer", "operator"})
SUPPORT = frozenset({"support", "operator"})
STUDIO = frozenset({"designer", "support", "operator"})
FACTORY = frozenset({"factory"})

POLICY: dict[str, frozenset[str]] = {
    "static": ANYONE,
    "health.healthz": ANYONE,
    # callbacks and the sandbox cashier
    "callbacks.receive": ANYONE,
    "cashier.page": ANYONE,
    "cashier.pay": ANYONE,
    "cashier.fail": ANYONE,
    # account
    "account.sign_in": ANYONE,
    "account.send_code": ANYONE,
    "account.code": ANYONE,
    "account.enter_code": ANYONE,
    "account.password": ANYONE,
    "account.enter_password": ANYONE,
    "account.play": ANYONE,
    "account.name": MEMBER,
    "account.give_name": MEMBER,
    "account.sign_out": ANYONE,
    "account.sign_out_everywhere": MEMBER,
    "account.language": ANYONE,
    # shopper
    "shopper.home": ANYONE,
    "shopper.round": ANYONE,
    "shopper.send_ballot": ANYONE,
    "shopper.ballot": MEMBER,
    "shopper.tap": ANYONE,
    "shopper.result": ANYONE,
    "shopper.design": ANYONE,
    "shopper.card": ANYONE,
    "shopper.add": ANYONE,
    "shopper.join_by_card": ANYONE,
    "shopper.kocs": ANYONE,
    "shopper.tell_need": ANYONE,
    "shopper.koc": ANYONE,
    "shopper.join": ANYONE,
    "shopper.me": MEMBER,
    "shopper.tell_about_me": MEMBER,
    "shopper.leave_group": MEMBER,
    "shopper.inbox": MEMBER,
    "shopper.read_all": MEMBER,
    "shopper.media": ANYONE,
    "shopper.video": ANYONE,
    "shopper.presales": ANYONE,
    "shopper.presale": ANYONE,
    "shopper.checkout": MEMBER,
    "shopper.place": MEMBER,
    "shopper.orders": MEMBER,
    "shopper.order": MEMBER,
    "shopper.swap": MEMBER,
    "shopper.cancel": MEMBER,
    "shopper.readdress": MEMBER,
    "shopper.receive": MEMBER,
    "shopper.pay": MEMBER,
    "shopper.paid": MEMBER,
    "shopper.regions": ANYONE,
    # koc
    "koc.home": KOC,
    "koc.make_card": KOC,
    "koc.card": KOC,
    "koc.hand_out": KOC,
    "koc.code_png": KOC,
    "koc.sample": KOC,
    "koc.receive": KOC,
    "koc.decline": KOC,
    "koc.resample": KOC,
    "koc.settle": KOC,
    "koc.post": KOC,
    "koc.preview": KOC,
    "koc.keep_draft": KOC,
    "koc.hand_in": KOC,
    # studio
    "studio.home": STUDIO,
    "studio.designs": DESIGNER,
    "studio.upload_designs": DESIGNER,
    "studio.design": DESIGNER,
    "studio.revise_design": DESIGNER,
    "studio.retire_design": DESIGNER,
    "studio.restore_design": DESIGNER,
    "studio.rounds": OPERATOR,
    "studio.new_round": OPERATOR,
    "studio.plan_rounds": OPERATOR,
    "studio.round": OPERATOR,
    "studio.move_close": OPERATOR,
    "studio.confirm_round": OPERATOR,
    "studio.cancel_round": OPERATOR,
    "studio.ballots": OPERATOR,
    "studio.judge_ballot": OPERATOR,
    "studio.communities": OPERATOR,
    "studio.appoint": OPERATOR,
    "studio.koc": OPERATOR,
    "studio.change_koc": OPERATOR,
    "studio.pause_koc": OPERATOR,
    "studio.open_group": OPERATOR,
    "studio.make_card": OPERATOR,
    "studio.hand_out": OPERATOR,
    "studio.crew": OPERATOR,
    "studio.give_role": OPERATOR,
    "studio.take_role": OPERATOR,
    "studio.set_password": OPERATOR,
    "studio.add_factory": OPERATOR,
    "studio.employ": OPERATOR,
    "studio.dismiss": OPERATOR,
    "studio.settings": OPERATOR,
    "studio.save_settings": OPERATOR,
    "studio.try_again": OPERATOR,
    "studio.support": SUPPORT,
    "studio.support_round": SUPPORT,
    "studio.samples": OPERATOR,
    "studio.new_sample": OPERATOR,
    "studio.ask_sample": OPERATOR,
    "studio.sample": OPERATOR,
    "studio.make_sample": OPERATOR,
    "studio.send_sample": OPERATOR,
    "studio.settle_sample": OPERATOR,
    "studio.posts": OPERATOR,
    "studio.post": OPERATOR,
    "studio.approve_post": OPERATOR,
    "studio.send_back_post": OPERATOR,
    "studio.presales": OPERATOR,
    "studio.presale_new": OPERATOR,
    "studio.work_out": OPERATOR,
    "studio.draft_presale": OPERATOR,
    "studio.presale": OPERATOR,
    "studio.publish_presale": OPERATOR,
    "studio.cancel_presale": OPERATOR,
    "studio.orders": OPERATOR,
    "studio.order": OPERATOR,
    "studio.ask_refund": OPERATOR,
    "studio.work_orders": OPERATOR,
    "studio.work_order": OPERATOR,
    "studio.give_work_order": OPERATOR,
    "studio.work_order_paper": OPERATOR,
    "studio.insight": OPERATOR,
    # factory
    "factory.home": FACTORY,
    "factory.work_order": FACTORY,
    "factory.report": FACTORY,
    "factory.paper": FACTORY,
    "factory.list_addresses": FACTORY,
    "factory.send_file": FACTORY,
    "factory.send_one": FACTORY,
}

NOBODY = frozenset({"static", "health.healthz", "shopper.media", "shopper.video"})
"""Served without asking who it is: the same for everybody, kept by everybody, so no cookie may be read or set."""

csrf = CSRFProtect()
logins = LoginManager()


class Visitor(UserMixin):
    """A signed-in person, as Flask-Login needs her: her id is the token of this one sign-in."""

    def __init__(self, person: people.Person, token: str) -> None:
        self.person = person
        self.token = token

    def get_id(self) -> str:
        return self.token


def init_app(app: Flask) -> None:
    csrf.init_app(app)
    logins.session_protection = None
    logins.init_app(app)
    app.before_request(admit)
    app.after_request(harden)


@logins.user_loader
def load(token: str) -> Visitor | None:
    person = people.signed_in(token)
    return Visitor(person, token) if person else None


def admit() -> ResponseReturnValue | None:
    """Before every request: who is it, and may she enter?"""
    if request.endpoint is None:
        return None
    if request.endpoint in NOBODY:
        return None
    g.person = current_user.person if current_user.is_authenticated else None
    g.roles = people.roles_of(g.person.id) if g.person else frozenset()
    allowed = POLICY.get(request.endpoint, frozenset())
    if allowed & ANYONE or allowed & g.roles or (g.person and allowed & MEMBER):
        return None
    if g.person is None and allowed:
        if request.method == "GET" and not wants_json():
            return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")))
        abort(401)
    # To who may not enter, a page that exists and one that does not look the same.
    abort(404)


def unruled(app: Flask) -> list[str]:
    """Routes without a row in the table."""
    return sorted({rule.endpoint for rule in app.url_map.iter_rules()} - set(POLICY))


def wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def person() -> people.Person | None:
    """Who is signed in, if anybody."""
    return g.get("person")


def me() -> people.Person:
    """Who is signed in, on routes that admit nobody else."""
    if g.get("person") is None:
        abort(401)
    return g.person


def visitor() -> str:
    """A random name of this browser, for what is counted or kept before anybody signs in."""
    if "visitor" not in session:
        session["visitor"] = secrets.token_urlsafe(12)
        session.permanent = True
    return session["visitor"]


def enter(who: people.Person) -> None:
    """Sign in on this browser: a new session, keeping only what she chose before. Call it outside atomic()."""
    kept: dict[str, Any] = {key: session[key] for key in ("visitor", "picks", "card") if key in session}
    with atomic():
        token = people.sign_in(who, request.user_agent.string)
    session.clear()
    session.update(kept)
    session.permanent = True
    g.person = who
    login_user(Visitor(who, token))


def leave() -> None:
    """Sign out: the row ends, so the old cookie is worth nothing."""
    if current_user.is_authenticated:
        with atomic():
            people.sign_out(current_user.token)
    logout_user()
    session.clear()
    g.person = None


CSP = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)


def harden(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code == 200:
        # Read whole: a streamed answer is not compressed for browsers that know gzip alone.
        response.direct_passthrough = False
        response.set_data(response.get_data())
    response.headers.setdefault("Content-Security-Policy", CSP)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
