"""Pre-sales: what is sold, comes and was decided; and the page of one, seen through the front nearest to the reader."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from c2m.core.db import atomic
from c2m.insight import conversion, progress, shelf
from c2m.loop import brand, communities, orders, posts, samples
from c2m.loop import presales as sales
from c2m.web import guard
from c2m.web.shopper import bp, kept

FEWEST = 5
"""Of fewer people nothing is said about who bought: a count of one would name her."""


@bp.get("/presales")
def presales() -> ResponseReturnValue:
    shown = shelf.read()
    known = [*shown.selling, *shown.counting, *shown.decided]
    paid = progress.counts([sale.id for sale in known])
    return render_template("shopper/presales.html", shelf=shown, paid=paid, stage=shelf.stage)


@bp.get("/presales/<code>")
def presale(code: str) -> ResponseReturnValue:
    sale = shelf.sale(code)
    _count_viewing(sale)
    front, who = front_of(sale), guard.person()
    return render_template(
        "shopper/presale.html",
        sale=sale,
        stage=shelf.stage(sale),
        front=front,
        post=front.post,
        progress=progress.of(sale),
        refunds_began=shelf.refunds_began(sale) if sale.state == "missed" else None,
        by_place=_by_place(sale),
        waiting=shelf.waiting(sale, who.id) if who else None,
        mine=shelf.had(sale, who.id) if who else 0,
        left=shelf.left(sale, who.id if who else None),
        promise=sales.promise(sale),
        **choices(sale),
        **told(sale, front),
    )


def _count_viewing(sale: sales.Presale) -> None:
    """A signed-in person's first look; a link preview asking for the head, or a page fetched ahead, is none."""
    who = guard.person()
    looked = request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")
    if who and looked and not shelf.viewed(sale, who.id):
        with atomic():
            sales.seen(sale, who.id)


def front_of(sale: sales.Presale) -> sales.Front:
    """The front she asked for by address; without a sign-in that of her card's KOC; else the nearest to her."""
    wished, card = request.values.get("host", "").upper(), kept.card()
    for front in sale.fronts:
        if front.koc.code == wished:
            return front
    if guard.person() is None and card is not None:
        hers = [front for front in sale.fronts if front.koc_id == card.group.koc_id]
        if hers:
            return hers[0]
    return sales.front_for(sale, guard.person())


def _by_place(sale: sales.Presale) -> tuple[communities.Group, Any] | None:
    """In her group: how many of those who picked it have bought."""
    who = guard.person()
    said = conversion.place_words(sale, who.id) if who else None
    return said if said and said[1].people >= FEWEST else None


def choices(sale: sales.Presale) -> dict[str, Any]:
    """The sale's colours and sizes in order, and the paid pieces of each colour."""
    counted = orders.by_cell(sale.id)
    colours: dict[str, sales.Cell] = {}
    paid: dict[str, int] = {}
    for cell in sale.cells:
        colours.setdefault(cell.colour, cell)
        paid[cell.colour] = paid.get(cell.colour, 0) + counted.get(cell.id, 0)
    sizes = sale.sizes
    return {"colours": list(colours.values()), "sizes": sizes, "paid_by": paid}


def told(sale: sales.Presale, front: sales.Front) -> dict[str, Any]:
    """What is told beside her words: her share, the measures, how her build stands to the reader's."""
    sample: samples.Sample = front.post.sample
    points = [point for point in sale.version.tech.get("measures", []) if point.get("by_size")]
    share_bp = brand.read().share_bp
    return {
        "share_bp": share_bp,
        "share_fen": sale.price_fen * share_bp // 10_000,
        "points": points,
        "sample": sample,
        "by_vote": sample.round_id is not None,
        "fit": _fit(front.koc),
        "pictures": _pictures(front.post),
    }


def _pictures(post: posts.Post) -> list[Any]:
    return list(post.pictures) or list(post.sample.version.pictures)


def _fit(koc: communities.Koc) -> list[dict[str, Any]]:
    """Her numbers beside the reader's, as far as both were told; nothing is guessed."""
    who = guard.person()
    lines = [
        {"key": "height", "she": koc.height_cm, "you": who.height_cm if who else None},
        {"key": "weight", "she": koc.weight_kg, "you": who.weight_kg if who else None},
        {"key": "bust", "she": koc.bust_cm, "you": None},
        {"key": "waist", "she": koc.waist_cm, "you": None},
        {"key": "hip", "she": koc.hip_cm, "you": None},
    ]
    return [line for line in lines if line["she"]]
