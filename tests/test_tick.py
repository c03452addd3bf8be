"""Time passes, and what it has made due is done: once, whoever ticks and how often."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from flask import Flask
from sqlalchemy import select, text

from c2m import tick
from c2m.core import outbox
from c2m.core.db import atomic, db
from c2m.gateways.sandbox import Sandbox
from c2m.loop import orders, payments, presales, production
from tests import cast, databases, makers
from tests.gateways import tills

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def cashier(inside: Flask) -> Sandbox:
    return tills.till(inside)


def missed_sale(cashier: Sandbox, number: int = 1) -> presales.Presale:
    """Two of three paid, at its close."""
    sale = makers.sale(minimum=3, fronts=[makers.post(makers.design(f"第{number}款", number))])
    for who in (cast.LIN, cast.WU):
        tills.bought(cashier, sale, who)
    return sale


def met_sale(cashier: Sandbox, number: int = 2) -> presales.Presale:
    makers.factory()
    sale = makers.sale(minimum=2, fronts=[makers.post(makers.design(f"第{number}款", number))])
    for who in (cast.LIN, cast.WU):
        tills.bought(cashier, sale, who)
    return sale


@databases.both
def test_at_the_close_one_sale_is_made_and_the_other_paid_back(inside: Flask, cashier: Sandbox) -> None:
    missed, met = missed_sale(cashier), met_sale(cashier)
    makers.close(missed)
    makers.close(met)
    tick.until_quiet()
    assert (tills.state(missed), tills.state(met)) == ("missed", "met")
    assert sorted(one.state for one in db.session.scalars(select(orders.Order))) == ["missed", "missed", "paid", "paid"]
    assert [one.state for one in db.session.scalars(select(payments.Refund))] == ["paid", "paid"]
    assert len(cashier.refunded()) == 2 and tills.even(cashier)
    makers.reach(met.lock_at)
    tick.until_quiet()
    assert tills.state(met) == "locked"
    assert [one.state for one in production.of_sale(met)] == ["released"]


@databases.both
def test_ticking_again_changes_nothing(inside: Flask, cashier: Sandbox) -> None:
    missed, met = missed_sale(cashier), met_sale(cashier)
    makers.reach(max(missed.lock_at, met.lock_at))
    tick.until_quiet()
    before = tills.counts()
    assert not any(tick.tick().values())
    assert tills.counts() == before


@databases.both
def test_four_at_once_do_everything_once(app: Flask, cashier: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    missed, met = missed_sale(cashier), met_sale(cashier)
    waits = tills.begun(cashier, makers.order(met, cast.CHEN))
    cashier.pay(waits.number)
    makers.reach(max(missed.lock_at, met.lock_at))
    line = threading.Barrier(4)

    def ticks() -> None:
        with app.app_context():
            line.wait(20)
            for _ in range(3):
                tick.tick()

    threads = [threading.Thread(target=ticks) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    tick.until_quiet()
    once(cashier, missed, met)
    assert "could not" not in caplog.text


def once(cashier: Sandbox, missed: presales.Presale, met: presales.Presale) -> None:
    assert (tills.state(missed), tills.state(met)) == ("missed", "locked")
    assert met.paid_at_close == 3
    made = production.of_sale(met)
    assert [(one.state, sum(production.cells(one).values())) for one in made] == [("released", 3)]
    assert sorted(one.state for one in db.session.scalars(select(payments.Refund))) == ["paid", "paid"]
    # One meets, one misses, one locks; five orders are paid, two of them missed; two refunds are paid.
    verbs = text("SELECT thing, thing_id, verb FROM trace WHERE verb IN ('meet', 'miss', 'lock', 'pay')")
    seen = [tuple(row) for row in db.session.execute(verbs)]
    assert len(seen) == len(set(seen)) == 12
    assert len(cashier.refunded()) == 2 and tills.even(cashier)
    assert outbox.parked() == []


TICKS = """
import sys
from datetime import datetime
from pathlib import Path
import c2m
from c2m import tick
from c2m.core import clock
clock.set_to(datetime.fromisoformat(sys.argv[1]))
app = c2m.create_app({
    "INSTANCE": Path(sys.argv[3]).parent, "SQLALCHEMY_DATABASE_URI": sys.argv[2], "CASHIER_BOOK": Path(sys.argv[3]),
    "SECRET_KEY": "x" * 32, "BASE_URL": "http://127.0.0.1:9", "SQLITE_SYNCHRONOUS": "OFF",
})
with app.app_context():
    tick.until_quiet()
