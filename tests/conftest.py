"""What every test may ask for.

``app``      the app on a fresh, empty database: SQLite, or what ``tests.databases.both`` says. No context is pushed.
``inside``   the same, inside its application context: for tests of the rules (``pytestmark = usefixtures("inside")``).
``client``   a browser without a person.
``clock``    the clock, stopped at noon (Shanghai) of 20 November 2026; ``clock.advance(hours=1)`` moves it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine

import c2m
from c2m.core import clock as only_clock
from c2m.core.db import Base, db
from c2m.gateways import ports
from tests import databases

SETTINGS = {
    "TESTING": True,
    "SECRET_KEY": "only for tests, and long enough for them",
    "SQLITE_SYNCHRONOUS": "OFF",
    "WTF_CSRF_ENABLED": False,
}
NOON = datetime(2026, 11, 20, 12, tzinfo=only_clock.SHANGHAI)


@pytest.fixture(scope="session")
def cluster() -> Iterator[databases.Cluster]:
    """One PostgreSQL for this test process."""
    programs = databases.programs()
    if programs is None:
        pytest.skip("PostgreSQL 15 or newer is not installed here, so nothing is tested on it.")
    pytest.importorskip("psycopg", reason="psycopg is not installed here, so nothing is tested on PostgreSQL.")
    running = databases.Cluster(programs)
    try:
        running.run(f"CREATE DATABASE {databases.MODEL}")
        _build(running.url(databases.MODEL))
        yield running
    finally:
        running.end()


@pytest.fixture(scope="session")
def sqlite_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model") / "c2m.sqlite"
    _build(f"sqlite:///{path}")
    return path


def _build(url: str) -> None:
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this test process keeps its one SQLite file."""
    return tmp_path_factory.mktemp("places")


@pytest.fixture
def database(request: pytest.FixtureRequest, places: Path) -> str:
    """The address of a database as empty as on the first day. It is the same address in every test of this process."""
    if getattr(request, "param", "sqlite") == "postgresql":
        return request.getfixturevalue("cluster").emptied()
    path = places / "c2m.sqlite"
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    shutil.copy(request.getfixturevalue("sqlite_model"), path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def apps() -> dict[str, Flask]:
    """One app for each database address: what it has compiled serves all tests, which is most of their time."""
    return {}


@pytest.fixture
def app(database: str, apps: dict[str, Flask], tmp_path: Path) -> Iterator[Flask]:
    own = {
        "INSTANCE": tmp_path,
        "STORAGE": f"file:{tmp_path / 'files'}",
        "CASHIER_BOOK": tmp_path / "cashier.sqlite",
    }
    if database not in apps:
        apps[database] = c2m.create_app(SETTINGS | own | {"SQLALCHEMY_DATABASE_URI": database})
    made = apps[database]
    made.config.update(own)
    made.extensions["c2m"] = ports.build(made.config)
    config = dict(made.config)
    yield made
    made.config.clear()
    made.config.update(config)
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def inside(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def clock() -> Iterator[ModuleType]:
    with only_clock.stopped(NOON):
        yield only_clock
