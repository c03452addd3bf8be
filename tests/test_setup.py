"""From a clone to a running app: the packages, the commands, and the process that runs web and worker."""

from __future__ import annotations

import gzip
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from importlib.metadata import distribution
from pathlib import Path

import pytest
from flask import Flask
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from c2m import cli, config, running
from c2m.commands import brand
from c2m.config import ROOT
from c2m.core import clock
from c2m.core.db import Base, atomic, db
from c2m.gateways.ports import ports
from c2m.loop import people
from c2m.loop.brand import Setting

FILES = ("requirements.txt", "requirements-extra.txt", "requirements-dev.txt")
SLEEPER = (sys.executable, "-c", "import time; time.sleep(600)")
DEAF = (
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)",
)


# --- packages -------------------------------------------------------------------------------------------------------


def pins(name: str) -> list[Requirement]:
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text().splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-r")]


@pytest.mark.parametrize("name", FILES)
def test_every_package_is_pinned_to_one_version(name: str):
    assert [str(pin) for pin in pins(name) if not re.fullmatch(r"==[0-9][0-9a-z.]*", str(pin.specifier))] == []


def test_no_package_is_listed_twice():
    names = [canonicalize_name(pin.name) for name in FILES for pin in pins(name)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("files", [FILES[:1], FILES])
def test_whatever_a_pinned_package_needs_is_pinned_too(files: tuple[str, ...]):
    wanted = [pin for name in files for pin in pins(name)]
    pinned = {canonicalize_name(pin.name) for pin in wanted}
    loose = set()
    for pin in wanted:
        if pin.marker and not pin.marker.evaluate():
            continue
        for text in distribution(pin.name).requires or ():
            need = Requirement(text)
            asked = any(need.marker.evaluate({"extra": extra}) for extra in pin.extras | {""}) if need.marker else True
            if asked and canonicalize_name(need.name) not in pinned:
                loose.add(f"{pin.name} needs {need.name}")
    assert loose == set()


# --- what can be typed ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_every_command_and_no_other(app: Flask, readme: str):
    text = (ROOT / readme).read_text()
    named = set(re.findall(r"^\| `flask --app wsgi ([a-z]+)", text, re.MULTILINE))
    assert named == {name for name in app.cli.commands if name not in {"run", "shell", "routes"}}
    assert callable(cli.init_app)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_only_what_can_be_made(readme: str):
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):.*##", makefile, re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)`", (ROOT / readme).read_text())) <= targets
    assert {"run", "test", "check", "demo", "lint", "bench", "help"} <= targets


def test_a_command_before_setup_says_what_to_do_and_leaves_no_trace_of_an_error(tmp_path: Path):
    done = flask(tmp_path, "check")
    assert done.returncode == 1
    assert "`flask --app wsgi setup`" in done.stderr
    assert "Traceback" not in done.stderr


def test_setup_makes_the_database_once_and_keeps_it_afterwards(tmp_path: Path):
    assert flask(tmp_path, "setup").returncode == 0
    path = tmp_path / "c2m.sqlite"
    assert path.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO setting (name, value) VALUES ('name', '\"Lin and friends\"')")
        connection.commit()
    again = flask(tmp_path, "setup")
    assert again.returncode == 0
    assert "up to date" in again.stdout
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT value FROM setting").fetchall() == [('"Lin and friends"',)]


def test_a_backup_is_whole_private_and_never_overwrites(app: Flask, tmp_path: Path):
    with app.app_context(), atomic():
        people.join(name="Lin")
    target = tmp_path / "copy.sqlite"
    done = app.test_cli_runner().invoke(args=["backup", str(target)])
    assert done.exit_code == 0, done.output
    assert target.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("SELECT name FROM person").fetchall() == [("Lin",)]
    again = app.test_cli_runner().invoke(args=["backup", str(target)])
    assert again.exit_code == 1
    assert "Name a new file" in again.output


def test_the_demo_brand_is_not_built_over_somebodys_data(app: Flask):
    app.config["DEMO"] = True
    with app.app_context(), atomic():
        people.join(name="Lin")
    done = app.test_cli_runner().invoke(args=["demo"])
    assert done.exit_code == 1
    assert "Somebody is here already" in done.output


def test_the_demo_brand_is_not_built_where_demo_mode_is_off(app: Flask):
    app.config["DEMO"] = False
    done = app.test_cli_runner().invoke(args=["demo"])
    assert done.exit_code == 1
    assert "C2M_DEMO=1" in done.output


