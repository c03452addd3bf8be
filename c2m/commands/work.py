"""What time has made due, done; and whether everything still adds up."""

from __future__ import annotations

import signal
import threading
from types import FrameType

import click

from c2m.commands import parts
from c2m.gateways.ports import ports

ticking = parts.part("c2m.tick")
invariants = parts.part("c2m.insight.invariants")


@click.command()
@parts.on_database
def tick() -> None:
    """Do whatever time has made due, once, and print what moved."""
    moved = parts.needed(ticking).tick()
    for name, count in moved.items():
        click.echo(f"{name} {count}")
    if not any(moved.values()):
        click.echo("Nothing was due.")


@click.command()
@parts.on_database
def worker() -> None:
    """Keep doing what is due, and what goes outside, until asked to stop."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    parts.needed(ticking).worker(stopping)


@click.command()
@parts.on_database
def check() -> None:
    """Test every invariant, against the cashier's book too: one line each, exit 1 on a break."""
    broken = 0
    for result in parts.needed(invariants).check_all(ports().cashier):
        broken += bool(result.breaks)
        click.echo(f"{'BREAK' if result.breaks else 'ok':<6}{result.name:<5}{result.title}")
        for line in result.breaks:
            click.echo(f"           {line}")
    if broken:
        raise click.exceptions.Exit(1)
