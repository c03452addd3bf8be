"""A database, a storage and a cashier of its own for one rehearsal, in a folder that is gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flask import Flask

from c2m.core import clock, storage
from c2m.core import db as database
from c2m.gateways import sms
from c2m.gateways.ports import Ports
from c2m.gateways.sandbox import Sandbox

BEGINS = datetime(2020, 6, 1, 10, tzinfo=clock.SHANGHAI)


@contextmanager
def scratch() -> Iterator[Ports]:
    """Inside the block the loop writes here, and its clock stands at BEGINS until somebody moves it."""
    with tempfile.TemporaryDirectory(prefix="c2m-trial-") as folder:
        room = Path(folder)
        app = Flask("c2m.trial")
        app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{room / 'trial.sqlite'}"
        database.db.init_app(app)
        ports = Ports(
            storage=storage.from_settings(f"file:{room / 'files'}", root=room),
            cashier=Sandbox(room / "cashier.sqlite", synchronous="OFF"),
            sms=sms.Printed(),
        )
        app.extensions["c2m"] = ports
        with app.app_context(), clock.stopped(BEGINS):
            database.prepare(database.db.engine, synchronous="OFF")
            database.Base.metadata.create_all(database.db.engine)
            try:
                yield ports
            finally:
                database.db.session.remove()
                database.db.engine.dispose()
