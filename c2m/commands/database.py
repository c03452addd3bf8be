"""Set the database up, keep copies of it, write its next revision."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from c2m import migrations
from c2m.commands import brand
from c2m.core.db import db


@click.command()
@click.option("--demo/--no-demo", default=True, help="Build the demo brand in an empty database, in demo mode.")
@click.option("--welcome", type=click.Path(path_type=Path), help="Write what `signins` prints to this file.")
@with_appcontext
def setup(demo: bool, welcome: Path | None) -> None:
    """Bring the database up to date; in demo mode build the demo brand in an empty one."""
    url = _url()
    click.echo(f"Database {make_url(url).render_as_string(hide_password=True)}")
    try:
        kept = _keep_before_upgrade(url)
        if kept:
            click.echo(f"  a copy of it as it was: {kept}")
        _make_private(url)
        before, after = migrations.upgrade(url)
    except OperationalError as error:
        raise click.ClickException(f"The database does not answer: {error.orig}") from error
    db.engine.dispose()
    click.echo(f"  up to date ({after})" if before == after else f"  {before or 'empty'} -> {after}")
    if demo and current_app.config["DEMO"] and brand.wanting():
        brand.build()
    if welcome:
        welcome.write_text(brand.welcome(), encoding="utf-8")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def backup(file: Path) -> None:
    """Copy the SQLite database to FILE, whole, while the app runs. Pictures lie in the storage; copy that too."""
    copy(_url(), file)
    click.echo(f"{file} ({file.stat().st_size / 1e6:.1f} MB)")


@click.command()
@click.argument("message")
@with_appcontext
def revise(message: str) -> None:
    """Write a migration with what the models have and the database (at head) has not."""
    migrations.revise(_url(), message)


def copy(url: str, target: Path) -> None:
    """A consistent copy, readable by its owner only: it holds people's data."""
    source = make_url(url)
    if source.get_backend_name() != "sqlite":
        raise click.ClickException("This copies SQLite only. For PostgreSQL use pg_dump.")
    if not Path(source.database or "").exists():
        raise click.ClickException("There is no database yet: `flask --app wsgi setup` makes it.")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        raise click.ClickException(f"{target} exists. Name a new file.") from error
    with closing(sqlite3.connect(source.database, timeout=60)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def _url() -> str:
    return current_app.config["SQLALCHEMY_DATABASE_URI"]


def _make_private(url: str) -> None:
    """A new SQLite file is its owner's to read, and nobody else's."""
    source = make_url(url)
    if source.get_backend_name() == "sqlite" and source.database:
        os.close(os.open(source.database, os.O_WRONLY | os.O_CREAT, 0o600))


def _keep_before_upgrade(url: str) -> Path | None:
    """A copy of a SQLite database that an upgrade is about to change, under instance/backups."""
    source = make_url(url)
    if source.get_backend_name() != "sqlite" or not Path(source.database or "").exists():
        return None
    at = migrations.current(url)
    if at in {None, migrations.head()}:
        return None
    target = current_app.config["INSTANCE"] / "backups" / f"before-upgrade-{at}-{time.strftime('%Y%m%d-%H%M%S')}.sqlite"
    copy(url, target)
    return target
