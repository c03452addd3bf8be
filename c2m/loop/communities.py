"""KOCs, the groups they lead, and the cards with live codes that bring members in.

A KOC stands for one need and leads up to six groups. A card points at a group; when that group is full, its code moves
on to her next one. A member may be in many groups.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint, func, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from c2m.core import clock
from c2m.core.db import Base, db, hold, insert_new
from c2m.core.errors import Refused, missing
from c2m.core.moves import Stateful, Table, trace
from c2m.loop import files, people

GROUPS_EACH = 6
CAPACITY = 340
NEED_TAGS = (
    "petite",
    "tall",
    "soft waist",
    "pear shape",
    "broad shoulders",
    "short neck",
    "sensitive skin",
    "office",
    "new mother",
    "school",
    "plus size",
    "simple colours",
)


class Koc(Base, Stateful):
    """A key opinion consumer: a real consumer built like her group, who says the truth."""

    __tablename__ = "koc"
    MOVES: Table = {"pause": ({"active"}, "paused"), "resume": ({"paused"}, "active")}

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    name: Mapped[str]
    need: Mapped[str]
    need_tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    about: Mapped[str] = mapped_column(default="")
    height_cm: Mapped[int | None]
    weight_kg: Mapped[int | None]
    bust_cm: Mapped[int | None]
    waist_cm: Mapped[int | None]
    hip_cm: Mapped[int | None]
    wears: Mapped[str] = mapped_column(default="")
    portrait_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))
    state: Mapped[str] = mapped_column(default="active")
    made_at: Mapped[datetime]

    person: Mapped[people.Person] = relationship()
    portrait: Mapped[files.Picture | None] = relationship()
    groups: Mapped[list[Group]] = relationship(order_by="Group.number", back_populates="koc")


class Group(Base):
    __tablename__ = "community"
    __table_args__ = (UniqueConstraint("koc_id", "number"), CheckConstraint("capacity > 0", name="capacity"))

    koc_id: Mapped[int] = mapped_column(ForeignKey("koc.id"))
    number: Mapped[int]
    name: Mapped[str]
    capacity: Mapped[int] = mapped_column(default=CAPACITY)
    made_at: Mapped[datetime]

    koc: Mapped[Koc] = relationship(back_populates="groups")


class Card(Base):
    """A card, on paper or as a picture, with a live code. Its code is its address: /c/CODE."""

    __tablename__ = "card"
    __table_args__ = (CheckConstraint("handed_out >= 0", name="handed_out"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    name: Mapped[str]
    handed_out: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]

    group: Mapped[Group] = relationship()


class CardEvent(Base):
    """Somebody scanned the card, or added the KOC: once each for a visitor."""

    __tablename__ = "card_event"
    __table_args__ = (
        UniqueConstraint("card_id", "kind", "visitor"),
        CheckConstraint("kind IN ('scanned', 'added')", name="kind"),
    )

    card_id: Mapped[int] = mapped_column(ForeignKey("card.id"))
    kind: Mapped[str]
    visitor: Mapped[str]
    at: Mapped[datetime]


class Membership(Base):
    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("group_id", "person_id"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    card_id: Mapped[int | None] = mapped_column(ForeignKey("card.id"))
    nickname: Mapped[str] = mapped_column(default="")
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    group: Mapped[Group] = relationship()
    person: Mapped[people.Person] = relationship()


def appoint(person: people.Person, name: str, need: str, need_tags: list[str], by: int | None = None) -> Koc:
    """Make a person a KOC. Her body data are attributes to fill in."""
    if not name.strip():
        raise Refused("Write the name her members know her by.", field="name")
    if not need.strip():
        raise Refused("Write the one need she stands for.", field="need")
    if of_person(person.id):
        raise Refused("She is a KOC already.", status=409)
    koc = Koc(
        person=person, name=name.strip(), need=need.strip(), need_tags=need_tags, made_at=clock.now(), state="active"
    )
    db.session.add(koc)
    db.session.flush()
    people.give_role(person, "koc", by=by)
    trace(koc, "appoint", by=by, to_state="active")
    return koc


def open_group(koc: Koc, name: str, capacity: int = CAPACITY, by: int | None = None) -> Group:
    hold(koc)
    number = (db.session.scalar(select(func.max(Group.number)).where(Group.koc_id == koc.id)) or 0) + 1
    if number > GROUPS_EACH:
        raise Refused("One KOC leads %(most)s groups at most.", status=409, most=GROUPS_EACH)
    if not 0 < capacity <= 500:
        raise Refused("A group holds 1 to 500 people.", field="capacity")
    group = Group(koc=koc, number=number, name=name.strip() or koc.name, capacity=capacity, made_at=clock.now())
    db.session.add(group)
    db.session.flush()
    trace(group, "open", by=by)
    return group


def of_person(person_id: int) -> Koc | None:
    return db.session.scalars(select(Koc).where(Koc.person_id == person_id)).first()


# --- members --------------------------------------------------------------------------------------------------------


def members(group_id: int) -> int:
    """How many are in the group now."""
    rows = select(func.count()).select_from(Membership)
    return db.session.scalar(rows.where(Membership.group_id == group_id, Membership.left_at.is_(None))) or 0


def with_room(koc_id: int, first: Group | None = None) -> Group:
    """The group a newcomer joins: ``first`` if it has room, else her lowest-numbered one that has."""
    db.session.execute(select(Koc.id).where(Koc.id == koc_id).with_for_update(key_share=True))
    groups = db.session.scalars(select(Group).where(Group.koc_id == koc_id).order_by(Group.number)).all()
    ordered = sorted(groups, key=lambda group: (group is not first, group.number))
    for group in ordered:
        if members(group.id) < group.capacity:
            return group
    raise Refused("All her groups are full. Leave your number with her, or look at the other KOCs.", status=409)


def join(group: Group, person_id: int, card: Card | None = None, nickname: str = "") -> Membership:
    """Become a member; joining again after leaving keeps the first card."""
    if group.koc.state == "paused" and place_of(person_id, group.koc_id) is None:
        raise Refused("She takes no new members now. Look at the other hosts.", status=409)
    at = clock.now()
    row = {"group_id": group.id, "person_id": person_id, "nickname": nickname[:40], "joined_at": at}
    row["card_id"] = card.id if card else None
    insert_new(Membership.__table__, [row])
    membership = db.session.scalars(
        select(Membership).where(Membership.group_id == group.id, Membership.person_id == person_id)
    ).one()
    if membership.left_at is not None:
        membership.left_at, membership.joined_at = None, at
    return membership


def leave(group: Group, person_id: int) -> None:
    left = db.session.execute(
        update(Membership)
        .where(Membership.group_id == group.id, Membership.person_id == person_id, Membership.left_at.is_(None))
        .values(left_at=clock.now())
    )
    if left.rowcount != 1:
        raise missing()


def memberships(person_id: int) -> list[Membership]:
    """Hers now, the earliest first."""
    rows = select(Membership).where(Membership.person_id == person_id, Membership.left_at.is_(None))
    return list(db.session.scalars(rows.order_by(Membership.joined_at, Membership.id)))


def place_of(person_id: int, koc_id: int, card: Card | None = None) -> Membership | None:
    """The one membership a ballot or an order carries: by the card she came with, else the earliest of that KOC."""
    hers = [one for one in memberships(person_id) if one.group.koc_id == koc_id]
    by_card = [one for one in hers if card is not None and one.card_id == card.id]
    return next(iter(by_card + hers), None)


def settle_in(person_id: int, koc_id: int, card: Card | None = None) -> Membership:
    """Her membership with this KOC; who has none becomes a member of the group that has room."""
    if card is not None and card.group.koc_id != koc_id:
        card = None
    place = place_of(person_id, koc_id, card)
    return place or join(with_room(koc_id, card.group if card else None), person_id, card)


# --- cards ----------------------------------------------------------------------------------------------------------


def make_card(group: Group, name: str, by: int | None = None) -> Card:
    if not name.strip():
        raise Refused("Give the card a name, for example where it is handed out.", field="name")
    card = Card(group=group, name=name.strip()[:60], made_at=clock.now())
    db.session.add(card)
    db.session.flush()
    trace(card, "make", by=by)
    return card


def hand_out(card: Card, count: int, by: int | None = None) -> None:
    """``count`` more of this card were handed out; a negative count corrects a typing error."""
    done = db.session.execute(
        update(Card).where(Card.id == card.id, Card.handed_out + count >= 0).values(handed_out=Card.handed_out + count)
    )
    if done.rowcount != 1 or abs(count) > 100_000:
        raise Refused("Write how many more were handed out, for example 100.", field="count")
    trace(card, "hand_out", by=by, note={"count": count})


def seen(card: Card, kind: str, visitor: str) -> None:
    """``kind``: scanned | added. Counted once for a visitor (a random token of her browser)."""
    row = {"card_id": card.id, "kind": kind, "visitor": people.hashed(visitor), "at": clock.now()}
    insert_new(CardEvent.__table__, [row])


# --- nearness -------------------------------------------------------------------------------------------------------


def distance(koc: Koc, tags: list[str], height_cm: int | None, weight_kg: int | None) -> float:
    """How far a member's need and body are from the KOC's: 0 is the same. Unknown numbers count as a little far."""
    shared = len(set(tags) & set(koc.need_tags))
    far = 3.0 * (len(set(tags)) - shared)
    for hers, mine, unit in ((koc.height_cm, height_cm, 3.0), (koc.weight_kg, weight_kg, 4.0)):
        far += abs(hers - mine) / unit if hers and mine else 2.0
    return far


def nearest(tags: list[str], height_cm: int | None = None, weight_kg: int | None = None) -> list[Koc]:
    """Active KOCs who lead a group, the nearest first."""
    led = select(Group.koc_id)
    kocs = db.session.scalars(select(Koc).where(Koc.state == "active", Koc.id.in_(led)).order_by(Koc.id)).all()
    return sorted(kocs, key=lambda koc: (distance(koc, tags, height_cm, weight_kg), koc.id))
