"""Two rehearsals: a campaign from votes to parcels, and a table of orders to work orders."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from c2m import drawing
from c2m.core import clock, pictures
from c2m.core.db import atomic, db
from c2m.gateways.ports import Ports
from c2m.loop import designs, people, posts, presales, rounds, samples
from c2m.loop.terms import Terms
from c2m.trial import cast as casting
from c2m.trial import stages
from c2m.trial.inputs import Ballots, Row

MEMBERS, PICKED, PICKED_BOUGHT, OTHER_BOUGHT, DESIGNS = 205, 52, 35, 8, 20
SIZE_WEIGHTS = (2, 4, 3, 1)
SALE = timedelta(days=3)


@dataclass(frozen=True)
class Buying:
    """How many buy. Counts where they are given (the trial of 2020); chances where they are drawn."""

    picked: float
    other: float
    given: bool = False

    def choose(self, people: list[int], share: float, draw: random.Random) -> list[int]:
        if self.given:
            return draw.sample(people, min(int(share), len(people)))
        return [person for person in people if draw.random() < share]


GIVEN = Buying(PICKED_BOUGHT, OTHER_BOUGHT, given=True)


@dataclass
class Outcome:
    """What a rehearsal leaves for the report to count."""

    rounds: list[rounds.Round] = field(default_factory=list)
    samples: int = 0
    posts: int = 0
    sales: list[int] = field(default_factory=list)
    members: int = 0
    picked_first: set[int] = field(default_factory=set)


def of_2020(names: list[str], draw: random.Random) -> Ballots:
    """205 ballots in which 52 pick one design and every other design has fewer: the counts are given, who is drawn."""
    ballots = Ballots(names)
    first, *others = draw.sample(range(len(names)), len(names))
    counts = {first: PICKED}
    for place, design in enumerate(others, start=1):
        counts[design] = max(1, round((PICKED - 3) * 0.9**place + draw.randint(-2, 2)))
    chosen: list[set[int]] = [set() for _ in range(MEMBERS)]
    for design, count in counts.items():
        for member in draw.sample(range(MEMBERS), count):
            chosen[member].add(design)
    ballots.picks = [frozenset(one) for one in chosen]
    return ballots


def from_votes(
    ports: Ports,
    ballots: Ballots,
    drawn: list[pictures.Rebuilt],
    buying: Buying,
    minimum: int | None,
    draw: random.Random,
    say: stages.Say,
) -> Outcome:
    """Votes, winners, samples, posts, telling; the first goes on sale; orders, decision, work orders, parcels."""
    outcome = Outcome(members=len(ballots.picks))
    say(f"{len(ballots.picks)} members, {len(ballots.designs)} designs")
    crew = casting.people_of(len(ballots.picks))
    with atomic():
        shown = [casting.upload(name, drawn[number % len(drawn)]).id for number, name in enumerate(ballots.designs)]
    first = 0
    for koc, members in zip(crew.kocs, crew.members, strict=True):
        cast = zip(members, ballots.picks[first : first + len(members)], strict=True)
        outcome.rounds.append(stages.vote(koc, shown, cast, crew.operator))
        first += len(members)
    say("votes are cast")
    written = _wear_winners(ports, outcome, crew.operator, say)
    best = _first_design(outcome.rounds)
    fronts = [post for post in written if post.sample.design_id == best]
    if fronts:
        _sell(ports, outcome, fronts, crew, buying, minimum, draw, say)
    return outcome


def _wear_winners(ports: Ports, outcome: Outcome, by: int, say: stages.Say) -> list[posts.Post]:
    asked: list[samples.Sample] = []
    for round_ in outcome.rounds:
        asked += stages.confirm(round_, by)
    photos = _photos(ports)
    written = [stages.wear(sample, photos, by) for sample in asked]
    outcome.samples, outcome.posts = len(asked), len(written)
    say(f"{len(asked)} samples made, worn and posted about")
    return written


def _photos(ports: Ports) -> list[pictures.Rebuilt]:
    """Three drawings that stand for the KOC's photos."""
    style = drawing.CATALOGUE[0]
    shots = [drawing.flat(style, colour=colour, width=casting.DRAWN_WIDTH) for colour in range(3)]
    return [casting.stored(ports, pictures.rebuild_image(shot)) for shot in shots]


def _first_design(held: list[rounds.Round]) -> int:
    from_all = total_ranking(held)
    return from_all[0][0].id


