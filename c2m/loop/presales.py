"""Pre-sales: one design, one or more fronts, and a promise that is data.

"Fewer than 300 paid by Sunday 20:00: full refund started within one hour" stands on the page and is what the system
does. Once published, no term changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from c2m.core import clock
from c2m.core.db import Base, db, insert_new
from c2m.core.errors import Refused
from c2m.core.moves import Stateful, Table, move, trace, tried
from c2m.loop import ballots, brand, communities, designs, inbox, posts, terms

REST_AFTER = timedelta(hours=1)


class Presale(Base, Stateful):
    __tablename__ = "presale"
    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="closes_later"),
        CheckConstraint("lock_at >= closes_at", name="lock_later"),
        CheckConstraint("price_fen > 0", name="price"),
        CheckConstraint("cost_fen >= 0", name="cost"),
        CheckConstraint("minimum > 0", name="minimum"),
        CheckConstraint("cap IS NULL OR cap >= minimum", name="cap"),
        CheckConstraint("taken >= 0 AND (cap IS NULL OR taken <= cap)", name="taken"),
        Index(None, "state", "closes_at"),
    )
    MOVES: Table = {
        "publish": ({"draft"}, "scheduled"),
        "cancel": ({"draft"}, "cancelled"),
        "open": ({"scheduled"}, "open"),
        "meet": ({"scheduled", "open"}, "met"),
        "miss": ({"scheduled", "open"}, "missed"),
        "lock": ({"met"}, "locked"),
    }

    design_id: Mapped[int] = mapped_column(ForeignKey("design.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("design_version.id"))
    price_fen: Mapped[int]
    cost_fen: Mapped[int]
    minimum: Mapped[int]
    """Paid pieces it takes."""
    cap: Mapped[int | None]
    """The most pieces sold; None = no cap."""
    per_person: Mapped[int | None]
    """The most pieces one person may hold and have paid, over all her orders of this sale; None = no limit."""
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    lock_at: Mapped[datetime]
    ships_by: Mapped[datetime]
    taken: Mapped[int] = mapped_column(default=0)
    """Pieces paid and not freed, plus pieces held by unpaid orders. Changed only by conditional UPDATEs."""
    paid_at_close: Mapped[int | None]
    """Paid pieces counted in the commit that decided."""
    decided_at: Mapped[datetime | None]
    told_voters_at: Mapped[datetime | None]
    told_rest_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="draft")
    made_at: Mapped[datetime]

    design: Mapped[designs.Design] = relationship()
    version: Mapped[designs.Version] = relationship()
    cells: Mapped[list[Cell]] = relationship(order_by="Cell.position", back_populates="presale")
    fronts: Mapped[list[Front]] = relationship(order_by="Front.id", back_populates="presale")

    @property
    def sizes(self) -> list[str]:
        """Those on sale, in the order of the design: S before M, whichever colour has it."""
        sold = {cell.size: None for cell in self.cells}
        return [
            *(size for size in self.version.sizes if size in sold),
            *(size for size in sold if size not in self.version.sizes),
        ]

    @property
    def is_open(self) -> bool:
        """Orders may be placed. True to the minute even when nothing has made it formal."""
        return self.state in {"scheduled", "open"} and self.opens_at <= clock.now() < self.closes_at

    @property
    def is_decided(self) -> bool:
        return self.state in {"met", "missed", "locked"}

    @property
    def may_change(self) -> bool:
        """Swap and cancel are free until the lock."""
        return self.state in {"scheduled", "open", "met"} and clock.now() < self.lock_at


class Cell(Base):
    """A colour x size offered in this sale. SKU = design code + colour + size."""

    __tablename__ = "cell"
    __table_args__ = (UniqueConstraint("presale_id", "colour", "size"),)

    presale_id: Mapped[int] = mapped_column(ForeignKey("presale.id"))
    colour: Mapped[str]
    colour_en: Mapped[str] = mapped_column(default="")
    hex: Mapped[str] = mapped_column(default="")
    size: Mapped[str]
    position: Mapped[int]

    presale: Mapped[Presale] = relationship(back_populates="cells")

    @property
    def label(self) -> str:
        return f"{self.colour}/{self.size}"


class Front(Base):
    """A KOC's face of a sale: she, her post, her groups. Every order keeps the front it came through."""

    __tablename__ = "front"
    __table_args__ = (UniqueConstraint("presale_id", "koc_id"),)

    presale_id: Mapped[int] = mapped_column(ForeignKey("presale.id"))
    koc_id: Mapped[int] = mapped_column(ForeignKey("koc.id"), index=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))

    presale: Mapped[Presale] = relationship(back_populates="fronts")
    koc: Mapped[communities.Koc] = relationship()
    post: Mapped[posts.Post] = relationship()


