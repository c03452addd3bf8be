"""The ledger: double entry, in fen, only ever added to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from c2m.core import clock
from c2m.core.db import Base, db


class Posting(Base):
    """One leg of the ledger. The legs of a set sum to zero. Accounts: cashier (money there), orders (money that pays for
    pieces), refunds (money owed back); a debt is negative."""

    __tablename__ = "posting"
    __table_args__ = (UniqueConstraint("set_key", "account"),)

    set_key: Mapped[str]
    account: Mapped[str]
    amount_fen: Mapped[int]
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), index=True)
    at: Mapped[datetime]


def post(set_key: str, payment_id: int, **legs: int) -> None:
    """Add one set of legs; its key makes it happen once."""
    if sum(legs.values()):
        raise ValueError(f"posting {set_key} is not balanced")
    common = {"set_key": set_key, "payment_id": payment_id, "at": clock.now()}
    db.session.execute(
        insert(Posting.__table__), [common | {"account": account, "amount_fen": fen} for account, fen in legs.items()]
    )


def balance(account: str) -> int:
    """The fold of the ledger, in fen."""
    return db.session.scalar(select(func.sum(Posting.amount_fen)).where(Posting.account == account)) or 0
