"""The larger parts commands call: the demo brand, the tick, the invariants and the rehearsal."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import click


def part(name: str) -> ModuleType | None:
    return import_module(name) if find_spec(name) else None


def needed(module: ModuleType | None) -> ModuleType:
    if module is None:
        raise click.ClickException("This part is not in the tree yet.")
    return module
