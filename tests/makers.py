"""Things the tests need, built by the real rules only: never by inserting rows.

Every maker is one business act or several, each in its own atomic(): call them inside an application context and outside
atomic(). They stand on the clock as it is (use the ``clock`` fixture); those that need a later time say so and move it.
What exists already is found again, so makers can be combined freely:

    sale = makers.sale(minimum=3)                   # KOC, design, sample, post, published pre-sale; open now
    order = makers.buy(sale, cast.LIN, {"雾灰/M": 2})
    makers.close(sale); makers.decide(sale)
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from c2m.core import clock, pictures
from c2m.core.db import atomic, db
from c2m.loop import (
    addresses,
    ballots,
    communities,
    designs,
    factories,
    files,
    orders,
    payments,
    people,
    posts,
    presales,
    production,
    results,
    rounds,
    samples,
    shipments,
    terms,
)
from tests import cast

COLOURS = (designs.Colour("雾灰", "Mist grey", "#A8A6A1"), designs.Colour("米白", "Off-white", "#EFE6D6"))
SIZES = ("S", "M", "L")
PRICE_FEN, COST_FEN = 23_900, 11_800
HOME = addresses.Address("林小满", "13700132021", "浙江省", "嘉兴市", "南湖区", "中山东路 88 号 3 幢 502 室")
WORDS = {
    "scene": "上班穿了一天，晚上去接孩子。",
    "worry": "怕腰那里空，其实没有。",
    "fit": "肩线正好，腰上有一点余量。",
    "size_advice": "158 到 162 选 S，胸围 88 以上选 M。",
    "not_for": "肩宽超过 41 的不要买，抬手会紧。",
    "wears": "S",
}
_keys = itertools.count(1)

# --- people ---------------------------------------------------------------------------------------------------------


def person(who: cast.Who = cast.LIN) -> people.Person:
    """This person, with her roles; the same one each time."""
    known = people.by_phone(who.phone)
    if known is not None:
        return known
    with atomic():
        made = people.join(who.name, who.phone)
        for role in who.roles:
            people.give_role(made, role)
    return made


def operator() -> people.Person:
    return person(cast.XU_JING)


def factory(name: str = cast.JIAXING, worker: cast.Who = cast.LAO_GU) -> factories.Factory:
    """A factory and one who works there."""
    found = next((one for one in factories.every() if one.name == name), None)
    if found is None:
        hand = person(worker)
        with atomic():
            found = factories.add(name, city=name[:2])
            factories.employ(found, hand)
    return found


def koc(who: cast.Who = cast.XIAO_TANG, groups: int = 1, capacity: int = communities.CAPACITY) -> communities.Koc:
    """A KOC with her groups; the same one each time."""
    found = communities.of_person(person(who).id)
    if found is not None:
        return found
    with atomic():
        made = communities.appoint(person_of(who), who.name, "小个子，想显高", ["petite"])
        made.height_cm, made.weight_kg, made.wears = 158, 48, "S"
        for number in range(1, groups + 1):
            communities.open_group(made, f"{who.name}的{number}群", capacity)
    return made


def person_of(who: cast.Who) -> people.Person:
    """As person(), for use inside atomic(): she must exist."""
    found = people.by_phone(who.phone)
    assert found is not None, who.name
    return found


def member(koc_: communities.Koc, who: cast.Who, card: communities.Card | None = None) -> people.Person:
    """A member of this KOC's groups."""
    made = person(who)
    with atomic():
        communities.settle_in(made.id, koc_.id, card)
    return made


def crowd(koc_: communities.Koc, count: int) -> list[people.Person]:
    """So many members, nobody from the cast."""
    made = []
    with atomic():
        for number in range(1, count + 1):
            who = cast.member(number)
            one = people.by_phone(who.phone) or people.join(who.name, who.phone)
            communities.settle_in(one.id, koc_.id)
            made.append(one)
    return made


# --- designs and rounds ---------------------------------------------------------------------------------------------


@functools.cache
def rebuilt(number: int = 1) -> pictures.Rebuilt:
    """A small real picture, already rebuilt; its bytes are in ``.files``. Different for every number."""
    image = Image.new("RGB", (90, 120), (200 - number % 100, 190, 180))
    ImageDraw.Draw(image).rectangle((20, 20, 30 + number % 50, 100), fill=(90, 80 + number % 100, 70))
    return pictures.rebuild_image(image)


