"""What commands must have before they act."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from flask import current_app
from sqlalchemy.exc import OperationalError

from c2m import migrations

P = ParamSpec("P")
R = TypeVar("R")


def on_database(act: Callable[P, R]) -> Callable[P, R]:
    """For commands that need the database as this version knows it: a sentence where it is not."""

    @wraps(act)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            fits = migrations.fits(current_app.config["SQLALCHEMY_DATABASE_URI"])
        except OperationalError as error:
            raise click.ClickException(f"The database does not answer: {error.orig}") from error
        if not fits:
            raise click.ClickException("The database is not set up for this version. `flask --app wsgi setup` does it.")
        return act(*args, **kwargs)

    return checked
