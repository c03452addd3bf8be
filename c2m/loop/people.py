"""People, what they may do here, and their sign-ins (one row each, ended by signing out)."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.security import check_password_hash, generate_password_hash

from c2m.core import clock
from c2m.core.db import Base, db
from c2m.core.errors import Refused, changed
from c2m.core.moves import trace

ROLES = ("koc", "designer", "support", "operator", "factory")
STAFF = ("designer", "support", "operator", "factory")
SHAPES = ("pear", "apple", "hourglass", "straight", "inverted")
SIGNIN_LASTS = timedelta(days=30)
CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5


class Person(Base):
    __tablename__ = "person"
    __table_args__ = (CheckConstraint("state IN ('active', 'blocked')", name="state"),)

    name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    language: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="active")
    need: Mapped[str] = mapped_column(default="")
    """In one sentence: who I am, build, worry, occasion, wished effect."""
    need_tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    height_cm: Mapped[int | None]
    weight_kg: Mapped[int | None]
    shape: Mapped[str | None]
    made_at: Mapped[datetime]


class Role(Base):
    __tablename__ = "role"
    __table_args__ = (UniqueConstraint("person_id", "role"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]


class Signin(Base):
    """One sign-in on one device. The cookie holds the token, this row its hash."""

    __tablename__ = "signin"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    agent: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class PhoneCode(Base):
    """A one-time code sent to a phone, bound to the browser that asked for it."""

    __tablename__ = "phone_code"

    phone: Mapped[str] = mapped_column(index=True)
    browser_hash: Mapped[str]
    code_hash: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def phone_of(text: str, field: str = "phone") -> str:
    """A mainland mobile number, digits only. Refuses anything else."""
    digits = re.sub(r"[\s\-()]", "", text)
    digits = re.sub(r"^(\+|00)86", "", digits)
    if not re.fullmatch(r"1[3-9][0-9]{9}", digits, re.ASCII):
        raise Refused("Write an 11-digit mobile number, for example 138 0013 2046.", field=field)
    return digits


def masked(phone: str | None) -> str:
    """13800132046 -> 138******46: at least six digits hidden, as GB/T 41833 asks."""
    return f"{phone[:3]}******{phone[-2:]}" if phone else ""


def join(name: str = "", phone: str | None = None, language: str | None = None) -> Person:
    """A new person."""
    person = Person(name=name.strip()[:40], phone=phone, language=language, made_at=clock.now())
    db.session.add(person)
    db.session.flush()
    return person


def by_phone(phone: str) -> Person | None:
    return db.session.scalars(select(Person).where(Person.phone == phone)).first()


def roles_of(person_id: int) -> frozenset[str]:
    return frozenset(db.session.scalars(select(Role.role).where(Role.person_id == person_id)))


def give_role(person: Person, role: str, by: int | None = None) -> None:
    if role not in ROLES:
        raise Refused("There is no such role.", field="role")
    if role not in roles_of(person.id):
        db.session.add(Role(person_id=person.id, role=role))
        trace(person, f"give_role_{role}", by=by)
        db.session.flush()


def take_role(person: Person, role: str, by: int | None = None) -> None:
    """The last operator stays. Taking a role ends the person's sign-ins."""
    row = db.session.scalars(select(Role).where(Role.person_id == person.id, Role.role == role)).first()
    if row is None:
        raise changed()
    operators = select(Role.id).where(Role.role == "operator").order_by(Role.id).with_for_update()
    if role == "operator" and len(db.session.scalars(operators).all()) == 1:
        raise Refused("The last operator cannot be removed. Give somebody else the role first.", status=409)
    db.session.delete(row)
    trace(person, f"take_role_{role}", by=by)
    sign_out_everywhere(person)


def may_vote(person_id: int) -> bool:
    """KOCs vote; staff and designers do not."""
    return not roles_of(person_id).intersection(STAFF)


def tell_need(
    person: Person, need: str, tags: list[str], height_cm: int | None, weight_kg: int | None, shape: str | None
) -> None:
    """The member's need in one sentence, and the numbers she wishes to leave here."""
    if len(need) > 200:
        raise Refused("Say it in one sentence, at most 200 characters.", field="need")
    if height_cm is not None and not 120 <= height_cm <= 210:
        raise Refused("Use centimetres, for example 160.", field="height_cm")
    if weight_kg is not None and not 30 <= weight_kg <= 150:
        raise Refused("Use kilograms, for example 52.", field="weight_kg")
    if shape is not None and shape not in SHAPES:
        raise Refused("Choose one of the shapes shown.", field="shape")
    person.need, person.need_tags = need.strip(), tags[:8]
    person.height_cm, person.weight_kg, person.shape = height_cm, weight_kg, shape


