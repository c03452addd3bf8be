"""Every no is a page with a clear sentence, in the reader's language; JSON where a script asked."""

from __future__ import annotations

import logging

from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from c2m.core.db import db
from c2m.core.errors import Refused, changed
from c2m.web import forms, guard

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    app.register_error_handler(Refused, refused)
    app.register_error_handler(CSRFError, stale)
    app.register_error_handler(IntegrityError, collided)
    app.register_error_handler(OperationalError, busy)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(Exception, broken)


def answer(status: int, sentence: str, field: str | None = None) -> ResponseReturnValue:
    db.session.rollback()
    if guard.wants_json():
        return {"sentence": sentence, "field": field}, status
    titles = {
        403: _("Not for you"),
        404: _("Nothing here"),
        409: _("Too late, or changed meanwhile"),
        413: _("Too large"),
        422: _("Please look again"),
        429: _("Too often"),
        500: _("Our mistake"),
        503: _("Not just now"),
    }
    title = titles.get(status, _("That did not work"))
    back = request.referrer if request.referrer and request.referrer.startswith(request.host_url) else None
    page = render_template("errors/error.html", status=status, title=title, sentence=sentence, back_url=back)
    return page, status


def refused(no: Refused) -> ResponseReturnValue:
    return answer(no.status, forms.sentence(no), no.field)


def stale(_error: CSRFError) -> ResponseReturnValue:
    return answer(400, _("This page was open too long or is from another sign-in. Go back, reload it and try again."))


def collided(error: IntegrityError) -> ResponseReturnValue:
    """Somebody did the same at the same time and was first; nothing of this act is written."""
    log.info("collided: %s", error.orig)
    return refused(changed())


def busy(error: OperationalError) -> ResponseReturnValue:
    log.error("database: %s", error.orig)
    body = answer(503, _("The shop is very busy. Nothing was changed. Try again in a minute."))
    return body[0], 503, {"Retry-After": "30"}


def http(error: HTTPException) -> ResponseReturnValue:
    sentences = {
        400: _("That request could not be read. Go back and try again."),
        401: _("Sign in first, then do that again."),
        404: _("There is nothing here. Check the address, or go back to the first page."),
        405: _("That cannot be done here. Go back and use the buttons on the page."),
        413: _("That is too large. Send smaller or fewer files."),
    }
    status = error.code or 500
    if status < 400:
        return error
    body = answer(status, sentences.get(status, _("That did not work. Go back and try again.")))
    headers = (
        {"Allow": ", ".join(error.valid_methods)} if isinstance(error, MethodNotAllowed) and error.valid_methods else {}
    )
    return body[0], status, headers


def broken(error: Exception) -> ResponseReturnValue:
    log.exception("unexpected")
    g.pop("refused", None)
    return answer(500, _("Something broke on our side. Nothing was half done. Try again, or ask your host."))
