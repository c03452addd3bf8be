"""I15 to I18: states and votes."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, or_, select

from c2m.core.db import Base, db
from c2m.core.moves import Stateful, Trace
from c2m.loop import people
from c2m.loop.ballots import Ballot, Pick
from c2m.loop.designs import Version
from c2m.loop.people import Role
from c2m.loop.rounds import Entry, Round


def moves() -> Iterator[str]:
    """Each trace is a row of its table, starts where the last one ended, and the last one ends where the thing stands."""
    for mapper in Base.registry.mappers:
        model = mapper.class_
        if issubclass(model, Stateful):
            yield from _moves_of(model)


def _moves_of(model: type) -> Iterator[str]:
    thing = model.__tablename__
    rows = select(Trace.thing_id, Trace.verb, Trace.from_state, Trace.to_state).where(Trace.thing == thing)
    stands: dict[int, str] = {}
    for key, verb, source, target in db.session.execute(rows.where(Trace.to_state.is_not(None)).order_by(Trace.id)):
        known = model.MOVES.get(verb)
        if source is None:
            allowed = key not in stands
        else:
            allowed = (
                known is not None and source in known[0] and target == known[1] and stands.get(key, source) == source
            )
        if not allowed:
            yield f"{thing} {key}: {verb} led from {source} to {target}"
        stands[key] = target
    for key, state in db.session.execute(select(model.id, model.state)):
        if stands.get(key, state) != state:
            yield f"{thing} {key}: stands at {state}, its last trace says {stands[key]}"


def one_vote() -> Iterator[str]:
    ballots = select(Ballot.round_id, Ballot.person_id).group_by(Ballot.round_id, Ballot.person_id)
    for round_, person in db.session.execute(ballots.having(func.count() > 1)):
        yield f"round {round_}: person {person} has two ballots"
    picks = select(Pick.person_id, Pick.entry_id).group_by(Pick.person_id, Pick.entry_id)
    for person, entry in db.session.execute(picks.having(func.count() > 1)):
        yield f"entry {entry}: picked twice by person {person}"
    loose = select(Pick.id).outerjoin(Ballot, (Ballot.round_id == Pick.round_id) & (Ballot.person_id == Pick.person_id))
    yield from (f"pick {pick}: without a ballot" for pick in db.session.scalars(loose.where(Ballot.id.is_(None))))
    counts = select(Pick.round_id, Pick.person_id, func.count(), Round.pick_limit).join(
        Round, Round.id == Pick.round_id
    )
    groups = counts.where(Round.pick_limit.is_not(None)).group_by(Pick.round_id, Pick.person_id, Round.pick_limit)
    for round_, person, n, limit in db.session.execute(groups.having(func.count() > Round.pick_limit)):
        yield f"round {round_}: person {person} picked {n} of at most {limit}"
    foreign = select(Pick.id).join(Entry, Entry.id == Pick.entry_id).where(Entry.round_id != Pick.round_id)
    yield from (f"pick {pick}: its design is in another round" for pick in db.session.scalars(foreign))


def window() -> Iterator[str]:
    outside = select(Pick.id).join(Round, Round.id == Pick.round_id)
    for pick in db.session.scalars(outside.where(or_(Pick.at < Round.opens_at, Pick.at >= Round.closes_at))):
        yield f"pick {pick}: outside its round's time"
    staff = select(Ballot.id).join(Role, Role.person_id == Ballot.person_id).join(Round, Round.id == Ballot.round_id)
    for ballot in db.session.scalars(
        staff.where(Role.role.in_(people.STAFF), Ballot.state == "valid", Round.state.in_(("planned", "open")))
    ):
        yield f"ballot {ballot}: cast by staff"
    thawed = select(Version.id).join(Entry, Entry.version_id == Version.id).join(Pick, Pick.entry_id == Entry.id)
    for version in db.session.scalars(thawed.where(Version.frozen_at.is_(None)).distinct()):
        yield f"version {version}: voted on, and not frozen"


def voided() -> Iterator[str]:
    reasons = select(Trace.thing_id, Trace.note).where(Trace.thing == "ballot", Trace.verb.in_(("hold", "void")))
    said = {key for key, note in db.session.execute(reasons) if note.get("reason")}
    for ballot in db.session.scalars(select(Ballot.id).where(Ballot.state != "valid")):
        if ballot not in said:
            yield f"ballot {ballot}: does not count, and nobody said why"
