"""An app as it is run, on a database of its own that is gone afterwards."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

import c2m
from c2m.core.db import Base, db
from c2m.gateways import ports
from c2m.gateways.sandbox import Sandbox

SETTINGS = {
    "C2M_ENV": "development",
    "C2M_SECRET_KEY": "only for measuring, and long enough for it",
    "C2M_CASHIER": "sandbox",
    "C2M_DEMO": "no",
    "C2M_PROXIES": "0",
}


@contextmanager
def place() -> Iterator[Flask]:
    """SQLite as in production: every commit is on the disk. Nothing is sent anywhere."""
    with tempfile.TemporaryDirectory(prefix="c2m-bench-") as folder:
        room = Path(folder)
        os.environ.update(SETTINGS)  # what this installation is set to is not measured
        app = c2m.create_app(
            {
                "INSTANCE": room,
                "SQLALCHEMY_DATABASE_URI": f"sqlite:///{room / 'c2m.sqlite'}",
                "STORAGE": f"file:{room / 'files'}",
            }
        )
        before = app.extensions["c2m"]
        # Without a callback address it keeps its book and sends nothing; a real cashier's disk is not ours either.
        till = Sandbox(room / "cashier.sqlite", synchronous="OFF")
        app.extensions["c2m"] = ports.Ports(before.storage, till, before.sms)
        try:
            with app.app_context():
                Base.metadata.create_all(db.engine)
            yield app
        finally:
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
