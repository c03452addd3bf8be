"""A pre-sale as its buyers meet it: the checkout form filled in, the cashier, and what our books say after."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from c2m.core.db import db
from c2m.gateways.sandbox import Sandbox
from c2m.loop import orders, payments, posts, presales
from tests import cast, makers
from tests.gateways import tills
from tests.web import browsers

HOME = {
    "name": "林小满",
    "phone": "137 0013 2021",
    "province": "浙江省",
    "city": "嘉兴市",
    "district": "南湖区",
    "street": "中山东路 88 号 3 幢 502 室",
}


class Shop:
    """An open sale of 小棠 and the sandbox cashier, which sends no notifications by itself."""

    def __init__(
        self, app: Flask, faults: dict[str, str] | None = None, faces: Iterable[int] = (), **terms: Any
    ) -> None:
        """``faults`` of the cashier; ``faces``: ids of the posts that front it, else 小棠's; ``terms`` of the sale."""
        self.app = app
        self.till: Sandbox = tills.till(app, **(faults or {}))
        with app.app_context():
            fronts = [db.session.get_one(posts.Post, key) for key in faces]
            sale = makers.sale(fronts=fronts, **({"minimum": 3} | terms))
            self.key, self.code = sale.id, sale.code
            self.cells = {cell.label: cell.code for cell in sale.cells}
            self.closes_at, self.lock_at = sale.closes_at, sale.lock_at

    @property
    def sale(self) -> presales.Presale:
        return db.session.get_one(presales.Presale, self.key)

    def form(self, wanted: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]:
        """The checkout filled in: ``wanted`` maps labels of cells to what is typed."""
        basket = {f"cell-{self.cells[label]}": typed for label, typed in (wanted or {"雾灰/M": "1"}).items()}
        return HOME | {"request_key": uuid.uuid4().hex} | basket | values

    def place(self, browser: FlaskClient, wanted: dict[str, Any] | None = None, **values: Any) -> Any:
        return browser.post(f"/presales/{self.code}/orders", data=self.form(wanted, **values))

    def order(self, browser: FlaskClient, wanted: dict[str, Any] | None = None) -> tuple[str, str]:
        """(order code, payment number) of an order placed on the page and waiting at the cashier."""
        answer = self.place(browser, wanted)
        assert answer.status_code == 303, browsers.words(answer)
        number = answer.location.rsplit("/", 1)[1]
        with self.app.app_context():
            return payments.by_number(number).order.code, number

    def bought(self, who: cast.Who, wanted: dict[str, Any] | None = None) -> tuple[FlaskClient, str]:
        """Her browser, and the code of an order she has paid."""
        browser = browsers.of(self.app, who)
        code, number = self.order(browser, wanted)
        self.till.pay(number)
        browser.get(f"/payments/{number}/return")
        return browser, code

    def counts(self) -> tuple[int, int, int]:
        """(orders, pieces taken from the cap, paid pieces) of everybody."""
        with self.app.app_context():
            placed = db.session.scalar(select(func.count()).select_from(orders.Order)) or 0
            return placed, self.sale.taken, orders.paid_pieces(self.key)

    def state(self, code: str) -> str:
        with self.app.app_context():
            return orders.Order.find(code).state

    def labels(self, code: str) -> list[str]:
        """What her live pieces are."""
        with self.app.app_context():
            order = orders.Order.find(code)
            names = {cell.id: cell.label for cell in order.presale.cells}
            return sorted(names[piece.cell_id] for piece in orders.live_pieces(order))
