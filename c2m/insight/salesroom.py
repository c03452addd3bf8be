"""Pre-sales as the brand sees them: drafts too, how each stands, and what can go on sale next."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from c2m.core.db import db
from c2m.insight import fates, progress
from c2m.loop import communities, designs, orders, payments, posts, presales, rounds, samples

STAGES = ("draft", "announced", "selling", "counting", "met", "missed", "cancelled")
SHOWN = 200


def stage(sale: presales.Presale) -> str:
    """draft announced selling counting met missed cancelled, true to the minute."""
    return sale.state if sale.state in {"draft", "cancelled"} else fates.stage_of(sale)


@dataclass(frozen=True)
class Row:
    sale: presales.Presale
    stage: str
    paid: int
    all_sent: bool


def listed() -> list[Row]:
    """The newest sales: what runs first, by its close; then drafts and what is over, the newest first."""
    sale = presales.Presale
    drawn = joinedload(sale.version).selectinload(designs.Version.pictures)
    fronts = selectinload(sale.fronts).joinedload(presales.Front.koc)
    rows = select(sale).options(drawn, fronts, joinedload(sale.design)).order_by(sale.closes_at.desc(), sale.id.desc())
    found = db.session.scalars(rows.limit(SHOWN)).all()
    paid = progress.counts([one.id for one in found]) if found else {}
    gone = fates.sent({one.id for one in found})
    shown = [Row(one, stage(one), _paid(one, paid), one.id in gone) for one in found]
    running = {"selling", "counting", "announced", "draft"}
    first = sorted((row for row in shown if row.stage in running), key=lambda row: row.sale.closes_at)
    return first + [row for row in shown if row.stage not in running]


def _paid(sale: presales.Presale, paid: dict[int, int]) -> int:
    """What decided it, once it is decided: the pieces of a missed sale are all freed by now."""
    return paid.get(sale.id, 0) if sale.paid_at_close is None else sale.paid_at_close


@dataclass(frozen=True)
class Ready:
    """A design somebody has worn and written about. ``sold``: how many sales it has had."""

    design: designs.Design
    posts: list[posts.Post]
    sold: int


def ready() -> list[Ready]:
    """Designs with approved posts, the newest post first."""
    found: dict[designs.Design, list[posts.Post]] = {}
    for post in db.session.scalars(_approved().order_by(posts.Post.id.desc()).limit(SHOWN)):
        found.setdefault(post.sample.design, []).append(post)
    sold = select(presales.Presale.design_id, func.count()).where(presales.Presale.state != "cancelled")
    sold = sold.where(presales.Presale.design_id.in_([design.id for design in found])).group_by(
        presales.Presale.design_id
    )
    times = dict(db.session.execute(sold).all())
    shown = [Ready(design, list(reversed(hers)), times.get(design.id, 0)) for design, hers in found.items()]
    return sorted(shown, key=lambda one: one.sold > 0)


def approved(design: designs.Design) -> list[posts.Post]:
    """What has been written about this design and may front a sale."""
    return list(db.session.scalars(_approved().where(samples.Sample.design_id == design.id).order_by(posts.Post.id)))


def _approved() -> Select:
    sample = joinedload(posts.Post.sample)
    return (
        select(posts.Post)
        .join(samples.Sample, samples.Sample.id == posts.Post.sample_id)
        .where(posts.Post.state == "approved")
        .options(
            sample.joinedload(samples.Sample.koc),
            sample.joinedload(samples.Sample.design),
            sample.joinedload(samples.Sample.version).selectinload(designs.Version.pictures),
            selectinload(posts.Post.pictures),
        )
    )


def samples_fen(hers: list[posts.Post]) -> int:
    """What the samples of these fronts cost: the fixed cost a sale has to earn back."""
    return sum(post.sample.cost_fen for post in hers)


def won(sale: presales.Presale) -> tuple[rounds.Round, communities.Koc] | None:
    """The round that brought its first front's sample, and whose it was."""
    sample = sale.fronts[0].post.sample
    return (sample.round, sample.koc) if sample.round else None


def by_cell(sale: presales.Presale) -> dict[int, int]:
    """Paid pieces by cell id; of a missed sale those that were paid when it was decided, all freed by now."""
    piece = orders.Piece
    live = piece.freed_at.is_(None)
    if sale.state == "missed":
        live = live | (piece.freed_at >= sale.decided_at)
    rows = select(piece.cell_id, func.count()).where(piece.presale_id == sale.id, live).group_by(piece.cell_id)
    return dict(db.session.execute(rows).all())


def captures(sale: presales.Presale) -> tuple[int, int]:
    """(orders that are paid now, fen they paid): what a miss would send back."""
    rows = select(func.count(orders.Order.id), func.coalesce(func.sum(orders.Order.total_fen), 0)).where(
        orders.Order.presale_id == sale.id, orders.Order.state == "paid"
    )
    number, fen = db.session.execute(rows).one()
    return number, fen


def refunds(sale: presales.Presale) -> dict[str, tuple[int, int]]:
    """{state: (refunds, fen)} of this sale."""
    rows = (
        select(payments.Refund.state, func.count(), func.sum(payments.Refund.amount_fen))
        .join(payments.Payment, payments.Payment.id == payments.Refund.payment_id)
        .join(orders.Order, orders.Order.id == payments.Payment.order_id)
        .where(orders.Order.presale_id == sale.id)
        .group_by(payments.Refund.state)
    )
    return {state: (number, fen) for state, number, fen in db.session.execute(rows)}
