"""The people who wear the samples. Faces are never drawn."""

from __future__ import annotations

from typing import NamedTuple


class Person(NamedTuple):
    key: str
    name_zh: str
    name_en: str
    height_cm: int
    weight_kg: int
    skin: str
    hair: str            # colour
    cut: str             # long, bob, bun, wavy, short
    need: str            # the need her community shares


PEOPLE: tuple[Person, ...] = (
    Person("xiaotang", "小棠", "Xiaotang", 160, 55, "#E9C3A4", "#3A2620", "long", "petite"),
    Person("manman", "满满", "Manman", 164, 72, "#E2B695", "#2B2120", "wavy", "curvy"),
    Person("aheng", "阿蘅", "A Heng", 175, 62, "#D3A380", "#211B1B", "bun", "tall"),
    Person("lizi", "栗子", "Lizi", 163, 58, "#F0CFB4", "#6A3F28", "bob", "pear"),
    Person("zhoujie", "周姐", "Sister Zhou", 166, 60, "#DDB08C", "#40383A", "short", "office"),
)
PERSONS: dict[str, Person] = {person.key: person for person in PEOPLE}