def picture(number: int = 1) -> files.Picture:
    """For use inside atomic(). Only the row: a test that reads the files puts them into the storage itself."""
    return files.keep_picture(rebuilt(number))


def draft(title: str = "高腰一片裙", number: int = 1, **values: object) -> designs.Draft:
    """What a designer hands in; ``values`` replace fields. For use inside atomic()."""
    plain = {"category": "dress", "price_fen": PRICE_FEN, "cost_fen": COST_FEN, "colours": COLOURS, "sizes": SIZES}
    pictures_ = values.pop("pictures", None) or (picture(number),)
    return designs.Draft(title=title, pictures=pictures_, **(plain | values))


def design(title: str = "高腰一片裙", number: int = 1, **values: object) -> designs.Design:
    designer = person(cast.SU_HE)
    with atomic():
        return designs.upload(draft(title, number, **values), designer.id)


def twenty(count: int = 20) -> list[designs.Design]:
    """Designs 1 to 20, for a round."""
    designer = person(cast.SU_HE)
    with atomic():
        return [designs.upload(draft(f"第{n:02d}款", n), designer.id) for n in range(1, count + 1)]


def round_(
    koc_: communities.Koc | None = None,
    chosen: list[designs.Design] | None = None,
    opens_at: datetime | None = None,
    hours: float = 8,
    pick_limit: int | None = None,
) -> rounds.Round:
    """A round for her groups, open now unless said otherwise, for so many hours."""
    koc_, chosen = koc_ or koc(), twenty() if chosen is None else chosen
    opens_at = opens_at or clock.now()
    with atomic():
        made = rounds.plan(koc_, chosen, opens_at, opens_at + timedelta(hours=hours), pick_limit=pick_limit)
        rounds.turn()
    return made


def vote(round__: rounds.Round, who: cast.Who | people.Person, *numbers: int) -> ballots.Ballot:
    """Her ballot is these entry numbers."""
    voter = who if isinstance(who, people.Person) else person(who)
    chosen = [entry.id for entry in round__.entries if entry.number in numbers]
    with atomic():
        return ballots.cast(round__, voter.id, chosen)


def confirmed(round__: rounds.Round, aside: Mapping[int, str] | None = None) -> list[results.Verdict]:
    """Move the clock to the close if need be, and confirm; ``aside`` maps entry numbers to reasons."""
    reach(round__.closes_at)
    by_number = {entry.number: entry.id for entry in round__.entries}
    with atomic():
        rounds.turn()
        return results.confirm(round__, {by_number[n]: why for n, why in (aside or {}).items()})


def reach(at: datetime) -> None:
    """Move the stopped clock to ``at``, unless it is later already."""
    if clock.now() < at:
        clock.set_to(at)


# --- samples and posts ----------------------------------------------------------------------------------------------


def sample(design_: designs.Design | None = None, koc_: communities.Koc | None = None) -> samples.Sample:
    """Received by her; asked for outside a round when no round of hers made it a winner."""
    design_, koc_ = design_ or design(), koc_ or koc()
    with atomic():
        made = samples.of(design_.id, koc_.id) or samples.ask(design_, koc_, reason="试运行")
        if made.state == "asked":
            samples.make(made, cost_fen=15_000)
        if made.state == "made":
            samples.send(made, "顺丰", "SF1234567890")
        if made.state == "sent":
            samples.receive(made)
    return made


def written(design_: designs.Design | None = None, koc_: communities.Koc | None = None) -> posts.Post:
    """A post with three photos and all its words, not handed in yet."""
    shown = sample(design_, koc_)
    with atomic():
        post = posts.begin(shown)
        posts.write(post, **WORDS)
        posts.add_pictures(post, [picture(n) for n in (31, 32, 33)])
    return post


def post(design_: designs.Design | None = None, koc_: communities.Koc | None = None) -> posts.Post:
    """An approved post."""
    made = written(design_, koc_)
    with atomic():
        posts.hand_in(made)
        posts.approve(made)
    return made


# --- pre-sales, orders, money ---------------------------------------------------------------------------------------


def given(minimum: int = 3, hours: float = 48, **values: object) -> terms.Terms:
    """Terms that open now; ``values`` replace fields."""
    opens_at = values.pop("opens_at", None) or clock.now()
    closes_at = values.pop("closes_at", None) or opens_at + timedelta(hours=hours)
    plain = {"price_fen": PRICE_FEN, "cost_fen": COST_FEN, "ships_by": closes_at + timedelta(days=12)}
    return terms.Terms(minimum=minimum, opens_at=opens_at, closes_at=closes_at, **(plain | values))


