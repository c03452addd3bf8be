"""Settings: safe by default, refused where unsafe, and told in the README as they are."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

import c2m
from c2m import config, migrations

SECRET = "a secret of a real brand, long enough"
PRODUCTION = {"C2M_ENV": "production", "C2M_SECRET_KEY": SECRET, "C2M_CASHIER": "none"}
READS = re.compile(r"""environ(?:\.get\(|, )["']([A-Z0-9_]+)["'](?:, "([^"]*)")?""")
ROW = re.compile(r"^\| `([A-Z0-9_]+)` \| (.*?) \|", re.MULTILINE)


def read(tmp_path: Path, **environ: str) -> dict[str, object]:
    return config.read({"C2M_INSTANCE": str(tmp_path), **environ})


def settings_read() -> dict[str, str | None]:
    """Every variable the sources ask for, with the default written there."""
    found: dict[str, str | None] = {}
    for name in ("c2m/config.py", "gunicorn.conf.py"):
        source = (config.ROOT / name).read_text()
        for variable, default in READS.findall(source):
            found[variable] = found.get(variable) or default or None
        for variable, default in re.findall(r'environ\.get\([\'"](\w+)[\'"]\) or "([^"]*)"', source):
            found[variable] = default
    return found


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_lists_every_setting_once_with_its_default(readme: str):
    rows = ROW.findall((config.ROOT / readme).read_text())
    told = dict(rows)
    assert len(told) == len(rows)
    read_here = settings_read()
    assert set(told) == set(read_here)
    for variable, default in read_here.items():
        if default:
            assert f"`{default}`" in told[variable], variable


def test_production_refuses_to_start_without_a_secret(tmp_path: Path):
    with pytest.raises(config.Unsafe, match="C2M_SECRET_KEY"):
        read(tmp_path, **(PRODUCTION | {"C2M_SECRET_KEY": ""}))


def test_production_refuses_a_short_secret(tmp_path: Path):
    with pytest.raises(config.Unsafe, match="32 characters"):
        read(tmp_path, **(PRODUCTION | {"C2M_SECRET_KEY": "short"}))


def test_production_refuses_demo_sign_in(tmp_path: Path):
    with pytest.raises(config.Unsafe, match="C2M_DEMO"):
        read(tmp_path, **(PRODUCTION | {"C2M_DEMO": "1"}))


def test_production_refuses_the_sandbox_cashier_also_by_default(tmp_path: Path):
    without = {name: value for name, value in PRODUCTION.items() if name != "C2M_CASHIER"}
    for environ in (without, PRODUCTION | {"C2M_CASHIER": "sandbox"}):
        with pytest.raises(config.Unsafe, match="sandbox"):
            read(tmp_path, **environ)


def test_an_unknown_cashier_is_refused_anywhere(tmp_path: Path):
    with pytest.raises(config.Unsafe, match="sandbox, none"):
        read(tmp_path, C2M_CASHIER="sandbx")


def test_the_app_itself_does_not_start_in_production_on_unsafe_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("C2M_INSTANCE", str(tmp_path))
    monkeypatch.setenv("C2M_ENV", "production")
    with pytest.raises(config.Unsafe):
        c2m.create_app()


def test_production_starts_without_a_cashier_and_without_demo_sign_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name, value in (PRODUCTION | {"C2M_INSTANCE": str(tmp_path)}).items():
        monkeypatch.setenv(name, value)
    app = c2m.create_app()
    migrations.upgrade(app.config["SQLALCHEMY_DATABASE_URI"])
    assert app.test_client().get("/healthz").status_code == 200
    assert not app.config["DEMO"]
    assert app.extensions["c2m"].cashier is None
    assert app.config["SESSION_COOKIE_SECURE"]
    assert not (tmp_path / "secret.txt").exists()


def test_every_installation_makes_its_own_secret_once_and_only_its_owner_may_read_it(tmp_path: Path):
    first, again = read(tmp_path / "a")["SECRET_KEY"], read(tmp_path / "a")["SECRET_KEY"]
    assert first == again != read(tmp_path / "b")["SECRET_KEY"]
    assert len(str(first)) == 64
    assert stat.S_IMODE((tmp_path / "a" / "secret.txt").stat().st_mode) == 0o600


def test_with_nothing_set_all_data_lies_under_instance():
    found = config.read({})
    assert found["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{config.ROOT / 'instance' / 'c2m.sqlite'}"
    assert found["STORAGE"] == f"file:{config.ROOT / 'instance' / 'files'}"
    assert found["CASHIER_BOOK"] == config.ROOT / "instance" / "cashier.sqlite"
    assert "instance/" in (config.ROOT / ".gitignore").read_text().split()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_usual_postgresql_address_is_understood(tmp_path: Path, scheme: str):
    url = read(tmp_path, DATABASE_URL=f"{scheme}://brand@db/c2m")["SQLALCHEMY_DATABASE_URI"]
    assert url == "postgresql+psycopg://brand@db/c2m"


def test_the_demo_is_on_for_a_trial_and_off_in_production(tmp_path: Path):
    assert read(tmp_path)["DEMO"]
    assert not read(tmp_path, C2M_DEMO="0")["DEMO"]
    assert not read(tmp_path, **PRODUCTION)["DEMO"]


def test_a_misspelt_kind_of_installation_is_not_taken_for_a_trial(tmp_path: Path):
    with pytest.raises(config.Unsafe, match="development, production"):
        read(tmp_path, C2M_ENV="prod")
