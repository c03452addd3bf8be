"""The database's history ends where the models are, keeps people's data, and happens whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from c2m import migrations
from c2m.core.db import Base

FIRST = "0001"
LIN = "INSERT INTO person (name, phone, state, need, need_tags, made_at) VALUES ('Lin', '13800132046', 'active', '', '[]', :at)"
AT = {"at": "2026-11-20 04:00:00"}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
    else:
        running = request.getfixturevalue("cluster")
        name = running.fresh("template1")
        yield running.url(name)
        running.drop(name)


def ask(url: str, statement: str, **params: Any) -> list[tuple[Any, ...]]:
    engine = create_engine(url)
    with engine.begin() as connection:
        result = connection.execute(text(statement), params)
        rows = [tuple(row) for row in result] if result.returns_rows else []
    engine.dispose()
    return rows


def shape(url: str) -> dict[str, Any]:
    """Everything the database enforces, table by table."""
    engine = create_engine(url)
    seen = inspect(engine)
    tables = {
        table: {
            "columns": sorted((c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(table)),
            "checks": sorted((c["name"], c["sqltext"]) for c in seen.get_check_constraints(table)),
            "uniques": sorted((u["name"], tuple(u["column_names"])) for u in seen.get_unique_constraints(table)),
            "indexes": sorted(
                (i["name"], tuple(i["column_names"]), bool(i["unique"])) for i in seen.get_indexes(table)
            ),
            "keys": sorted(
                (f["name"], tuple(f["constrained_columns"]), f["referred_table"]) for f in seen.get_foreign_keys(table)
            ),
        }
        for table in seen.get_table_names()
        if table != "alembic_version"
    }
    engine.dispose()
    return tables


def test_migrations_end_at_what_the_models_say(url: str) -> None:
    assert migrations.upgrade(url) == (None, migrations.head())
    engine = create_engine(url)
    with engine.connect() as connection:
        assert migrations.differences(connection) == []
    engine.dispose()


def test_every_check_index_and_key_of_the_models_is_in_the_migrated_database(url: str) -> None:
    migrations.upgrade(url)
    migrated = shape(url)
    ask(url, "DROP TABLE alembic_version")
    engine = create_engine(url)
    with engine.begin() as connection:
        Base.metadata.drop_all(connection)
        Base.metadata.create_all(connection)
    engine.dispose()
    assert migrated == shape(url)


def test_an_upgrade_from_the_first_revision_keeps_every_row(url: str) -> None:
    migrations.upgrade(url, FIRST)
    ask(url, LIN, **AT)
    before = ask(url, "SELECT id, name, phone FROM person")
    assert migrations.upgrade(url) == (FIRST, migrations.head())
    assert ask(url, "SELECT id, name, phone FROM person") == before == [(1, "Lin", "13800132046")]


def test_a_second_upgrade_changes_nothing(url: str) -> None:
    migrations.upgrade(url)
    ask(url, LIN, **AT)
    assert migrations.upgrade(url) == (migrations.head(), migrations.head())
    assert ask(url, "SELECT name FROM person") == [("Lin",)]


def test_an_upgrade_that_fails_half_way_leaves_the_database_as_it_was(url: str) -> None:
    migrations.upgrade(url, FIRST)
    ask(url, 'CREATE TABLE "order" (id INTEGER)')
    before = shape(url)
    with pytest.raises(SQLAlchemyError, match="order"):
        migrations.upgrade(url)
    assert migrations.current(url) == FIRST
    assert shape(url) == before


def test_an_upgrade_that_would_leave_rows_pointing_at_nothing_is_taken_back(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c2m.sqlite'}"
    migrations.upgrade(url, FIRST)
    ask(url, "INSERT INTO role (person_id, role) VALUES (99, 'operator')")
    with pytest.raises(migrations.Broken):
        migrations.upgrade(url)
    assert migrations.current(url) == FIRST


def test_a_database_of_another_version_does_not_fit(url: str) -> None:
    assert not migrations.fits(url)
    migrations.upgrade(url, FIRST)
    assert not migrations.fits(url)
    migrations.upgrade(url)
    assert migrations.fits(url)
