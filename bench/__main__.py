"""python -m bench"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator

from bench import handlers, photos, sharing, tables, weights


def _requests() -> Iterator[tables.Row]:
    return tables.requests(handlers.measured())


def _shares() -> Iterator[tables.Row]:
    return tables.shares(*sharing.measured())


def _pictures() -> Iterator[tables.Row]:
    return tables.pictures(*photos.measured())


def _sizes() -> Iterator[tables.Row]:
    return tables.sizes(weights.measured())


PARTS: dict[str, Callable[[], Iterator[tables.Row]]] = {
    "requests": _requests,
    "work orders": _shares,
    "pictures": _pictures,
    "sizes": _sizes,
}


def main() -> None:
    rows = []
    for name, part in PARTS.items():
        began = time.monotonic()
        print(f"measuring {name} ... ", end="", file=sys.stderr, flush=True)
        rows += part()
        print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)
    print(
        "P: the CPU time of bare Flask saying hello / that of the request, in turns in one process, middle of the rounds.\n"
    )
    print("\n".join(tables.lines(rows)))


if __name__ == "__main__":
    main()
