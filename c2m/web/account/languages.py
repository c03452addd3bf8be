"""The reader's language: kept in a cookie, and with her account when she is signed in."""

from __future__ import annotations

from flask import current_app, redirect
from flask.typing import ResponseReturnValue

from c2m import words
from c2m.core.db import atomic
from c2m.web import forms, guard
from c2m.web.account import bp, sessions

YEAR = 365 * 24 * 3600


@bp.post("/language")
def language() -> ResponseReturnValue:
    chosen = forms.chosen("locale", words.LANGUAGES)
    if guard.person():
        with atomic():
            guard.me().language = chosen
    answer = redirect(sessions.wanted(), 303)
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie("language", chosen, max_age=YEAR, secure=secure, httponly=True, samesite="Lax")
    return answer
