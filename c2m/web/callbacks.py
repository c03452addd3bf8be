"""What cashiers tell us. "success" is said only after the commit that made it true here."""

from __future__ import annotations

import logging

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from c2m.core.db import db
from c2m.core.errors import Refused
from c2m.gateways import asking, ports
from c2m.loop import payments
from c2m.web import guard

bp = Blueprint("callbacks", __name__)
log = logging.getLogger(__name__)
LONGEST = 64 * 1024
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}


@bp.post("/callbacks/<name>")
@guard.csrf.exempt
def receive(name: str) -> ResponseReturnValue:
    """The signature is who sent it; there is no session."""
    cashier = ports.ports().cashier
    if cashier is None or cashier.name != name:
        abort(404)
    request.max_content_length = LONGEST
    try:
        answer = cashier.read_callback(dict(request.headers), request.get_data())
    except payments.Forged as why:
        log.warning("callback refused: %s", why)
        return "refused", 401, PLAIN
    try:
        came_to = asking.settle(answer, name)
    except Refused as no:
        db.session.rollback()
        return "unknown", no.status, PLAIN
    except payments.Unreachable as why:
        log.warning("callback %s means nothing: %s", answer.number, why)
        return "not understood", 422, PLAIN
    log.info("callback %s: %s", answer.number, came_to)
    return "success", 200, PLAIN
