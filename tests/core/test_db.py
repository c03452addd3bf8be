"""atomic(): one act, one block; and why SQLite must be run as it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from c2m.core.db import WRITE, atomic, db, insert_new, passing
from c2m.core.errors import Refused
from c2m.loop import people
from c2m.loop.brand import Setting
from tests import cast, makers
from tests.databases import both

pytestmark = [both, pytest.mark.usefixtures("inside")]


def count() -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(Setting))


def setting(name: str) -> dict:
    return {"name": name, "value": 1}


def test_all_of_an_act_is_written_or_nothing():
    with pytest.raises(ZeroDivisionError), atomic():
        insert_new(Setting.__table__, [setting("a")])
        1 / 0  # noqa: B018
    assert count() == 0
    with atomic():
        insert_new(Setting.__table__, [setting("a")])
    assert count() == 1


def test_an_act_inside_an_act_is_an_error_and_the_next_one_works():
    with pytest.raises(RuntimeError, match="nest"), atomic(), atomic():
        pass
    with atomic():
        insert_new(Setting.__table__, [setting("a")])
    assert count() == 1


def test_an_act_sees_what_was_committed_after_the_page_was_read(inside):
    lin = makers.person(cast.LIN)
    with db.engine.begin() as other:
        other.execute(text("UPDATE person SET name = '林'"))
    with atomic():
        assert lin.name == "林"


def test_insert_new_leaves_what_is_there_and_counts_what_was_new():
    rows = [setting(f"s{n}") for n in range(900)]
    with atomic():
        assert insert_new(Setting.__table__, rows[:10]) == 10
    with atomic():
        assert insert_new(Setting.__table__, rows) == 890
        assert insert_new(Setting.__table__, rows) == 0
    assert count() == 900


def test_times_come_back_aware_and_as_they_went_in():
    at = datetime(2026, 11, 20, 4, 0, 0, 123456, tzinfo=UTC)
    person = makers.person()
    with atomic():
        person.made_at = at
    db.session.expire_all()
    assert person.made_at == at and person.made_at.utcoffset().total_seconds() == 0


def test_a_time_without_a_zone_is_an_error():
    person = makers.person()
    with pytest.raises(Exception, match="times are aware"), atomic():
        person.made_at = datetime(2026, 11, 20)


def test_a_code_finds_its_row_and_a_strange_one_finds_nothing():
    lin = makers.person(cast.LIN)
    assert people.Person.find(lin.code) is lin and people.Person.find(f" {lin.code.lower()} ") is lin
    for wrong in ("", "0", lin.code[:-1], "ZZZZZZ", lin.code + "2"):
        with pytest.raises(Refused) as said:
            people.Person.find(wrong)
        assert said.value.status == 404


def test_foreign_keys_are_kept():
    with pytest.raises(Exception, match=r"(?i)foreign key"), atomic():
        db.session.execute(text("INSERT INTO role (person_id, role) VALUES (99, 'koc')"))


def test_two_who_read_and_then_write_both_write_because_the_writer_begins_as_one(database):
    """The negative control: begun deferred, the second fails at once, however patient it is."""
    if not database.startswith("sqlite"):
        pytest.skip("only SQLite has deferred transactions")
    assert WRITE == "c2m_write"
    makers.person()
    first, second = db.engine.connect(), db.engine.connect()
    try:
        for one in (first, second):
            one.execute(text("SELECT name FROM person")).all()
        first.execute(text("UPDATE person SET name = 'a'"))
        first.commit()
        with pytest.raises(OperationalError, match="locked"):
            second.execute(text("UPDATE person SET name = 'b'"))
    finally:
        first.close()
        second.close()
    for name in "cd":
        with atomic():
            db.session.execute(text("SELECT name FROM person")).all()
            db.session.execute(text("UPDATE person SET name = :name"), {"name": name})
    assert db.session.scalar(text("SELECT name FROM person")) == "d"


def test_sqlite_is_patient_keeps_foreign_keys_and_writes_ahead(database):
    if not database.startswith("sqlite"):
        pytest.skip("pragmas are SQLite's")
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 10_000, "secure_delete": 1}
    assert {name: db.session.execute(text(f"PRAGMA {name}")).scalar() for name in wanted} == wanted


@pytest.mark.parametrize(("state", "again"), [("40001", True), ("40P01", True), ("55P03", True), ("23505", False)])
def test_an_act_is_tried_again_only_where_that_may_help(state, again):
    class Original(Exception):
        sqlstate = state

    assert passing(OperationalError("x", {}, Original())) is again
