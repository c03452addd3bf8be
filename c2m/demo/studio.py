"""The demo brand's pictures: drawn in other processes while the shop is set up, then stored."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from c2m import drawing
from c2m.core import pictures
from c2m.core.db import atomic
from c2m.gateways.ports import Ports
from c2m.loop import files

WIDTH = 960
Shot = tuple[str, ...]
"""("flat", style, colour) | ("worn", style, person, scene, shot, colour) | ("detail", style) | ("portrait", person)"""


def draw(shot: Shot) -> pictures.Rebuilt:
    """One picture, all its files. Runs in a process of its own."""
    kind, *what = shot
    if kind == "flat":
        image = drawing.flat(what[0], colour=int(what[1]), width=WIDTH)
    elif kind == "worn":
        style, person, scene, view, colour = what
        image = drawing.try_on(style, person, scene, view, int(colour), width=WIDTH)
    elif kind == "detail":
        image = drawing.detail(what[0], width=WIDTH)
    else:
        image = drawing.portrait(what[0])
    return pictures.rebuild_image(image)


class Studio:
    """Draws ahead; ``picture(shot)`` waits for that one picture."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._pool = ProcessPoolExecutor(os.cpu_count() or 2, mp_context=get_context("spawn"))
        self._drawn: dict[Shot, Future[pictures.Rebuilt]] = {}

    def order(self, shots: Iterable[Shot]) -> None:
        """Begin to draw these, in this order."""
        for shot in shots:
            if shot not in self._drawn:
                self._drawn[shot] = self._pool.submit(draw, shot)

    def waiting(self) -> Iterator[int]:
        """How many are drawn so far, each time one is."""
        for done, future in enumerate(self._drawn.values(), start=1):
            future.result()
            yield done

    def picture(self, shot: Shot) -> files.Picture:
        """Store its files, and record it in a transaction of its own."""
        self.order([shot])
        rebuilt = self._drawn[shot].result()
        for name, data in rebuilt.files.items():
            self._ports.storage.put(name, data)
        with atomic():
            return files.keep_picture(rebuilt)

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def __len__(self) -> int:
        return len(self._drawn)
