"""Effects on the outside: asked for in the act, done afterwards, at least once, parked after five tries."""

from __future__ import annotations

import pytest

from c2m.core import outbox
from c2m.core.db import atomic, db
from c2m.core.outbox import Effect
from tests.databases import both

pytestmark = [both, pytest.mark.usefixtures("inside")]


def put(key: str = "letter:1", **payload) -> None:
    with atomic():
        outbox.put("letter", key, **payload)


def only() -> Effect:
    db.session.expire_all()
    return db.session.scalars(db.select(Effect)).one()


def test_an_effect_is_done_once_and_what_it_carried_is_forgotten(clock):
    put(to="林")
    put(to="吴")  # the same key: the first stands
    done = []
    assert outbox.run({"letter": done.append}) == 1 and outbox.run({"letter": done.append}) == 0
    assert done == [{"to": "林"}]
    assert (only().state, only().payload, only().done_at) == ("done", {}, clock.now())


def test_an_act_that_fails_asks_for_nothing(clock):
    with pytest.raises(ZeroDivisionError), atomic():
        outbox.put("letter", "letter:1")
        1 / 0  # noqa: B018
    assert outbox.waiting() == 0


def test_what_fails_is_tried_again_later_each_time_and_parked_after_five(clock):
    tries = []

    def fails(payload) -> None:
        tries.append(clock.now())
        raise OSError("no line")

    put(to="林")
    for _ in range(outbox.TRIES):
        assert outbox.run({"letter": fails}) == 1
        assert outbox.run({"letter": fails}) == 0  # not yet
        clock.advance(days=1)
    assert outbox.run({"letter": fails}) == 0 and len(tries) == 5
    (parked,) = outbox.parked()
    assert (parked.state, parked.error, parked.payload) == ("parked", "OSError: no line", {"to": "林"})


def test_an_effect_whose_worker_died_is_taken_up_when_its_lease_ends(clock):
    def dies(payload) -> None:
        raise KeyboardInterrupt

    put()
    with pytest.raises(KeyboardInterrupt):
        outbox.run({"letter": dies})
    done = []
    assert outbox.run({"letter": done.append}) == 0
    clock.advance(minutes=3)
    assert outbox.run({"letter": done.append}) == 1 and len(done) == 1


def test_a_handler_that_left_the_session_broken_is_a_failure_like_any_other(clock):
    def breaks(payload) -> None:
        with atomic():
            db.session.execute(db.text("SELECT nothing FROM nowhere"))

    put()
    assert outbox.run({"letter": breaks}) == 1
    assert only().tries == 1 and only().state == "waiting"


def test_effects_nobody_here_can_do_are_left_for_others_and_one_may_be_done_by_name(clock):
    put("letter:1")
    put("letter:2")
    assert outbox.run({"parcel": print}) == 0
    done = []
    assert outbox.run({"letter": done.append}, key="letter:2") == 1 and outbox.waiting() == 1