def test_a_demo_brand_that_was_left_half_built_is_begun_anew_from_nothing(app: Flask):
    with app.app_context():
        with atomic():
            people.give_role(people.join(name="Lin"), "koc")
        assert not brand.wanting()
        with atomic():
            db.session.add(Setting(name=brand.MARK, value=brand.BUILDING))
        assert brand.wanting()
        ports().cashier.begin("C2M-1", 100, "dress", clock.now() + timedelta(minutes=30), "http://127.0.0.1/")
        assert app.config["CASHIER_BOOK"].exists()
        brand.empty()
        assert [table.name for table in Base.metadata.sorted_tables if db.session.query(table).count()] == []
        assert not app.config["CASHIER_BOOK"].exists()


def test_the_first_operator_is_made_on_the_command_line_and_can_sign_in(app: Flask):
    asked = ["operator", "138 0013 2046", "--name", "许静", "--password", "correct horse"]
    done = app.test_cli_runner().invoke(args=asked)
    assert done.exit_code == 0, done.output
    with app.app_context():
        person = people.by_password("13800132046", "correct horse")
        assert people.roles_of(person.id) == {"operator"}


def test_an_operator_with_a_short_password_is_refused_and_nobody_is_made(app: Flask):
    done = app.test_cli_runner().invoke(args=["operator", "13800132046", "--name", "许静", "--password", "short"])
    assert done.exit_code == 1
    assert "10 characters" in done.output
    with app.app_context():
        assert db.session.query(people.Person).count() == 0


# --- web and worker together ----------------------------------------------------------------------------------------


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator[running.Run]:
    monkeypatch.delenv("MAKELEVEL", raising=False)
    one = running.Run()
    yield one
    one.stop()


def test_when_one_of_the_two_ends_the_other_is_ended_and_the_run_has_failed(run: running.Run):
    web = run.start("web", SLEEPER)
    run.start("worker", (sys.executable, "-c", "raise SystemExit(3)"))
    with pytest.raises(running.Ended, match="worker ended by itself") as end:
        run.watch()
    assert end.value.code == 1
    run.stop()
    assert web.returncode == -signal.SIGTERM


def test_whoever_does_not_hear_is_killed_after_the_grace(run: running.Run, monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.setattr(running, "GRACE_SECONDS", 0.3)
    heard = tmp_path / "heard"
    deaf = run.start("web", (*DEAF[:2], DEAF[2].replace("print('deaf', flush=True)", f"open({str(heard)!r}, 'w')")))
    run.wait(heard.exists)
    run.stop()
    assert deaf.returncode == -signal.SIGKILL


def test_a_step_that_fails_ends_the_run_with_its_code(run: running.Run):
    with pytest.raises(running.Ended, match="flask setup") as end:
        run.step("setup", (sys.executable, "-c", "raise SystemExit(4)"))
    assert end.value.code == 4


def test_a_busy_port_is_told_in_a_sentence():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(running.Ended, match=f"Cannot listen on 127.0.0.1:{port}.*PORT=") as end:
            running.refuse_busy("127.0.0.1", port)
    assert end.value.code == 1


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1", "８０"])
def test_a_port_that_is_no_port_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch, port: str):
    monkeypatch.delenv("C2M_BIND", raising=False)
    monkeypatch.setenv("PORT", port)
    with pytest.raises(running.Ended, match="Set PORT to a number"):
        running.address()


def test_make_run_serves_compressed_pages_and_ctrl_c_ends_everything_it_started(tmp_path: Path):
    port = free_port()
    started = subprocess.Popen(
        [sys.executable, "-P", "c2m/running.py"],
        cwd=ROOT,
        env=environment(tmp_path, PORT=str(port)),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        lines = list(iter(started.stdout.readline, "Ctrl-C stops it.\n"))
        assert f"Address: http://127.0.0.1:{port}\n" in lines
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").status == 200
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/signin", headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked) as page:
            assert page.headers["Content-Encoding"] == "gzip"
            assert b"</html>" in gzip.decompress(page.read())
    finally:
        started.send_signal(signal.SIGINT)
        code = started.wait(60)
    assert code == 0
    running.refuse_busy("127.0.0.1", port)


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("C2M_", "DATABASE", "WEB_", "MAKE"))
    }
    return ours | {"C2M_INSTANCE": str(tmp_path), "C2M_DEMO": "0"} | more


def flask(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *arguments],
        check=False,
        cwd=config.ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
    )


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
