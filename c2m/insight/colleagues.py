"""Who works here: in the studio, and at the factories."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from c2m.core.db import db
from c2m.loop import factories, people

STUDIO = ("operator", "designer", "support")


@dataclass(frozen=True)
class Colleague:
    person: people.Person
    roles: list[str]


def crew() -> list[Colleague]:
    """Everyone with a role in the studio, in the order they came."""
    rows = (
        select(people.Person, people.Role.role)
        .join(people.Role, people.Role.person_id == people.Person.id)
        .where(people.Role.role.in_(STUDIO))
        .order_by(people.Person.id)
    )
    by_person: dict[people.Person, list[str]] = {}
    for person, role in db.session.execute(rows):
        by_person.setdefault(person, []).append(role)
    return [Colleague(person, sorted(roles, key=STUDIO.index)) for person, roles in by_person.items()]


def designers() -> list[people.Person]:
    rows = select(people.Person).join(people.Role, people.Role.person_id == people.Person.id)
    return list(db.session.scalars(rows.where(people.Role.role == "designer").order_by(people.Person.id)))


def by_factory() -> list[tuple[factories.Factory, list[people.Person]]]:
    """Every factory with its people."""
    staff = factories.FactoryStaff
    rows = select(staff.factory_id, people.Person).join(people.Person, people.Person.id == staff.person_id)
    hands: dict[int, list[people.Person]] = {}
    for factory_id, person in db.session.execute(rows.order_by(people.Person.id)):
        hands.setdefault(factory_id, []).append(person)
    return [(factory, hands.get(factory.id, [])) for factory in factories.every()]


def manned() -> set[int]:
    """Ids of factories in which somebody can open a work order."""
    return set(db.session.scalars(select(factories.FactoryStaff.factory_id)))