def sale(minimum: int = 3, fronts: Iterable[posts.Post] | None = None, **values: object) -> presales.Presale:
    """A published pre-sale, open now. ``values`` are terms: cap, per_person, hours, opens_at, closes_at, cells, ..."""
    faces = list(fronts or [post()])
    with atomic():
        made = presales.draft(faces, given(minimum, **values))
        presales.publish(made)
        presales.turn()
    return made


def basket(sale_: presales.Presale, wanted: Mapping[str, int] | int) -> dict[int, int]:
    """{"雾灰/M": 2} -> {cell id: 2}; a number means so many pieces of the first cell."""
    if isinstance(wanted, int):
        return {sale_.cells[0].id: wanted}
    by_label = {cell.label: cell.id for cell in sale_.cells}
    return {by_label[label]: pieces for label, pieces in wanted.items()}


def key() -> str:
    """A request key nobody has used."""
    return f"request-{next(_keys)}"


def order(sale_: presales.Presale, who: cast.Who | people.Person, wanted: Mapping[str, int] | int = 1) -> orders.Order:
    """Placed, not paid."""
    buyer = who if isinstance(who, people.Person) else person(who)
    with atomic():
        return orders.place(sale_, buyer, basket(sale_, wanted), HOME, key())


def paying(order_: orders.Order) -> payments.Payment:
    """A payment that has begun."""
    with atomic():
        return payments.begin(order_, "sandbox")


def captured(payment: payments.Payment, amount_fen: int | None = None) -> payments.Answer:
    """What the cashier says when the money is there; stands in for the cashier."""
    amount = payment.amount_fen if amount_fen is None else amount_fen
    return payments.Answer(payment.number, "captured", amount, "CNY", f"T{payment.number}")


def settle(payment: payments.Payment, answer: payments.Answer | None = None) -> str:
    with atomic():
        return payments.settle(payment, answer or captured(payment))


def buy(sale_: presales.Presale, who: cast.Who | people.Person, wanted: Mapping[str, int] | int = 1) -> orders.Order:
    """Placed and paid."""
    made = order(sale_, who, wanted)
    settle(paying(made))
    return made


def refund_all() -> int:
    """The cashier pays every refund owed, and says so. Returns how many."""
    owed = db.session.scalars(db.select(payments.Refund).where(payments.Refund.state != "paid")).all()
    for refund in owed:
        with atomic():
            payments.refund_answered(refund, payments.RefundAnswer(refund.number, "refunded"))
    return len(owed)


# --- making and sending ---------------------------------------------------------------------------------------------


def close(sale_: presales.Presale) -> None:
    """Move the clock to the close."""
    reach(sale_.closes_at)


def decide(sale_: presales.Presale) -> str | None:
    """Close and decide: "met" | "missed" | None."""
    close(sale_)
    with atomic():
        return production.decide(sale_)


def met(pieces: int = 6, **values: object) -> presales.Presale:
    """A sale that met its minimum, bought by the cast, with a factory for its drafts."""
    factory()
    made = sale(minimum=min(3, pieces), **values)
    cells = [cell.label for cell in made.cells]
    for number in range(pieces):
        buy(made, cast.SHOPPERS[number % len(cast.SHOPPERS)], {cells[number % len(cells)]: 1})
    decide(made)
    return made


def released(pieces: int = 6) -> production.WorkOrder:
    """Its first work order, after the lock."""
    made = met(pieces)
    reach(made.lock_at)
    with atomic():
        production.release(made)
    return production.of_sale(made)[0]


def packed(work_order: production.WorkOrder | None = None) -> production.WorkOrder:
    work_order = work_order or released()
    for verb in ("accept", "cut", "sew", "pack"):
        with atomic():
            production.report(work_order, verb)
    return work_order


def shipped(work_order: production.WorkOrder | None = None) -> production.WorkOrder:
    """Every order in it has its parcel."""
    work_order = packed(work_order)
    with atomic():
        lines = [(one.code, "中通", f"ZT{one.id:010d}") for one in shipments.orders_in(work_order)]
        shipments.send(work_order, lines)
    return work_order
