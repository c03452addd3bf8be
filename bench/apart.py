"""A process of its own for what would leave memory behind, or find it warm."""

from __future__ import annotations

import multiprocessing
import resource
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
MEGA = 1024 * 1024


def run(act: Callable[..., Any], *given: Any) -> Any:
    """What ``act`` returns, done in a fresh process."""
    with ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(act, *given).result()


class Memory:
    """The most memory this process came to hold since, over what it held at the start. In MB."""

    def __init__(self) -> None:
        if _CLEAR.exists():
            _CLEAR.write_text("5")  # the highest mark begins anew; where that is not possible it is never too low
        self._start = _held()

    def peak(self) -> float:
        return max(0.0, (_highest() - self._start) / MEGA)


def _held() -> int:
    return _line("VmRSS") if _STATUS.exists() else _highest()


def _highest() -> int:
    if _STATUS.exists():
        return _line("VmHWM")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _line(name: str) -> int:
    found = next(line for line in _STATUS.read_text().splitlines() if line.startswith(f"{name}:"))
    return int(found.split()[1]) * 1024
