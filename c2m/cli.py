"""The commands of `flask --app wsgi`, put on the app."""

from __future__ import annotations

from flask import Flask

from c2m.commands import brand, database, work
from c2m.trial import command as trial


def init_app(app: Flask) -> None:
    commands = [
        database.setup,
        database.backup,
        database.revise,
        brand.demo,
        brand.signins,
        brand.operator,
        work.tick,
        work.worker,
        work.check,
        trial.command,
    ]
    for command in commands:
        app.cli.add_command(command)