class Viewing(Base):
    """She has seen the page of this sale (the first time)."""

    __tablename__ = "viewing"
    __table_args__ = (UniqueConstraint("presale_id", "person_id"),)

    presale_id: Mapped[int] = mapped_column(ForeignKey("presale.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


@dataclass(frozen=True)
class Promise:
    """The rule the system runs, for the page to say in words."""

    minimum: int
    closes_at: datetime
    refund_by: datetime
    lock_at: datetime
    ships_by: datetime


def draft(from_posts: list[posts.Post], given: terms.Terms, by: int | None = None) -> Presale:
    """A sale of the design these approved posts are about; each post's KOC becomes a front."""
    if not from_posts or any(post.state != "approved" for post in from_posts):
        raise Refused("A pre-sale opens on approved posts. Choose at least one.", field="posts")
    sample = from_posts[0].sample
    if any(post.sample.design_id != sample.design_id for post in from_posts):
        raise Refused("All fronts of a sale are about one design.", field="posts")
    terms.check(given, sample.version)
    sale = Presale(
        design_id=sample.design_id,
        version=sample.version,
        price_fen=given.price_fen,
        cost_fen=given.cost_fen,
        minimum=given.minimum,
        cap=given.cap,
        per_person=given.per_person,
        opens_at=given.opens_at,
        closes_at=given.closes_at,
        lock_at=given.closes_at + timedelta(hours=brand.read().lock_hours),
        ships_by=given.ships_by,
        made_at=clock.now(),
        state="draft",
        taken=0,
    )
    sale.cells = _cells(sample.version, given)
    sale.fronts = [Front(koc_id=post.sample.koc_id, post=post) for post in dict.fromkeys(from_posts)]
    db.session.add(sale)
    db.session.flush()
    trace(sale, "draft", by=by, to_state="draft")
    return sale


def _cells(version: designs.Version, given: terms.Terms) -> list[Cell]:
    offered = [(c, s) for c, s in version.cells if not given.cells or (c.zh, s) in set(given.cells)]
    return [
        Cell(colour=colour.zh, colour_en=colour.en, hex=colour.hex, size=size, position=position)
        for position, (colour, size) in enumerate(offered)
    ]


def publish(sale: Presale, by: int | None = None) -> None:
    """From here on the terms stand. It opens by itself at its time."""
    if sale.closes_at <= clock.now():
        raise Refused("Its close has passed. Make a new draft.", status=409)
    move(sale, "publish", by=by)


def turn() -> int:
    """Make formal what time has made due: open sales, tell the voters at the opening, the rest an hour later."""
    at, moved = clock.now(), 0
    live = Presale.state.in_(("scheduled", "open"))
    for sale in db.session.scalars(select(Presale).where(live, Presale.opens_at <= at, Presale.closes_at > at)).all():
        moved += sale.state == "scheduled" and tried(sale, "open")
        moved += _once(sale, Presale.told_voters_at, at) and _tell_voters(sale) >= 0
        if sale.opens_at + REST_AFTER <= at:
            moved += _once(sale, Presale.told_rest_at, at) and _tell_rest(sale) >= 0
    return moved


def _once(sale: Presale, column: object, at: datetime) -> bool:
    marked = update(Presale).where(Presale.id == sale.id, column.is_(None)).values({column: at})
    return db.session.execute(marked).rowcount == 1


def voters(sale: Presale) -> set[int]:
    """Everyone who picked this design in a round of one of its fronts."""
    return ballots.voters(sale.design_id, [front.koc_id for front in sale.fronts])


def _tell_voters(sale: Presale) -> int:
    return inbox.tell(
        voters(sale),
        f"opened:{sale.id}",
        "%(design)s, which you picked, is open for pre-sale. %(koc)s has worn it: read what she says first.",
        link=f"presale:{sale.code}",
        design=sale.version.title,
        koc=sale.fronts[0].koc.name,
    )


def _tell_rest(sale: Presale) -> int:
    groups = select(communities.Group.id).where(communities.Group.koc_id.in_([front.koc_id for front in sale.fronts]))
    rest = select(communities.Membership.person_id).where(
        communities.Membership.group_id.in_(groups), communities.Membership.left_at.is_(None)
    )
    return inbox.tell(
        set(db.session.scalars(rest)) - voters(sale),
        f"opened:{sale.id}",
        "%(design)s is open for pre-sale. %(koc)s has worn it: read what she says first.",
        link=f"presale:{sale.code}",
        design=sale.version.title,
        koc=sale.fronts[0].koc.name,
    )


def seen(sale: Presale, person_id: int) -> None:
    insert_new(Viewing.__table__, [{"presale_id": sale.id, "person_id": person_id, "at": clock.now()}])


def promise(sale: Presale) -> Promise:
    return Promise(sale.minimum, sale.closes_at, sale.closes_at + timedelta(hours=1), sale.lock_at, sale.ships_by)


def front_for(sale: Presale, person: object | None) -> Front:
    """Her own KOC's front, else the one nearest to her build and need, else the first."""
    if person is None:
        return sale.fronts[0]
    hers = {one.group.koc_id for one in communities.memberships(person.id)}
    far = {
        front.id: (
            front.koc_id not in hers,
            communities.distance(front.koc, person.need_tags, person.height_cm, person.weight_kg),
            front.id,
        )
        for front in sale.fronts
    }
    return min(sale.fronts, key=lambda front: far[front.id])


def take(sale: Presale, pieces: int) -> bool:
    """Take pieces from the cap, atomically; False when too few are left, or it is not open any more."""
    room = (Presale.cap.is_(None)) | (Presale.taken + pieces <= Presale.cap)
    live = (Presale.state.in_(("scheduled", "open")), Presale.closes_at > clock.now())
    taken = update(Presale).where(Presale.id == sale.id, room, *live).values(taken=Presale.taken + pieces)
    return db.session.execute(taken.execution_options(synchronize_session=False)).rowcount == 1


def give_back(presale_id: int, pieces: int) -> None:
    db.session.execute(
        update(Presale)
        .where(Presale.id == presale_id)
        .values(taken=Presale.taken - pieces)
        .execution_options(synchronize_session=False)
    )
