"""Many rows at once, for size only: nothing here is measured. What is measured goes through the rules."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import insert

from c2m.core import clock, pictures
from c2m.core.db import atomic, db
from c2m.loop import ballots, designs, files, orders, people, presales, rounds
from tests import cast, makers

AT_ONCE = 10_000


def put(table: type, rows: list[dict]) -> None:
    """Inside atomic()."""
    for start in range(0, len(rows), AT_ONCE):
        db.session.execute(insert(table.__table__), rows[start : start + AT_ONCE])


def strangers(count: int, first: int = 1_000_000) -> list[int]:
    """So many people, by id."""
    at = clock.now()
    keys = list(range(first, first + count))
    blank = {"name": "成员", "state": "active", "need": "", "need_tags": [], "made_at": at}
    with atomic():
        put(people.Person, [blank | {"id": key} for key in keys])
    return keys


def twenty() -> list[designs.Design]:
    """Designs whose pictures have every width a large photo has, as far as the page can tell."""
    designer = makers.person(cast.SU_HE)
    with atomic():
        return [
            designs.upload(makers.draft(f"第{n:02d}款", pictures=(_picture(n),)), designer.id) for n in range(1, 21)
        ]


def _picture(number: int) -> files.Picture:
    small = makers.rebuilt(number)
    return files.keep_picture(replace(small, width=1800, height=2400, widths=pictures.widths(1800)))


def voted(round_: rounds.Round, voters: list[int]) -> None:
    """Each of them picked five designs, beginning with another one."""
    at, group = clock.now(), round_.koc.groups[0].id
    entries = [entry.id for entry in round_.entries]
    with atomic():
        ballot = {"round_id": round_.id, "group_id": group, "card_id": None, "state": "valid", "cast_at": at}
        put(ballots.Ballot, [ballot | {"person_id": voter} for voter in voters])
        pick = {"round_id": round_.id, "at": at}
        picked = [(voter, entry) for n, voter in enumerate(voters) for entry in entries[n % 15 : n % 15 + 5]]
        put(ballots.Pick, [pick | {"person_id": voter, "entry_id": entry} for voter, entry in picked])


def paid(sale: presales.Presale, pieces: int) -> None:
    """So many paid pieces, two to an order, over all cells, everybody buying once."""
    at, cells = clock.now(), [cell.id for cell in sale.cells]
    buyers = strangers(pieces // 2)
    order = {"presale_id": sale.id, "front_id": sale.fronts[0].id, "request_hash": "", "pieces": 2, "state": "paid"}
    order |= {"goods_fen": 2 * sale.price_fen, "total_fen": 2 * sale.price_fen, "name": "成员", "phone": "13600000000"}
    order |= {"province": "浙江省", "city": "嘉兴市", "district": "南湖区", "street": "中山东路 88 号", "note": ""}
    order |= {"placed_at": at, "expires_at": at, "paid_at": at}
    rows = [order | {"id": n, "person_id": who, "request_key": f"bench-{n}"} for n, who in enumerate(buyers, start=1)]
    piece = {"presale_id": sale.id, "paid_fen": sale.price_fen, "wish": ""}
    two = [(row["id"], cells[(row["id"] * 7 + side) % len(cells)]) for row in rows for side in (0, 1)]
    with atomic():
        put(orders.Order, rows)
        put(orders.Piece, [piece | {"order_id": key, "cell_id": cell} for key, cell in two])
        sale.taken = pieces
