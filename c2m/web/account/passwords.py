"""Signing in with a password, for staff."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from c2m.core import limits
from c2m.loop import people
from c2m.web import forms
from c2m.web.account import bp, sessions

PHONE_TRIES, ADDRESS_TRIES, MINUTES = 10, 60, 15


@bp.get("/signin/password")
def password() -> ResponseReturnValue:
    return render_template("account/password.html", next=request.values.get("next") and sessions.wanted())


@bp.post("/signin/password")
@forms.again(password)
def enter_password() -> ResponseReturnValue:
    phone = people.phone_of(forms.text("phone", 40))
    limits.count(f"password address {request.remote_addr}", ADDRESS_TRIES, MINUTES)
    limits.count(f"password phone {people.hashed(phone)}", PHONE_TRIES, MINUTES)
    return sessions.arrive(people.by_password(phone, request.form.get("password", "")[:200]))
