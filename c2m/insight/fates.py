"""What became of a design after a round: its sample with this KOC, her post, the pre-sales she fronts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from c2m.core import clock
from c2m.core.db import db
from c2m.loop import ballots, communities, designs, orders, posts, presales, rounds, samples

PUBLISHED = ("scheduled", "open", "met", "missed", "locked")
Pair = tuple[int, int]
"""(design id, KOC id)"""


@dataclass
class Fate:
    """``stage``: none asked made sent received posted declined | announced selling counting met missed."""

    sample: samples.Sample | None = None
    post: posts.Post | None = None
    sales: list[presales.Presale] = field(default_factory=list)
    sent: bool = False
    """Whether all of the newest sale has been sent."""

    @property
    def sale(self) -> presales.Presale | None:
        """The newest one."""
        return self.sales[-1] if self.sales else None

    @property
    def stage(self) -> str:
        if self.sale is not None:
            return stage_of(self.sale)
        return self.sample.state if self.sample else "none"


@dataclass(frozen=True)
class Mine:
    """One of her picks: the entry, and what became of it."""

    entry: rounds.Entry
    fate: Fate


def stage_of(sale: presales.Presale) -> str:
    """True to the minute, whether or not anything has made it formal."""
    if sale.is_decided:
        return "missed" if sale.state == "missed" else "met"
    if clock.now() < sale.opens_at:
        return "announced"
    return "selling" if sale.is_open else "counting"


def after(pairs: Iterable[Pair]) -> dict[Pair, Fate]:
    """What became of each (design, KOC), in four queries however many there are."""
    fates: dict[Pair, Fate] = {pair: Fate() for pair in pairs}
    design_ids = {design_id for design_id, _koc_id in fates}
    for sample in db.session.scalars(select(samples.Sample).where(samples.Sample.design_id.in_(design_ids))):
        if fate := fates.get((sample.design_id, sample.koc_id)):
            fate.sample = sample
    by_sample = {fate.sample.id: fate for fate in fates.values() if fate.sample}
    for post in db.session.scalars(select(posts.Post).where(posts.Post.sample_id.in_(by_sample))):
        by_sample[post.sample_id].post = post
    for sale, koc_id in db.session.execute(_fronted(design_ids)):
        if fate := fates.get((sale.design_id, koc_id)):
            fate.sales.append(sale)
    locked = {fate.sale.id for fate in fates.values() if fate.sale and fate.sale.state == "locked"}
    gone = sent(locked) if locked else set()
    for fate in fates.values():
        fate.sent = fate.sale is not None and fate.sale.id in gone
    return fates


def sent(sale_ids: set[int]) -> set[int]:
    """Those of these sales whose parcels have gone out, with no paid order waiting for one."""
    rows = select(orders.Order.presale_id, orders.Order.state).where(orders.Order.presale_id.in_(sale_ids)).distinct()
    states: dict[int, set[str]] = {}
    for sale_id, state in db.session.execute(rows):
        states.setdefault(sale_id, set()).add(state)
    return {sale_id for sale_id, had in states.items() if "paid" not in had and had & {"shipped", "received"}}


def _fronted(design_ids: set[int]) -> Select:
    rows = select(presales.Presale, presales.Front.koc_id).join(
        presales.Front, presales.Front.presale_id == presales.Presale.id
    )
    here = presales.Presale.design_id.in_(design_ids) & presales.Presale.state.in_(PUBLISHED)
    return rows.where(here).order_by(presales.Presale.opens_at, presales.Presale.id)


def of_round(round_: rounds.Round) -> dict[int, Fate]:
    """By entry id."""
    pairs = {entry.id: (entry.design_id, round_.koc_id) for entry in round_.entries}
    fates = after(pairs.values())
    return {entry_id: fates[pair] for entry_id, pair in pairs.items()}


def of_picks(person_id: int, limit: int = 60) -> list[Mine]:
    """What she picked, the newest round first, with what became of each."""
    rows = (
        select(rounds.Entry)
        .join(ballots.Pick, ballots.Pick.entry_id == rounds.Entry.id)
        .join(rounds.Round, rounds.Round.id == rounds.Entry.round_id)
        .where(ballots.Pick.person_id == person_id)
        .options(
            joinedload(rounds.Entry.round).joinedload(rounds.Round.koc),
            joinedload(rounds.Entry.design),
            joinedload(rounds.Entry.version).selectinload(designs.Version.pictures),
        )
        .order_by(rounds.Round.closes_at.desc(), rounds.Entry.number)
        .limit(limit)
    )
    entries = list(db.session.scalars(rows))
    fates = after((entry.design_id, entry.round.koc_id) for entry in entries)
    return [Mine(entry, fates[entry.design_id, entry.round.koc_id]) for entry in entries]


def entries_of(design: designs.Design) -> list[rounds.Entry]:
    """The rounds that have opened with this design in them, the newest first."""
    rows = (
        select(rounds.Entry)
        .join(rounds.Round, rounds.Round.id == rounds.Entry.round_id)
        .where(rounds.Entry.design_id == design.id)
        .where(rounds.Round.state != "cancelled", rounds.Round.opens_at <= clock.now())
        .options(joinedload(rounds.Entry.round).joinedload(rounds.Round.koc))
        .order_by(rounds.Round.opens_at.desc(), rounds.Entry.id.desc())
    )
    return list(db.session.scalars(rows))


def of_design(design: designs.Design) -> dict[communities.Koc, Fate]:
    """By KOC: everyone who has or had a sample of it, or fronts a pre-sale of it."""
    sampled = select(samples.Sample.koc_id).where(samples.Sample.design_id == design.id)
    fronting = (
        select(presales.Front.koc_id)
        .join(presales.Presale, presales.Presale.id == presales.Front.presale_id)
        .where(presales.Presale.design_id == design.id, presales.Presale.state.in_(PUBLISHED))
    )
    both = or_(communities.Koc.id.in_(sampled), communities.Koc.id.in_(fronting))
    kocs = db.session.scalars(select(communities.Koc).where(both).order_by(communities.Koc.id)).all()
    fates = after((design.id, koc.id) for koc in kocs)
    return {koc: fates[design.id, koc.id] for koc in kocs}