"""


def test_four_processes_at_once_do_everything_once(app: Flask, cashier: Sandbox) -> None:
    missed, met = missed_sale(cashier), met_sale(cashier)
    waits = tills.begun(cashier, makers.order(met, cast.CHEN))
    cashier.pay(waits.number)
    makers.reach(max(missed.lock_at, met.lock_at))
    tills.fresh()
    places = (app.config["SQLALCHEMY_DATABASE_URI"], str(app.config["CASHIER_BOOK"]))
    command = [sys.executable, "-c", TICKS, makers.clock.now().isoformat(), *places]
    running = [subprocess.Popen(command, cwd=app.root_path + "/..", stderr=subprocess.PIPE) for _ in range(4)]
    for one in running:
        _out, said = one.communicate(timeout=120)
        assert one.returncode == 0 and b"could not" not in said, said.decode()
    once(cashier, missed, met)


def test_without_a_cashier_the_tick_still_does_the_rest(inside: Flask, cashier: Sandbox) -> None:
    missed = missed_sale(cashier)
    ports = inside.extensions["c2m"]
    inside.extensions["c2m"] = type(ports)(ports.storage, None, ports.sms)
    makers.close(missed)
    tick.tick()
    assert tills.state(missed) == "missed"
    assert [one.state for one in db.session.scalars(select(payments.Refund))] == ["owed", "owed"]
    inside.extensions["c2m"] = ports
    makers.clock.advance(minutes=1)
    tick.tick()
    assert len(cashier.refunded()) == 2


# --- one that cannot be done ----------------------------------------------------------------------------------------


def test_a_sale_that_cannot_be_decided_does_not_hold_up_the_others(
    cashier: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    first = met_sale(cashier, 1)
    makers.close(first)
    tick.tick()
    broken, whole = met_sale(cashier, 2), met_sale(cashier, 3)
    work_order = production.of_sale(first)[0]
    with atomic():  # damage no rule can do: a piece that is in a work order already
        spoil = "UPDATE piece SET work_order_id = :w WHERE presale_id = :p"
        db.session.execute(text(spoil), {"w": work_order.id, "p": broken.id})
    makers.close(whole)
    tick.tick()
    assert (tills.state(broken), tills.state(whole)) == ("open", "met")
    assert f"could not decide {broken.id}" in caplog.text


def test_a_poison_effect_is_parked_after_five_tries_and_the_others_go_on(
    cashier: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    with atomic():
        outbox.put("sms", "poison", text="没有号码")
        outbox.put("sms", "good", phone=cast.LIN.phone, text="验证码 482913")
    for _ in range(outbox.TRIES + 2):
        tick.tick()
        makers.clock.advance(hours=2)
    assert [(one.key, one.tries) for one in outbox.parked()] == [("poison", outbox.TRIES)]
    assert capsys.readouterr().out.count("验证码 482913") == 1


def test_a_text_message_is_one_clear_line(cashier: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    with atomic():
        outbox.put("sms", "code", phone=cast.LIN.phone, text="验证码 482913\n十分钟内有效")
    tick.tick()
    assert capsys.readouterr().out.splitlines() == [f"[SMS to {cast.LIN.phone}] 验证码 482913 十分钟内有效"]


def test_the_worker_stops_when_told(inside: Flask, cashier: Sandbox) -> None:
    sale, stop = missed_sale(cashier), threading.Event()
    makers.close(sale)

    def works() -> None:
        with inside.app_context():
            tick.worker(stop, pause=0.01)

    thread = threading.Thread(target=works)
    thread.start()
    deadline = threading.Event()
    while len(cashier.refunded()) < 2 and not deadline.wait(0.01):
        assert thread.is_alive()
    stop.set()
    thread.join(20)
    assert not thread.is_alive()
    assert tills.state(sale) == "missed"
