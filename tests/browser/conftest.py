"""The product as people meet it: a real server on 127.0.0.1 and a real browser that reaches nothing else.

The server runs in a thread of the test process, so the tests move its clock. Without Chromium these tests are skipped.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

import c2m
from c2m.core import clock as only_clock
from c2m.core.db import Base, db
from c2m.gateways import ports
from tests import conftest
from tests.browser.visits import House, Visits

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ALONE = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class Quiet(WSGIRequestHandler):
    def log_request(self, *_said: object) -> None:
        """A test that fails says why; the list of everything it asked for does not."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("There is no Chromium here, so no page is opened in a browser.")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed here.")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=list(ALONE))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def house(chromium: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The app on a fresh database, served; CSRF is on, and one tap signs in. The clock stands at noon."""
    folder: Path = tmp_path_factory.mktemp("house")
    app = c2m.create_app(
        conftest.SETTINGS
        | {
            "WTF_CSRF_ENABLED": True,
            "DEMO": True,
            "INSTANCE": folder,
            "STORAGE": f"file:{folder / 'files'}",
            "CASHIER_BOOK": folder / "cashier.sqlite",
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'c2m.sqlite'}",
        }
    )
    with app.app_context():
        Base.metadata.create_all(db.engine)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    app.config["BASE_URL"] = f"http://127.0.0.1:{server.server_port}"
    # Built anew because the cashier sends its notifications to this address.
    app.extensions["c2m"] = ports.build(app.config)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with only_clock.stopped(conftest.NOON):
        yield House(app, app.config["BASE_URL"])
    server.shutdown()
    thread.join(10)
    server.server_close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def visits(chromium: object, house: House) -> Iterator[Visits]:
    """Browsers of people. At the end none of their pages may have complained."""
    made = Visits(chromium, house)
    yield made
    made.leave()
    assert made.complaints == []


@pytest.fixture
def clock(house: House) -> ModuleType:
    """The server's clock; ``clock.advance(hours=1)`` moves it."""
    return only_clock
