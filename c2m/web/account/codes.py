"""Signing in with a phone and a one-time code. Known and unknown phones get the same answers."""

from __future__ import annotations

import secrets
from typing import Any

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from c2m.core import limits, outbox
from c2m.core.db import atomic
from c2m.core.errors import Refused
from c2m.gateways.ports import ports
from c2m.loop import people
from c2m.web import forms, guard
from c2m.web.account import bp, sessions

PHONE_HOURLY, BROWSER_HOURLY, ADDRESS_HOURLY = 5, 10, 60
TRIES_HOURLY = 60


@bp.post("/signin")
@forms.again(sessions.sign_in)
def send_code() -> ResponseReturnValue:
    phone, browser = people.phone_of(forms.text("phone", 40)), guard.visitor()
    limits.count(f"code address {request.remote_addr}", ADDRESS_HOURLY, 60)
    limits.count(f"code browser {people.hashed(browser)}", BROWSER_HOURLY, 60)
    limits.count(f"code phone {people.hashed(phone)}", PHONE_HOURLY, 60)
    key = f"sms code {secrets.token_hex(8)}"
    with atomic():
        code = people.send_code(phone, browser)
        text = _("%(code)s is your sign-in code, good for 10 minutes. Tell it to nobody.", code=code)
        outbox.put("sms", key, phone=phone, text=text)
    outbox.run({"sms": _send}, limit=1, key=key)
    session["phone"] = phone
    return redirect(url_for("account.code", next=sessions.wanted()), 303)


def _send(payload: dict[str, Any]) -> None:
    ports().sms.send(payload["phone"], payload["text"])


@bp.get("/signin/code")
def code() -> ResponseReturnValue:
    if "phone" not in session or guard.person():
        return redirect(url_for("account.sign_in", next=sessions.wanted()), 303)
    return render_template("account/code.html", phone=session["phone"], next=sessions.wanted())


@bp.post("/signin/code")
@forms.again(code)
def enter_code() -> ResponseReturnValue:
    phone, browser = session.get("phone"), guard.visitor()
    if phone is None:
        return redirect(url_for("account.sign_in", next=sessions.wanted()), 303)
    limits.count(f"code try {request.remote_addr}", TRIES_HOURLY, 60)
    with atomic():
        counted = people.count_try(phone, browser)
    if not counted:
        raise Refused("That code is not right, or no longer good. Ask for a new one.", field="code")
    with atomic():
        new = people.by_phone(phone) is None
        person = people.by_code(phone, forms.text("code", 20), browser)
    return sessions.arrive(person, new=new)
