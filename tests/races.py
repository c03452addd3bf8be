"""Several people at once: real threads that start together, each with its own session."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import inspect
from sqlalchemy.exc import OperationalError

from c2m.core import db as database
from c2m.core.db import atomic, db

TRIES = 6


def together(app: Flask, *acts: Callable[[], Any]) -> list[Any]:
    """Do the acts at the same time, each in one atomic(), tried again where the app tries again. Returns what each came
    to: its value, or the exception it ended with."""
    for row in list(db.session):
        if inspect(row).expired_attributes:
            db.session.refresh(row)  # the acts may read it, but not load it: this session is not theirs
    line = threading.Barrier(len(acts))
    came_to: list[Any] = [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        with app.app_context():
            db.session.connection()  # connect before the start, so that all start together
            db.session.rollback()
            line.wait(20)
            try:
                came_to[number] = _tried(act)
            except BaseException as error:
                came_to[number] = error

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.rollback()
    db.session.expire_all()
    return came_to


def _tried(act: Callable[[], Any]) -> Any:
    for attempt in range(1, TRIES + 1):
        try:
            with atomic():
                return act()
        except OperationalError as error:
            if attempt == TRIES or not database.passing(error):
                raise
    return None


def values(came_to: list[Any], *allowed: type[BaseException]) -> list[Any]:
    """What the acts gave; fails on an exception that is not one of the allowed."""
    for one in came_to:
        if isinstance(one, BaseException) and not isinstance(one, allowed):
            raise one
    return [one for one in came_to if not isinstance(one, BaseException)]
