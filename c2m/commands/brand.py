"""Who is here at the start: the demo brand with its sign-ins, or the first operator."""

from __future__ import annotations

import time
import unicodedata

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import delete, select

from c2m import demo as demo_brand
from c2m.commands import needs
from c2m.core.db import Base, atomic, db
from c2m.core.errors import Refused
from c2m.demo import cast
from c2m.loop import people
from c2m.loop.brand import Setting

MARK = "demo"
BUILDING, BUILT = "building", "built"


@click.command()
@with_appcontext
@needs.on_database
def demo() -> None:
    """Build the demo brand in an empty database (under 90 seconds)."""
    if not current_app.config["DEMO"]:
        raise click.ClickException("Demo mode is off, so there is no demo brand. C2M_DEMO=1 turns it on.")
    if not wanting():
        raise click.ClickException("Somebody is here already. The demo brand is only built in an empty database.")
    build()


@click.command()
@with_appcontext
@needs.on_database
def signins() -> None:
    """Print the address and, in demo mode, who one may be."""
    click.echo(welcome())


def welcome() -> str:
    url = current_app.config["BASE_URL"]
    lines = [f"Address: {url}"]
    players = cast.present() if current_app.config["DEMO"] else []
    if players:
        lines.append(f"One tap signs you in at {url}/signin as")
        lines += [f"  {_padded(player.name, 10)}{player.role}" for player in players]
    return "\n".join(lines)


@click.command()
@click.argument("phone")
@click.option("--name", prompt=True)
@click.password_option()
@with_appcontext
@needs.on_database
def operator(phone: str, name: str, password: str) -> None:
    """Make PHONE an operator with a password: the first person of a real brand."""
    try:
        with atomic():
            number = people.phone_of(phone)
            person = people.by_phone(number) or people.join(name=name, phone=number)
            people.give_role(person, "operator")
            people.set_password(person, password)
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(f"{name} ({people.masked(number)}) is an operator. Sign in at {current_app.config['BASE_URL']}/signin")


def wanting() -> bool:
    """Whether the demo brand is still to be built: nobody is here, or building it was interrupted."""
    return _mark() == BUILDING or db.session.scalar(select(people.Person.id).limit(1)) is None


def build() -> None:
    """Build it, marked while unfinished, so that an interrupted one is begun anew instead of kept."""
    if _mark() == BUILDING:
        click.echo("  the demo brand was left half built; beginning anew")
        empty()
    began = time.monotonic()
    click.echo("Demo brand (once, about a minute)")
    with atomic():
        db.session.add(Setting(name=MARK, value=BUILDING))
    demo_brand.build(lambda text: click.echo(f"  {text}"))
    with atomic():
        db.session.scalars(select(Setting).where(Setting.name == MARK)).one().value = BUILT
    click.echo(f"  built in {time.monotonic() - began:.0f} s")


def empty() -> None:
    """Remove every row, and the sandbox cashier's book with them."""
    with atomic():
        for table in reversed(Base.metadata.sorted_tables):
            db.session.execute(delete(table))
    book = current_app.config["CASHIER_BOOK"]
    for end in ("", "-wal", "-shm"):
        book.with_name(book.name + end).unlink(missing_ok=True)


def _mark() -> str | None:
    return db.session.scalar(select(Setting.value).where(Setting.name == MARK))


def _padded(name: str, width: int) -> str:
    """Chinese characters are two columns wide."""
    columns = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in name)
    return name + " " * max(width - columns, 1)
