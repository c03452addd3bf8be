"""The larger parts commands call: the demo brand, the tick, the invariants and the rehearsal."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import ParamSpec, TypeVar

import click
from flask import current_app
from sqlalchemy.exc import OperationalError

from c2m import migrations

P = ParamSpec("P")
R = TypeVar("R")


def part(name: str) -> ModuleType | None:
    return import_module(name) if find_spec(name) else None


def needed(module: ModuleType | None) -> ModuleType:
    if module is None:
        raise click.ClickException("This part is not in the tree yet.")
    return module


def on_database(act: Callable[P, R]) -> Callable[P, R]:
    """For commands that need the database as this version knows it: a sentence where it is not."""

    @wraps(act)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            at = migrations.current(current_app.config["SQLALCHEMY_DATABASE_URI"])
        except OperationalError as error:
            raise click.ClickException(f"The database does not answer: {error.orig}") from error
        if at != migrations.head():
            raise click.ClickException("The database is not set up for this version. `flask --app wsgi setup` does it.")
        return act(*args, **kwargs)

    return checked
