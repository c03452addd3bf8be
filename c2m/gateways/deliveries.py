"""Carrying the sandbox cashier's notifications to us over HTTP, as a real cashier does: until one is acknowledged."""

from __future__ import annotations

import logging
import sqlite3
import threading

import requests

from c2m.gateways.sandbox import Sandbox

log = logging.getLogger(__name__)
PATIENCE_SECONDS = 5


def deliver(cashier: Sandbox, number: str | None = None, limit: int = 20) -> int:
    """Try the notifications that are due, or this one; returns how many were acknowledged."""
    return sum(_post(cashier, claimed) for claimed in cashier.claim(number, limit)) if cashier.callback_url else 0


def deliver_soon(cashier: Sandbox, number: str) -> None:
    """The first try, without letting the shopper wait for it."""
    threading.Thread(target=_first_try, args=(cashier, number), name=f"callback {number}", daemon=True).start()


def _first_try(cashier: Sandbox, number: str) -> None:
    try:
        deliver(cashier, number)
    except sqlite3.Error as error:
        log.warning("callback %s could not be tried: %s", number, error)


def _post(cashier: Sandbox, number: str) -> bool:
    headers, body = cashier.notification(number)
    try:
        # Not through a proxy the environment may name: the address is our own.
        with requests.Session() as session:
            session.trust_env = False
            answer = session.post(
                cashier.callback_url, body, headers=headers, timeout=PATIENCE_SECONDS, allow_redirects=False
            )
    except requests.RequestException as error:
        log.info("callback %s was not delivered: %s", number, type(error).__name__)
        return False
    if answer.status_code != 200 or answer.text.strip() != "success":
        log.warning("callback %s was answered %s", number, answer.status_code)
        return False
    cashier.delivered(number)
    return True
