"""C2M: a brand's community decides what gets made. create_app() is the one place where everything meets."""

from __future__ import annotations

import logging
import random
import time
from typing import Any

from flask import Flask
from flask.typing import ResponseReturnValue
from flask_compress import Compress
from sqlalchemy.exc import OperationalError
from werkzeug.middleware.proxy_fix import ProxyFix

from c2m import cli, config, web, words
from c2m.core import db as database
from c2m.gateways import ports

TRIES = 4
log = logging.getLogger(__name__)


class App(Flask):
    """Flask, with acts tried again where the database says that trying again may help."""

    def dispatch_request(self) -> ResponseReturnValue:
        for attempt in range(1, TRIES):
            try:
                return super().dispatch_request()
            except OperationalError as error:
                if not database.passing(error):
                    raise
                log.warning("the database asked to try again (%s)", attempt)
                time.sleep(random.uniform(0.01, 0.05) * attempt)
        return super().dispatch_request()


def create_app(settings: dict[str, Any] | None = None) -> App:
    """The app. ``settings`` override what the environment says (tests, the rehearsal)."""
    app = App(__name__, static_folder=str(config.ROOT / "static"), template_folder=str(config.ROOT / "templates"))
    app.config.from_mapping(config.read())
    app.config.from_mapping(settings or {})
    app.config["INSTANCE"].mkdir(parents=True, exist_ok=True)
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
    database.db.init_app(app)
    with app.app_context():
        database.prepare(database.db.engine, app.config.get("SQLITE_SYNCHRONOUS", "FULL"))
    app.extensions["c2m"] = ports.build(app.config)
    words.init_app(app)
    Compress(app)
    web.init_app(app)
    cli.init_app(app)
    return app
