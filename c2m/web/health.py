"""Whether this process serves and its database answers."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from c2m.core.db import db

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    try:
        db.session.execute(text("SELECT count(*) FROM person"))
    except SQLAlchemyError:
        return {"database": "unreachable, or not set up"}, 503
    return {"database": "ok"}