# --- signing in -----------------------------------------------------------------------------------------------------


def send_code(phone: str, browser: str) -> str:
    """A fresh six-digit code for this phone and browser; the caller has it sent. Earlier codes end."""
    at = clock.now()
    db.session.execute(
        update(PhoneCode).where(PhoneCode.phone == phone, PhoneCode.used_at.is_(None)).values(used_at=at)
    )
    code = f"{secrets.randbelow(1_000_000):06d}"
    db.session.add(
        PhoneCode(
            phone=phone,
            browser_hash=hashed(browser),
            code_hash=hashed(phone + code),
            made_at=at,
            expires_at=at + CODE_LASTS,
        )
    )
    db.session.flush()
    return code


def count_try(phone: str, browser: str) -> bool:
    """One more try of the live code, counted whatever comes of it. False when no code is open (any more)."""
    counted = db.session.execute(
        update(PhoneCode)
        .where(
            PhoneCode.phone == phone,
            PhoneCode.browser_hash == hashed(browser),
            PhoneCode.used_at.is_(None),
            PhoneCode.expires_at > clock.now(),
            PhoneCode.tries < CODE_TRIES,
        )
        .values(tries=PhoneCode.tries + 1)
    )
    return counted.rowcount == 1


def by_code(phone: str, code: str, browser: str) -> Person:
    """Whoever shows the code sent to ``phone`` is that phone's person (new, if need be). The code is used up."""
    used = db.session.execute(
        update(PhoneCode)
        .where(
            PhoneCode.phone == phone,
            PhoneCode.browser_hash == hashed(browser),
            PhoneCode.code_hash == hashed(phone + code.strip()),
            PhoneCode.used_at.is_(None),
            PhoneCode.expires_at > clock.now(),
        )
        .values(used_at=clock.now())
    )
    if used.rowcount != 1:
        raise Refused("That code is not right, or no longer good. Ask for a new one.", field="code")
    person = by_phone(phone) or join(phone=phone)
    if person.state != "active":
        raise Refused("This account is blocked. Ask your host.", status=403)
    return person


def set_password(person: Person, password: str) -> None:
    if len(password) < 10:
        raise Refused("Use at least 10 characters.", field="password")
    person.password_hash = generate_password_hash(password, method="scrypt:32768:8:3")
    sign_out_everywhere(person)


UNKNOWN = (
    "scrypt:32768:8:3$zYQC4TBfvFlB37w0$"
    "d86568c407f5e5c854aac320e37338254b0c3dfec29813e73f7405f5861e6239"
    "f4bdb28ed3c680beb14aa53fb5a3e7a64f2d60a0a0d0a6df423ca0151787c67c"
)
"""A hash of what nobody uses: an unknown phone is checked as long as a known one."""


def by_password(phone: str, password: str) -> Person:
    """Staff only. An unknown phone takes as long, and is told the same, as a wrong password."""
    person = by_phone(phone)
    known = person.password_hash if person and person.password_hash else UNKNOWN
    right = check_password_hash(known, password)
    if not right or person is None or person.password_hash is None or person.state != "active":
        raise Refused("Phone and password do not fit together. Check both.", field="password")
    return person


def sign_in(person: Person, agent: str = "") -> str:
    """A new sign-in; the returned token goes into the cookie and is kept nowhere."""
    token, at = secrets.token_urlsafe(32), clock.now()
    db.session.add(
        Signin(
            person_id=person.id,
            token_hash=hashed(token),
            agent=agent[:200],
            made_at=at,
            expires_at=at + SIGNIN_LASTS,
        )
    )
    db.session.flush()
    return token


def signed_in(token: str) -> Person | None:
    row = db.session.execute(
        select(Person)
        .join(Signin, Signin.person_id == Person.id)
        .where(
            Signin.token_hash == hashed(token),
            Signin.ended_at.is_(None),
            Signin.expires_at > clock.now(),
            Person.state == "active",
        )
    ).first()
    return row[0] if row else None


def sign_out(token: str) -> None:
    db.session.execute(
        update(Signin).where(Signin.token_hash == hashed(token), Signin.ended_at.is_(None)).values(ended_at=clock.now())
    )


def sign_out_everywhere(person: Person) -> None:
    db.session.execute(
        update(Signin).where(Signin.person_id == person.id, Signin.ended_at.is_(None)).values(ended_at=clock.now())
    )
