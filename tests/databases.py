"""The databases the tests run on: a SQLite file, and a PostgreSQL of our own that lives as long as the test session."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

both = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
"""Mark a test, or a module by ``pytestmark``, to run on both."""
on_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
MODEL = "model"
NO_SYNC = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "shared_buffers=64MB")


def programs() -> Path | None:
    """The folder with initdb and postgres, the newest version first; None when PostgreSQL (15 or newer) is not here."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb") if int(path.parts[4]) >= 15]
    if found:
        return max(found, key=lambda path: int(path.parts[4]))
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb and shutil.which("postgres") else None


class Cluster:
    """A PostgreSQL in a temporary folder, on 127.0.0.1 and a free port, ended by its pid."""

    def __init__(self, bin_: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="c2m-postgresql-"))
        self.data = self.folder / "data"
        self.port = _free_port()
        self.made = 0
        # PostgreSQL refuses to run as root; then it runs as "nobody", who owns the folder.
        self.who = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
        if self.who:
            shutil.chown(self.folder, "nobody", "nogroup")
        made = subprocess.run(
            [bin_ / "initdb", "-D", self.data, "-U", "c2m", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            check=False,
            capture_output=True,
            text=True,
            cwd=self.folder,
            **self.who,
        )
        if made.returncode:
            raise RuntimeError(made.stderr)
        options = [part for setting in NO_SYNC for part in ("-c", setting)]
        self.log = (self.folder / "log").open("wb")
        self.server = subprocess.Popen(
            [bin_ / "postgres", "-D", self.data, "-p", str(self.port), "-h", "127.0.0.1", "-k", self.folder, *options],
            stdout=self.log,
            stderr=self.log,
            cwd=self.folder,
            **self.who,
        )
        self._wait()

    def _wait(self) -> None:
        for _ in range(200):
            if (self.data / "postmaster.pid").exists() and "ready" in (self.data / "postmaster.pid").read_text():
                return
            time.sleep(0.05)
        self.end()
        raise RuntimeError("PostgreSQL did not start")

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://c2m@127.0.0.1:{self.port}/{name}"

    def emptied(self) -> str:
        """The address of the one database that is like the model again; whatever was there is gone."""
        self.drop("shop")
        self.run(f"CREATE DATABASE shop TEMPLATE {MODEL} STRATEGY FILE_COPY")
        return self.url("shop")

    def fresh(self, template: str = MODEL) -> str:
        """The name of another new database like the template; drop() it afterwards."""
        self.made += 1
        name = f"t{self.made}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def drop(self, name: str) -> None:
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def run(self, statement: str) -> None:
        psycopg = pytest.importorskip("psycopg")
        with psycopg.connect(f"postgresql://c2m@127.0.0.1:{self.port}/postgres", autocommit=True) as connection:
            connection.execute(statement)

    def end(self) -> None:
        self.server.send_signal(signal.SIGINT)
        self.server.wait(20)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
