"""Pages: one package an audience. Find what this person may see, ask loop and insight, render."""

from __future__ import annotations

from flask import Flask

from c2m.web import account, callbacks, cashier, errors, factory, filters, forms, guard, health, koc, shopper, studio


def init_app(app: Flask) -> None:
    guard.init_app(app)
    forms.init_app(app)
    filters.init_app(app)
    errors.init_app(app)
    for part in (health, shopper, account, koc, studio, factory, callbacks):
        app.register_blueprint(part.bp)
    if app.config["CASHIER"] == "sandbox":
        app.register_blueprint(cashier.bp)
