"""The heartbeat: whatever time has made due is done, each act in a transaction of its own.

It may run twice, and in several processes at once: every act is guarded where it is written. One act that fails is
logged, and the others go on; what could not be done stays due.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from c2m import rhythm
from c2m.core import clock, limits, outbox
from c2m.core.db import db
from c2m.gateways import asking, deliveries, ports
from c2m.gateways.sandbox import Sandbox
from c2m.loop import orders, payments, presales, production, rounds

log = logging.getLogger(__name__)
EFFECTS_AT_ONCE = 200
PAYMENTS_AT_ONCE = 200
SILENCES = 3
ASKED_AGAIN_AFTER = timedelta(hours=1)
ATTEMPTS_KEPT = timedelta(days=2)


def tick() -> dict[str, int]:
    """Do what is due; returns how much was done by name (a day without anything due is all zeros)."""
    _safely("forget old attempts", _forget)
    done = {
        "asked": _safely("ask the cashier", _ask_cashier),
        "closed": _safely("end payments", _end_payments),
        "expired": _safely("end holds", _end_holds),
        "rounds": _safely("turn rounds", lambda: asking.acted(rounds.turn)),
        "opened": _safely("keep a demo round open", _keep_open),
        "presales": _safely("turn pre-sales", lambda: asking.acted(presales.turn)),
        "decided": _each("decide", production.due, _decide),
        "refunded": _each("refund a missed sale", production.to_refund, _refund),
        "locked": _each("lock", production.to_lock, _lock),
        "effects": _safely("do effects", _do_effects),
        "delivered": _safely("deliver callbacks", _deliver),
    }
    return done


def until_quiet(most: int = 1000) -> dict[str, int]:
    """Tick until nothing is due any more; returns the sums."""
    sums: dict[str, int] = {}
    for _ in range(most):
        done = tick()
        sums = {name: sums.get(name, 0) + count for name, count in done.items()}
        if not any(done.values()):
            break
    return sums


def worker(stop_event: threading.Event, pause: float = 1.0) -> None:
    """Tick until told to stop. Pauses (seconds) only when there was nothing to do. Needs an app context."""
    while not stop_event.is_set():
        moved = any(tick().values())
        db.session.remove()
        if not moved:
            stop_event.wait(pause)


def handlers() -> Mapping[str, outbox.Handler]:
    """How each kind of effect is done outside."""
    return {"refund": _pay_back, "sms": _send_sms}


def _pay_back(payload: dict[str, Any]) -> None:
    asking.pay_back(ports.ports().cashier, payload["refund"])


def _send_sms(payload: dict[str, Any]) -> None:
    ports.ports().sms.send(payload["phone"], payload["text"])


def _keep_open() -> int:
    """Not while the demo's past is being told: it has its own rounds."""
    wanted = current_app.config.get("DEMO") and clock.is_running()
    return asking.acted(rhythm.keep_open) if wanted else 0


# --- payments -------------------------------------------------------------------------------------------------------


def _ask_cashier() -> int:
    """The poller: a callback may never come."""
    return _over(asking.running(PAYMENTS_AT_ONCE), asking.ask)


def _end_payments() -> int:
    """Close at the cashier what may not be paid any more, before its order's pieces are given to others."""
    return _over(asking.over(PAYMENTS_AT_ONCE), asking.close)


def _over(open_ones: Iterable[payments.Payment], act: Callable[[payments.Gateway, str], str]) -> int:
    """Let ``act`` ask the cashier about each payment that is with it; returns how many came to something new. A cashier
    that does not answer several times is left alone until the next tick."""
    cashier = ports.ports().cashier
    if cashier is None:
        return 0
    ours = [(one.id, one.number) for one in open_ones if one.gateway == cashier.name]
    tried, came, silent = [], 0, 0
    for key, number in ours:
        if silent == SILENCES:
            break
        tried.append(key)
        try:
            came += act(cashier, number) != "open"
        except payments.Unreachable as error:
            log.warning("payment %s: %s", number, error)
            silent += 1
        except Exception:
            log.exception("payment %s could not be settled", number)
    asking.asked(tried)
    return came


def _end_holds() -> int:
    ended, more = 0, True
    while more:
        more = asking.acted(orders.expire)
        ended += more
    return ended


# --- sales ----------------------------------------------------------------------------------------------------------


def _decide(presale_id: int) -> int:
    """Ten minutes after the close nothing may come in any more, so the cashier is told before the decision."""
    sale = db.session.get_one(presales.Presale, presale_id)
    if clock.now() >= sale.closes_at + payments.GRACE:
        _over(asking.open_of(presale_id), asking.close)
    return int(asking.acted(lambda: production.decide(db.session.get_one(presales.Presale, presale_id))) is not None)


def _refund(presale_id: int) -> int:
    """Chunk by chunk; returns how many chunks."""
    chunks, more = 0, True
    while more:
        more = asking.acted(lambda: production.refund_missed(db.session.get_one(presales.Presale, presale_id)))
        chunks += 1
    return chunks


def _lock(presale_id: int) -> int:
    return int(asking.acted(lambda: production.release(db.session.get_one(presales.Presale, presale_id))))


# --- refunds that take their time -----------------------------------------------------------------------------------


def _ask_again() -> None:
    """A refund the cashier has accepted is asked about again every hour until it is paid; one that is owed for an hour
    and still has not reached the cashier, every day. The effect's key says for which hour or day, so it is put once."""
    at = clock.now()
    for refund_id, state in asking.unpaid_refunds(at - ASKED_AGAIN_AFTER):
        stamp = at.strftime("%Y%m%d%H" if state == "asked" else "%Y%m%d")
        outbox.put("refund", f"refund:{refund_id}:{state}:{stamp}", refund=refund_id)


# --- the rest -------------------------------------------------------------------------------------------------------


def _do_effects() -> int:
    _safely("ask about refunds again", lambda: asking.acted(_ask_again))
    return outbox.run(handlers(), limit=EFFECTS_AT_ONCE)


def _deliver() -> int:
    cashier = ports.ports().cashier
    return deliveries.deliver(cashier) if isinstance(cashier, Sandbox) else 0


def _forget() -> None:
    asking.acted(lambda: limits.forget(clock.now() - ATTEMPTS_KEPT))


def _each(name: str, due: Callable[[], list[int]], act: Callable[[int], int]) -> int:
    """``act`` on each thing that is due; one that cannot be done does not hold up the others."""
    try:
        ids = due()
    except (SQLAlchemyError, sqlite3.Error):
        log.exception("%s: what is due could not be read", name)
        return 0
    return sum(_safely(f"{name} {key}", lambda key=key: act(key)) for key in ids)


def _safely(name: str, act: Callable[[], int | None]) -> int:
    try:
        return act() or 0
    except Exception:
        log.exception("could not %s", name)
        return 0
    finally:
        db.session.rollback()
