"""The page of one design: what became of it."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from c2m import words
from c2m.core.db import db
from c2m.core.errors import missing
from c2m.insight import fates
from c2m.loop import ballots, communities, rounds
from c2m.loop import designs as stages
from c2m.loop import results as counts
from c2m.web import filters, guard
from c2m.web.shopper import bp


@bp.get("/designs/<code>")
def design(code: str) -> ResponseReturnValue:
    """Public from the moment a round with it has opened, or somebody has a sample of it."""
    shown = stages.Design.find(code)
    entries, by_koc = fates.entries_of(shown), fates.of_design(shown)
    if not entries and not by_koc:
        raise missing()
    who, version = guard.person(), _version(shown, entries, by_koc)
    alt = _("%(title)s, the design", title=filters.named(version))
    return render_template(
        "shopper/design.html",
        design=shown,
        version=version,
        pictures=[{"picture": picture, "alt": alt} for picture in version.pictures],
        colours=" · ".join(colour.name(words.chosen()) for colour in version.palette),
        open_entry=_open_entry(entries, who.id if who else None),
        counted=[_rank(entry) for entry in entries if entry.round.is_over],
        fates=by_koc,
        mine=_picked(entries, who.id) if who else set(),
    )


def _version(shown: stages.Design, entries: list[rounds.Entry], by_koc: dict) -> stages.Version:
    """The newest version people have been shown: one that is only being worked on stays in the studio."""
    numbers = [entry.version for entry in entries]
    numbers += [fate.sample.version for fate in by_koc.values() if fate.sample]
    numbers += [sale.version for fate in by_koc.values() for sale in fate.sales]
    return max(numbers, key=lambda version: version.number, default=shown.versions[0])


def _open_entry(entries: list[rounds.Entry], person_id: int | None) -> rounds.Entry | None:
    """Where it can be picked now: the round of her own group first."""
    hers = {one.group.koc_id for one in communities.memberships(person_id)} if person_id else set()
    going = [entry for entry in entries if entry.round.is_open]
    return min(going, key=lambda entry: entry.round.koc_id not in hers, default=None)


def _rank(entry: rounds.Entry) -> counts.Rank:
    return next(rank for rank in counts.ranking(entry.round) if rank.entry.id == entry.id)


def _picked(entries: list[rounds.Entry], person_id: int) -> set[int]:
    """The entry ids of this design that she picked."""
    ids = [entry.id for entry in entries]
    rows = select(ballots.Pick.entry_id).where(ballots.Pick.person_id == person_id, ballots.Pick.entry_id.in_(ids))
    return set(db.session.scalars(rows))
