"""What a rehearsal came to: counted from the scratch database afterwards, as JSON or as tables people like to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from c2m.core.db import db
from c2m.gateways.ports import Ports
from c2m.insight import conversion, invariants, rates
from c2m.loop import inbox, ledger, orders, posts, presales, production
from c2m.trial import campaign
from c2m.trial.inputs import Rejected

EMPTY: dict[str, Any] = {
    "ranking": [],
    "samples": 0,
    "posts": 0,
    "told": 0,
    "conversion": {
        name: {"people": 0, "buyers": 0, "rate": 0.0, "low": 0.0, "high": 1.0}
        for name in ("picked", "not_picked", "all")
    },
    "pieces": {"ordered": 0, "paid": 0, "in_work_orders": 0},
    "work_orders": [],
    "money": {"captured_fen": 0, "refunded_fen": 0, "ledger_fen": 0},
    "rejected": [],
    "breaks": [],
}


def of(ports: Ports, outcome: campaign.Outcome, rejected: Rejected, with_votes: bool) -> dict[str, Any]:
    """The JSON object. Called inside the scratch."""
    ranking = [
        {"design": design.versions[0].title, "voters": voters}
        for design, voters in campaign.total_ranking(outcome.rounds)
    ]
    return {
        "ranking": ranking if with_votes else None,
        "samples": outcome.samples,
        "posts": outcome.posts,
        "told": _told(),
        "conversion": _conversion(outcome) if with_votes else None,
        "pieces": _pieces(),
        "work_orders": [_work_order(one) for key in outcome.sales for one in _work_orders(key)],
        "money": _money(),
        "rejected": rejected,
        "breaks": list(_breaks(ports)),
    }


def _told() -> int:
    """Voters told that the design they picked has been worn and written about: one for each person and design."""
    keys = [f"posted:{key}" for key in db.session.scalars(select(posts.Post.id))]
    count = 0
    for start in range(0, len(keys), 500):
        told = select(func.count()).select_from(inbox.Notice).where(inbox.Notice.key.in_(keys[start : start + 500]))
        count += db.session.scalar(told) or 0
    return count


def _conversion(outcome: campaign.Outcome) -> dict[str, dict[str, float]]:
    if outcome.sales:
        found = conversion.of(db.session.get_one(presales.Presale, outcome.sales[0]))
        return {name: getattr(found, name).as_dict() for name in ("picked", "not_picked", "all")}
    nobody, everybody = rates.rate(0, 0).as_dict(), rates.rate(0, outcome.members).as_dict()
    return {"picked": nobody, "not_picked": everybody, "all": everybody}


def _pieces() -> dict[str, int]:
    placed = orders.Order.state != "cancelled"
    live = select(func.count()).select_from(orders.Piece).where(orders.Piece.work_order_id.is_not(None))
    return {
        "ordered": db.session.scalar(select(func.sum(orders.Order.pieces)).where(placed)) or 0,
        "paid": db.session.scalar(select(func.count()).select_from(orders.Piece)) or 0,
        "in_work_orders": db.session.scalar(live) or 0,
    }


def _work_orders(sale_id: int) -> list[production.WorkOrder]:
    return production.of_sale(db.session.get_one(presales.Presale, sale_id))


def _work_order(work_order: production.WorkOrder) -> dict[str, Any]:
    counts = production.cells(work_order)
    cells = {cell.label: counts[cell.id] for cell in work_order.presale.cells if cell.id in counts}
    title = work_order.presale.version.title
    return {"code": work_order.code, "design": title, "pieces": sum(cells.values()), "cells": cells}


def _money() -> dict[str, int]:
    leg = select(func.sum(ledger.Posting.amount_fen)).where(ledger.Posting.account == "cashier")
    captured = db.session.scalar(leg.where(ledger.Posting.amount_fen > 0)) or 0
    refunded = -(db.session.scalar(leg.where(ledger.Posting.amount_fen < 0)) or 0)
    return {"captured_fen": captured, "refunded_fen": refunded, "ledger_fen": ledger.balance("cashier")}


def _breaks(ports: Ports) -> Iterator[str]:
    for result in invariants.check_all(ports.cashier, at_rest=True):
        yield from (f"{result.name} {result.title}: {text}" for text in result.breaks)


# --- for people -----------------------------------------------------------------------------------------------------


def tables(found: dict[str, Any], given: bool) -> Iterator[str]:
    """Lines to print."""
    if given:
        yield "These counts were given to the rehearsal (they are those of the trial of 2020), not found by it:"
        yield f"205 members, {len(found['ranking'])} designs; 52 pick the first, 35 of them and 8 others buy it."
        yield "What the rehearsal shows is that every rule carries them from the vote to the parcel."
        yield ""
    if found["ranking"] is not None:
        yield "Ranking"
        yield from (f"{n:>4}  {row['voters']:>5}  {row['design']}" for n, row in enumerate(found["ranking"], start=1))
        yield ""
    yield f"samples {found['samples']}   posts {found['posts']}   voters told {found['told']}"
    yield ""
    if found["conversion"] is not None:
        yield "Who bought the first design (with 95 % intervals)"
        yield from (_rate_line(name, found["conversion"][name]) for name in ("picked", "not_picked", "all"))
        yield ""
    yield from _making(found)
    yield from _rest(found)


def _rate_line(name: str, row: dict[str, float]) -> str:
    words = name.replace("_", " ")
    spread = f"({row['low'] * 100:.1f} to {row['high'] * 100:.1f} %)"
    return f"{words} {row['people']} bought {row['buyers']} {row['rate'] * 100:.1f} %   {spread}"


def _making(found: dict[str, Any]) -> Iterator[str]:
    pieces = found["pieces"]
    yield f"pieces ordered {pieces['ordered']}   paid {pieces['paid']}   in work orders {pieces['in_work_orders']}"
    yield ""
    cells: dict[str, int] = {}
    for work_order in found["work_orders"]:
        for cell, count in work_order["cells"].items():
            cells[f"{work_order['design']}  {cell}"] = cells.get(f"{work_order['design']}  {cell}", 0) + count
    if cells:
        yield "Pieces per cell"
        yield from (f"{count:>8}  {cell}" for cell, count in cells.items())
        yield ""
        yield "Work orders"
        yield from (f"{one['code']}  {one['pieces']:>6} pieces  {one['design']}" for one in found["work_orders"])
    else:
        yield "No work order: nothing is made that the minimum was not met for."
    yield ""


def _rest(found: dict[str, Any]) -> Iterator[str]:
    money = {name: f"¥{fen / 100:,.2f}" for name, fen in found["money"].items()}
    yield f"captured {money['captured_fen']}   refunded {money['refunded_fen']}   left {money['ledger_fen']}"
    yield ""
    if found["rejected"]:
        yield "Rejected"
        yield from (f"  {row['line']}: {row['reason']}" for row in found["rejected"])
        yield ""
    yield from (f"BROKEN  {text}" for text in found["breaks"])
    if not found["breaks"]:
        yield "Every rule held."
