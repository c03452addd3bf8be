"""`make run`: sets the database up, then runs web and worker together until one of them ends or somebody says stop.

Needs nothing but the standard library, so it starts at once and weighs little. Whatever it started ends with it: asked
kindly first, then not; and also when it is itself killed, where the system (Linux) can tell the children.
"""

from __future__ import annotations

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
GRACE_SECONDS = 12
ANSWER_SECONDS = 120
PAUSE_SECONDS = 0.1
FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")
WEB = (sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py")
WORKER = (*FLASK, "worker")
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
PR_SET_PDEATHSIG = 1


class Ended(Exception):
    """The run is over; ``code`` is what to leave with."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code


class Run:
    """What was started, and whether somebody asked to stop."""

    def __init__(self) -> None:
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.asked = 0
        self.parent = os.getppid() if "MAKELEVEL" in os.environ else None

    def listen(self) -> None:
        signal.signal(signal.SIGINT, self._asked)
        signal.signal(signal.SIGTERM, self._asked)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup keeps its promise
            signal.signal(signal.SIGHUP, self._asked)

    def _asked(self, _number: int, _frame: FrameType | None) -> None:
        self.asked += 1

    def start(self, name: str, command: Sequence[str]) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )
        self.children[name] = child
        return child

    def step(self, name: str, command: Sequence[str]) -> None:
        """Run one command to its end."""
        child = self.start(name, command)
        self.wait(lambda: child.poll() is not None)
        del self.children[name]
        if child.returncode:
            raise Ended(f"`flask {name}` did not succeed; stopping.", child.returncode)

    def wait(self, done: Callable[[], bool], seconds: float | None = None) -> bool:
        """Until ``done``, or the time is over. Ends the run when asked to, or when make itself is gone."""
        until = time.monotonic() + seconds if seconds else None
        while not done():
            if self.asked or (self.parent and os.getppid() != self.parent):
                raise Ended("Stopping.", 0)
            if until and time.monotonic() > until:
                return False
            time.sleep(PAUSE_SECONDS)
        return True

    def ended(self) -> tuple[str, int] | None:
        """The first of the children that is no more, with its exit code."""
        codes = ((name, child.poll()) for name, child in self.children.items())
        return next(((name, code) for name, code in codes if code is not None), None)

    def watch(self) -> None:
        """As long as all of them live."""
        self.wait(lambda: self.ended() is not None)
        name, code = self.ended() or ("", 0)
        raise Ended(f"The {name} ended by itself (code {code}); stopping the rest.", 1)

    def stop(self) -> None:
        """Ask everything to end; whatever is left after the grace, or at a second Ctrl-C, is killed with its own children."""
        for child in self.children.values():
            _signal(child.send_signal, signal.SIGTERM)
        before, until = self.asked, time.monotonic() + GRACE_SECONDS
        while any(child.poll() is None for child in self.children.values()):
            if time.monotonic() > until or self.asked > max(before, 1):
                break
            time.sleep(PAUSE_SECONDS)
        for child in self.children.values():
            _signal(lambda number, child=child: os.killpg(child.pid, number), signal.SIGKILL)
            child.wait()


def _signal(send: Callable[[int], None], number: int) -> None:
    try:
        send(number)
    except ProcessLookupError:
        return  # it ended by itself meanwhile: that is what was wanted


def _end_with_parent() -> None:
    """In the child, before it becomes the command: have the kernel send TERM when the one who started it dies."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def address() -> tuple[str, int]:
    """Where web will listen, as gunicorn.conf.py reads it."""
    bind = os.environ.get("C2M_BIND") or f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
    host, _, port = bind.rpartition(":")
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise Ended(f"{bind} is no address. Set PORT to a number, for example PORT=8001 make run.", 2)
    return host.strip("[]") or "0.0.0.0", int(port)


def refuse_busy(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Ended(
                f"Cannot listen on {host}:{port} ({error.strerror}). Choose another: PORT=8001 make run.", 1
            ) from error


def answers(host: str, port: int) -> bool:
    """Whether /healthz says 200."""
    connection = http.client.HTTPConnection({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def serve(run: Run, folder: Path) -> None:
    host, port = address()
    refuse_busy(host, port)
    welcome = folder / "welcome"  # written by setup, so that nothing more need be started to know it
    run.step("setup", (*FLASK, "setup", "--welcome", str(welcome)))
    refuse_busy(host, port)
    print("Starting web and worker ...", flush=True)
    run.start("web", WEB)
    run.start("worker", WORKER)
    ready = run.wait(lambda: run.ended() is not None or answers(host, port), ANSWER_SECONDS)
    if not ready:
        raise Ended(f"The web server did not answer within {ANSWER_SECONDS} seconds; stopping.", 1)
    if run.ended() is None:
        print(f"\nC2M is running.\n{welcome.read_text(encoding='utf-8')}\nCtrl-C stops it.", flush=True)
    run.watch()


def main() -> int:
    run = Run()
    run.listen()
    try:
        with tempfile.TemporaryDirectory() as folder:
            serve(run, Path(folder))
    except Ended as end:
        print(f"\n{end}", file=sys.stderr, flush=True)
        return end.code
    finally:
        run.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
