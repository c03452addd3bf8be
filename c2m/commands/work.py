"""What time has made due, done; and whether everything still adds up."""

from __future__ import annotations

import signal
import threading
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext

from c2m import tick as ticking
from c2m.commands import needs
from c2m.gateways.ports import ports
from c2m.insight import invariants
from c2m.web import guard


@click.command()
@with_appcontext
@needs.on_database
def tick() -> None:
    """Do whatever time has made due, once, and print what moved."""
    moved = {name: count for name, count in ticking.tick().items() if count}
    for name, count in moved.items():
        click.echo(f"{name} {count}")
    if not moved:
        click.echo("Nothing was due.")


@click.command()
@with_appcontext
@needs.on_database
def worker() -> None:
    """Keep doing what is due, and what goes outside, until asked to stop."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    ticking.worker(stopping)


@click.command()
@with_appcontext
@needs.on_database
def check() -> None:
    """Test every invariant, against the cashier's book too: one line each, exit 1 on a break."""
    broken = 0
    for result in invariants.check_all(ports().cashier, unruled=guard.unruled(current_app)):
        broken += bool(result.breaks)
        click.echo(f"{'BREAK' if result.breaks else 'ok':<6}{result.name:<5}{result.title}")
        for line in result.breaks:
            click.echo(f"           {line}")
    if broken:
        raise click.exceptions.Exit(1)