def _sell(
    ports: Ports,
    outcome: Outcome,
    fronts: list[posts.Post],
    crew: casting.Cast,
    buying: Buying,
    minimum: int | None,
    draw: random.Random,
    say: stages.Say,
) -> None:
    picked, others = _electorate(outcome, fronts, crew)
    buyers = buying.choose(picked, buying.picked, draw) + buying.choose(others, buying.other, draw)
    draw.shuffle(buyers)
    opens = clock.now() + timedelta(hours=2)
    needed = minimum if minimum is not None else max(1, len(buyers))
    terms = Terms(
        casting.PRICE_FEN, casting.COST_FEN, needed, opens, opens + SALE, opens + timedelta(days=30), per_person=2
    )
    sale = stages.offer(fronts, terms, crew.operator)
    outcome.sales.append(sale.id)
    _open(opens)
    cells = {(cell.colour, cell.size): cell.id for cell in sale.cells}
    pause = (SALE - timedelta(hours=2)) / max(1, len(buyers))
    for number, person_id in enumerate(buyers, start=1):
        clock.set_to(opens + timedelta(hours=1) + pause * number)
        colour = draw.choice(casting.COLOURS).zh
        size = draw.choices(casting.SIZES, SIZE_WEIGHTS)[0]
        stages.buy(ports, sale.id, person_id, {cells[colour, size]: 1})
        if number % 50 == 0 or number == len(buyers):
            say(f"{number} of {len(buyers)} orders paid")
    stages.decide(ports, [sale.id], say)
    stages.deliver(sale, crew.operator)


def _electorate(outcome: Outcome, fronts: list[posts.Post], crew: casting.Cast) -> tuple[list[int], list[int]]:
    """Members in joining order: those who picked the design of ``fronts``, and the others."""
    members = [person for ids in crew.members for person in ids]
    hers = stages.ballots.voters(fronts[0].sample.design_id, [koc.id for koc in crew.kocs])
    outcome.picked_first = set(hers)
    return [one for one in members if one in hers], [one for one in members if one not in hers]


def _open(opens: object) -> None:
    """At the opening the voters are told, an hour later the rest."""
    for at in (opens, opens + timedelta(hours=1)):
        clock.set_to(at)
        with atomic():
            presales.turn()


def total_ranking(held: list[rounds.Round]) -> list[tuple[designs.Design, int]]:
    """Every design with its distinct voters over all rounds of the set, best first, ties by entry number."""
    voters: Counter[int] = Counter()
    numbers: dict[int, int] = {}
    for round_ in held:
        for rank in stages.results.ranking(round_):
            voters[rank.entry.design_id] += rank.voters
            numbers[rank.entry.design_id] = rank.entry.number
    best = sorted(numbers, key=lambda key: (-voters[key], numbers[key]))
    return [(db.session.get_one(designs.Design, key), voters[key]) for key in best]


def from_orders(ports: Ports, rows: list[Row], minimum: int | None, say: stages.Say) -> Outcome:
    """One pre-sale a style, one buyer a row, no cap and no limit a person; then the decision and the work orders."""
    outcome = Outcome()
    styles: dict[str, list[Row]] = {}
    for row in rows:
        styles.setdefault(row.style, []).append(row)
    say(f"{len(rows)} orders of {len(styles)} styles")
    crew = casting.people_of(0)
    drawn = casting.draw(ports, 1, seed=0)[0]
    photos = _photos(ports)
    opens = clock.now() + timedelta(hours=12)
    cells: dict[str, tuple[int, dict[tuple[str, str], int]]] = {}
    for number, (style, wanted) in enumerate(styles.items(), start=1):
        sale = _offer_style(style, wanted, drawn, photos, opens, minimum, crew)
        cells[style] = sale.id, {(cell.colour, cell.size): cell.id for cell in sale.cells}
        outcome.sales.append(sale.id)
        outcome.samples, outcome.posts = number, number
        if number % 50 == 0 or number == len(styles):
            say(f"{number} of {len(styles)} pre-sales published")
    _open(opens)
    pause = (SALE - timedelta(hours=2)) / max(1, len(rows))
    for number, row in enumerate(rows, start=1):
        clock.set_to(opens + timedelta(hours=1) + pause * number)
        with atomic():
            buyer = people.join(f"Buyer {number}").id
        sale_id, of_style = cells[row.style]
        stages.buy(ports, sale_id, buyer, {of_style[row.colour, row.size]: row.pieces})
        if number % 500 == 0 or number == len(rows):
            say(f"{number} of {len(rows)} orders paid")
    stages.decide(ports, outcome.sales, say)
    return outcome


def _offer_style(
    style: str,
    wanted: list[Row],
    drawn: pictures.Rebuilt,
    photos: list[pictures.Rebuilt],
    opens: object,
    minimum: int | None,
    crew: casting.Cast,
) -> presales.Presale:
    """A design with just the cells that were ordered, its sample asked for outside a round, its post, its sale."""
    colours = tuple(designs.Colour(name, "", "") for name in dict.fromkeys(row.colour for row in wanted))
    sizes = tuple(dict.fromkeys(row.size for row in wanted))
    with atomic():
        design = casting.upload(style, drawn, colours, sizes)
        sample = samples.ask(design, crew.kocs[0], reason="rehearsal of a table of orders", by=crew.operator)
    post = stages.wear(sample, photos, crew.operator)
    pieces = sum(row.pieces for row in wanted)
    cells = tuple(dict.fromkeys((row.colour, row.size) for row in wanted))
    terms = Terms(
        casting.PRICE_FEN,
        casting.COST_FEN,
        minimum if minimum is not None else pieces,
        opens,
        opens + SALE,
        opens + timedelta(days=30),
        cells=cells,
    )
    return stages.offer([post], terms, crew.operator)
