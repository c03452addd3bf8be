"""The studio's first page: what waits for the brand, and where everything stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, cast, func, literal_column, null, or_, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from c2m.core import clock, codes
from c2m.core.db import UTCDateTime, db
from c2m.core.outbox import Effect
from c2m.insight import conversion, progress
from c2m.loop import ballots, communities, designs, orders, payments, posts, presales, production, rounds, samples

KINDS = {
    "refund": "refund",
    "effect": "effect",
    "factory": "presale",
    "confirm": "round",
    "sewing_late": "sample",
    "wearing_late": "sample",
    "review": "post",
    "publish": "presale",
    "sew": "sample",
    "send": "sample",
}
"""What may wait, the most pressing first, and the table its key belongs to."""


@dataclass(frozen=True)
class Task:
    """One thing to do. ``count``: refunds, effects, work orders or samples in it; for a round its number."""

    kind: str
    key: int
    title: str
    title_en: str
    koc: str
    at: datetime | None
    """By when, or since when."""
    count: int
    fen: int

    @property
    def code(self) -> str:
        return codes.write(self.key, KINDS[self.kind])

    def name(self, language: str) -> str:
        return self.title if language.startswith("zh") else self.title_en or self.title


def tasks() -> list[Task]:
    """Everything that waits for the brand, the most pressing first; one query."""
    parts = (_refunds(), _effects(), _without_factory(), _to_confirm(), *_samples(), _to_review(), _to_publish())
    found = [Task(*row) for row in db.session.execute(union_all(*parts))]
    order = list(KINDS)
    return sorted(found, key=lambda task: (order.index(task.kind), task.at or clock.now(), task.key))


def _row(kind: str, key: Any, at: Any = None, **words: Any) -> Select:
    """The columns of a Task; what is not given is empty."""
    empty, zero = literal_column("''"), literal_column("0")
    return select(
        literal_column(f"'{kind}'").label("kind"),
        key,
        words.get("title", empty),
        words.get("title_en", empty),
        words.get("koc", empty),
        cast(null(), UTCDateTime) if at is None else at,
        words.get("count", zero),
        words.get("fen", zero),
    )


def _refunds() -> Select:
    refund = payments.Refund
    fen = func.sum(refund.amount_fen)
    row = _row("refund", func.min(refund.id), func.min(refund.owed_at), count=func.count(), fen=fen)
    return row.where(refund.state == "failed").having(func.count() > 0)


def _effects() -> Select:
    row = _row("effect", func.min(Effect.id), func.min(Effect.made_at), count=func.count())
    return row.where(Effect.state == "parked").having(func.count() > 0)


def _without_factory() -> Select:
    order, sale = production.WorkOrder, presales.Presale
    row = _row("factory", sale.id, sale.lock_at, count=func.count(), **_titles())
    row = row.join_from(order, sale, sale.id == order.presale_id).join(
        designs.Version, designs.Version.id == sale.version_id
    )
    return row.where(order.state == "draft", order.factory_id.is_(None)).group_by(
        sale.id, sale.lock_at, designs.Version.title, designs.Version.title_en
    )


def _to_confirm() -> Select:
    round_, koc = rounds.Round, communities.Koc
    due = round_.state.in_(("planned", "open")) & (round_.closes_at <= clock.now())
    row = _row("confirm", round_.id, round_.closes_at, koc=koc.name, count=round_.number)
    return row.join_from(round_, koc, koc.id == round_.koc_id).where(or_(round_.state == "closed", due))


def _samples() -> list[Select]:
    """One task for each KOC."""
    late = samples.Sample.due_at < clock.now()
    in_review = samples.Sample.id.in_(select(posts.Post.sample_id).where(posts.Post.state == "submitted"))
    return [
        _samples_of("sewing_late", samples.Sample.state.in_(("asked", "made")), late),
        _samples_of("wearing_late", samples.Sample.state.in_(("sent", "received")), late, ~in_review),
        _samples_of("sew", samples.Sample.state == "asked", ~late),
        _samples_of("send", samples.Sample.state == "made", ~late),
    ]


def _samples_of(kind: str, *which: ColumnElement[bool]) -> Select:
    sample, version, koc = samples.Sample, designs.Version, communities.Koc
    words = {"title": func.min(version.title), "title_en": func.min(version.title_en), "koc": koc.name}
    row = _row(kind, func.min(sample.id), func.min(sample.due_at), count=func.count(), **words)
    row = row.join_from(sample, version, version.id == sample.version_id).join(koc, koc.id == sample.koc_id)
    return row.where(*which).group_by(koc.id, koc.name)


def _to_review() -> Select:
    post, sample, koc = posts.Post, samples.Sample, communities.Koc
    row = _row("review", post.id, sample.due_at, koc=koc.name, count=literal_column("1"), **_titles())
    row = row.join_from(post, sample, sample.id == post.sample_id).join(
        designs.Version, designs.Version.id == sample.version_id
    )
    return row.join(koc, koc.id == sample.koc_id).where(post.state == "submitted")


def _to_publish() -> Select:
    sale = presales.Presale
    row = _row("publish", sale.id, sale.opens_at, count=literal_column("1"), **_titles())
    row = row.join_from(sale, designs.Version, designs.Version.id == sale.version_id)
    return row.where(sale.state == "draft")


def _titles() -> dict[str, Any]:
    return {"title": designs.Version.title, "title_en": designs.Version.title_en}


# --- where everything stands ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """How much is in each of the seven stages now."""

    designs: int
    unseen: int
    """Designs that have not been in any round."""
    voters: int
    """People who have voted in the open rounds."""
    open_rounds: int
    sewing: int
    wearing: int
    selling: int
    work_orders: int
    making: int
    """Pieces in released work orders that are not shipped."""
    travelling: int
    """Orders sent and not received."""


def standing() -> Standing:
    """One query."""
    design, entry, work_order = designs.Design, rounds.Entry, production.WorkOrder
    open_rounds = select(rounds.Round.id).where(*_open_now())
    voted = (ballots.Ballot.state == "valid", ballots.Ballot.round_id.in_(open_rounds))
    in_work = work_order.state.in_(("released", "accepted", "cutting", "sewing", "packed"))
    pieces = select(func.coalesce(func.sum(production.WorkOrderCell.pieces), 0)).join(
        work_order, work_order.id == production.WorkOrderCell.work_order_id
    )
    shown = select(entry.design_id).join(rounds.Round).where(rounds.Round.state != "cancelled")
    counted = (
        _count(design.id, design.state == "ready"),
        _count(design.id, design.state == "ready", design.id.not_in(shown)),
        select(func.count(ballots.Ballot.person_id.distinct())).where(*voted),
        _count(rounds.Round.id, *_open_now()),
        _count(samples.Sample.id, samples.Sample.state.in_(("asked", "made"))),
        _count(samples.Sample.id, samples.Sample.state.in_(("sent", "received"))),
        _count(presales.Presale.id, *_selling_now()),
        _count(work_order.id, in_work),
        pieces.where(in_work),
        _count(orders.Order.id, orders.Order.state == "shipped"),
    )
    return Standing(*db.session.execute(select(*(part.scalar_subquery() for part in counted))).one())


def _count(key: Any, *which: ColumnElement[bool]) -> Select:
    return select(func.count(key)).where(*which)


def _open_now() -> tuple[ColumnElement[bool], ...]:
    now, round_ = clock.now(), rounds.Round
    return round_.state.in_(("planned", "open")), round_.opens_at <= now, round_.closes_at > now


def _selling_now() -> tuple[ColumnElement[bool], ...]:
    now, sale = clock.now(), presales.Presale
    return sale.state.in_(("scheduled", "open")), sale.opens_at <= now, sale.closes_at > now


def running() -> list[tuple[presales.Presale, int]]:
    """Pre-sales that take orders now with their paid pieces, the one that closes next first."""
    rows = select(presales.Presale).where(*_selling_now()).options(joinedload(presales.Presale.version))
    sales = list(db.session.scalars(rows.order_by(presales.Presale.closes_at, presales.Presale.id)))
    paid = progress.counts([sale.id for sale in sales]) if sales else {}
    return [(sale, paid.get(sale.id, 0)) for sale in sales]


def evidence() -> tuple[presales.Presale, conversion.Conversion] | None:
    """Do voters buy more? Of the sale decided last; before there is one, of the sale opened last."""
    sale = presales.Presale
    decided = sale.state.in_(("met", "missed", "locked"))
    opened = sale.state.in_(("scheduled", "open")) & (sale.opens_at <= clock.now())
    rows = select(sale).where(or_(decided, opened)).options(joinedload(sale.version), selectinload(sale.fronts))
    newest = (sale.decided_at.is_(None), sale.decided_at.desc(), sale.opens_at.desc(), sale.id.desc())
    latest = rows.order_by(*newest).limit(1)
    found = db.session.scalars(latest).first()
    return (found, conversion.of(found)) if found else None


@dataclass(frozen=True)
class Voting:
    """The open round that closes next. No counts: they are hidden from everybody until the close."""

    round: rounds.Round
    turnout: int


def voting() -> Voting | None:
    drawn = joinedload(rounds.Entry.version).selectinload(designs.Version.pictures)
    load = (
        joinedload(rounds.Round.koc),
        selectinload(rounds.Round.entries).options(drawn, joinedload(rounds.Entry.design)),
    )
    rows = select(rounds.Round).where(*_open_now()).order_by(rounds.Round.closes_at, rounds.Round.id).limit(1)
    found = db.session.scalars(rows.options(*load)).first()
    return Voting(found, ballots.turnout(found)) if found else None
