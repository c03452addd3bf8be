"""The factories that make, and who works for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from c2m.core import clock
from c2m.core.db import Base, db
from c2m.core.errors import Refused
from c2m.core.moves import trace
from c2m.loop import people


class Factory(Base):
    __tablename__ = "factory"

    name: Mapped[str] = mapped_column(unique=True)
    city: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]


class FactoryStaff(Base):
    """One person works for one factory."""

    __tablename__ = "factory_staff"

    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)


def add(name: str, city: str = "", by: int | None = None) -> Factory:
    if not name.strip():
        raise Refused("Write the factory's name.", field="name")
    if db.session.scalar(select(Factory.id).where(Factory.name == name.strip())):
        raise Refused("There is a factory of this name already.", status=409, field="name")
    factory = Factory(name=name.strip(), city=city.strip(), made_at=clock.now())
    db.session.add(factory)
    db.session.flush()
    trace(factory, "add", by=by)
    return factory


def employ(factory: Factory, person: people.Person, by: int | None = None) -> None:
    """She works here from now on; where she worked before, her sign-ins end."""
    people.sign_out_everywhere(person)
    db.session.execute(FactoryStaff.__table__.delete().where(FactoryStaff.person_id == person.id))
    db.session.add(FactoryStaff(factory_id=factory.id, person_id=person.id))
    people.give_role(person, "factory", by=by)
    trace(factory, "employ", by=by, note={"person": person.id})


def dismiss(person: people.Person, by: int | None = None) -> None:
    """She works here no more, and is out at once."""
    db.session.execute(FactoryStaff.__table__.delete().where(FactoryStaff.person_id == person.id))
    people.take_role(person, "factory", by=by)


def of_person(person_id: int) -> Factory | None:
    staff = select(FactoryStaff.factory_id).where(FactoryStaff.person_id == person_id)
    return db.session.scalars(select(Factory).where(Factory.id.in_(staff))).first()


def every() -> list[Factory]:
    return list(db.session.scalars(select(Factory).order_by(Factory.name)))
