"""Where a parcel goes: picked from the districts or written freely, and always something a courier can find."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from c2m.core.errors import Refused
from c2m.loop import people


@dataclass(frozen=True)
class Address:
    name: str
    phone: str
    province: str
    city: str
    district: str
    street: str


def clean(address: Address) -> Address:
    """As given, trimmed; refuses what no courier could deliver to."""
    values = {name: " ".join(text.split()) for name, text in asdict(address).items()}
    if not values["name"]:
        raise Refused("Write who receives the parcel.", field="name")
    if not values["province"] or not values["city"]:
        raise Refused("Choose or write the province and the city.", field="province")
    if len(values["street"]) < 4:
        raise Refused("Write street, building and room, so that the courier finds you.", field="street")
    for name, most in (("name", 40), ("province", 40), ("city", 40), ("district", 40), ("street", 200)):
        if len(values[name]) > most:
            raise Refused("Keep it under %(most)s characters.", field=name, most=most)
    return Address(**(values | {"phone": people.phone_of(values["phone"])}))
