"""Designs and their versions. A version that has been voted on is never overwritten: a change makes the next one.

A design has its own ordered colours and sizes; a cell is colour x size.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from c2m.core import clock
from c2m.core.db import Base, db
from c2m.core.errors import Refused
from c2m.core.moves import Stateful, Table, trace
from c2m.loop import files, people

CATEGORIES = ("dress", "top", "shirt", "knit", "outer", "trousers", "skirt", "bag", "accessory")
MOST_COLOURS, MOST_SIZES = 200, 200


@dataclass(frozen=True)
class Colour:
    zh: str
    en: str
    hex: str

    def name(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en or self.zh


class Design(Base, Stateful):
    __tablename__ = "design"
    MOVES: Table = {"retire": ({"ready"}, "retired"), "restore": ({"retired"}, "ready")}

    designer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[str] = mapped_column(default="ready")
    made_at: Mapped[datetime]

    designer: Mapped[people.Person | None] = relationship()
    versions: Mapped[list[Version]] = relationship(order_by="Version.number", back_populates="design")

    @property
    def newest(self) -> Version:
        return self.versions[-1]


class Version(Base):
    __tablename__ = "design_version"
    __table_args__ = (
        UniqueConstraint("design_id", "number"),
        CheckConstraint("price_fen >= 0", name="price"),
        CheckConstraint("cost_fen >= 0", name="cost"),
    )

    design_id: Mapped[int] = mapped_column(ForeignKey("design.id"))
    number: Mapped[int]
    title: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    category: Mapped[str]
    price_fen: Mapped[int]
    """The price aimed at, per piece."""
    cost_fen: Mapped[int]
    """What one piece costs to make."""
    needs: Mapped[list[str]] = mapped_column(JSON, default=list)
    colours: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    sizes: Mapped[list[str]] = mapped_column(JSON)
    tech: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """measures [{point, unit, tolerance, by_size {size: value}}], fabric, trims, notes, packing."""
    changed: Mapped[str] = mapped_column(default="")
    """What is different from the version before, in words."""
    frozen_at: Mapped[datetime | None]
    made_at: Mapped[datetime]

    design: Mapped[Design] = relationship(back_populates="versions")
    pictures: Mapped[list[files.Picture]] = relationship(
        secondary="version_picture", order_by="VersionPicture.position"
    )

    @property
    def cells(self) -> list[tuple[Colour, str]]:
        """Every colour x size, in order."""
        return [(colour, size) for colour in self.palette for size in self.sizes]

    @property
    def palette(self) -> list[Colour]:
        return [Colour(**colour) for colour in self.colours]

    def name(self, language: str) -> str:
        return self.title if language.startswith("zh") else self.title_en or self.title


class VersionPicture(Base):
    __tablename__ = "version_picture"
    __table_args__ = (UniqueConstraint("version_id", "position"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("design_version.id"))
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"))
    position: Mapped[int]


@dataclass(frozen=True)
class Draft:
    """What a designer hands in; ``pictures`` are files.Picture rows, the first is the one people vote on."""

    title: str
    category: str
    price_fen: int
    cost_fen: int
    colours: tuple[Colour, ...]
    sizes: tuple[str, ...]
    pictures: tuple[files.Picture, ...]
    title_en: str = ""
    needs: tuple[str, ...] = ()
    tech: dict[str, Any] | None = None
    changed: str = ""


def _check(draft: Draft) -> None:
    if not draft.title.strip():
        raise Refused("Give the design a name.", field="title")
    if not draft.pictures:
        raise Refused("Add at least one picture.", field="pictures")
    if draft.category not in CATEGORIES:
        raise Refused("Choose a category.", field="category")
    names, sizes = [colour.zh for colour in draft.colours], list(draft.sizes)
    if not names or len(names) > MOST_COLOURS or len(set(names)) != len(names) or not all(names):
        raise Refused("Name 1 to %(most)s colours, each once.", field="colours", most=MOST_COLOURS)
    if not sizes or len(sizes) > MOST_SIZES or len(set(sizes)) != len(sizes) or not all(sizes):
        raise Refused("Name 1 to %(most)s sizes, each once.", field="sizes", most=MOST_SIZES)
    if draft.cost_fen < 0 or draft.price_fen <= 0:
        raise Refused("Write the price in yuan, above 0.", field="price")


def upload(draft: Draft, designer_id: int | None = None, by: int | None = None) -> Design:
    """A new design with its first version. ``by`` uploaded it, the designer herself unless said otherwise."""
    _check(draft)
    design = Design(designer_id=designer_id, made_at=clock.now(), state="ready")
    db.session.add(design)
    db.session.flush()
    _write(Version(design=design, number=1), draft)
    trace(design, "upload", by=by or designer_id, to_state="ready")
    return design


def revise(design: Design, draft: Draft, by: int | None = None) -> Version:
    """Change the newest version while nobody has voted on it; afterwards this makes the next version."""
    _check(draft)
    newest = design.newest
    if newest.frozen_at is None:
        version = newest
    else:
        if not draft.changed.strip():
            raise Refused("Say what changed: those who picked it will read it.", field="changed")
        version = Version(design=design, number=newest.number + 1)
    _write(version, draft)
    trace(design, "revise", by=by, note={"version": version.number})
    return version


def _write(version: Version, draft: Draft) -> None:
    version.title, version.title_en = draft.title.strip(), draft.title_en.strip()
    version.category, version.price_fen, version.cost_fen = draft.category, draft.price_fen, draft.cost_fen
    version.colours = [asdict(colour) for colour in draft.colours]
    version.sizes, version.needs, version.changed = list(draft.sizes), list(draft.needs), draft.changed.strip()
    version.tech = draft.tech or {}
    version.made_at = clock.now()
    db.session.add(version)
    db.session.flush()
    db.session.execute(VersionPicture.__table__.delete().where(VersionPicture.version_id == version.id))
    db.session.add_all(
        VersionPicture(version_id=version.id, picture_id=picture.id, position=position)
        for position, picture in enumerate(dict.fromkeys(draft.pictures))
    )
    db.session.flush()
    db.session.expire(version, ["pictures"])


def freeze(version_ids: list[int]) -> None:
    """These have been voted on: from now on a change makes a new version."""
    db.session.execute(
        update(Version).where(Version.id.in_(version_ids), Version.frozen_at.is_(None)).values(frozen_at=clock.now())
    )


def ready() -> list[Design]:
    """Those that can go into a round, newest first."""
    return list(db.session.scalars(select(Design).where(Design.state == "ready").order_by(Design.id.desc())))
