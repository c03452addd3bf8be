"""`flask trial`: rehearse a campaign, print what came of it."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

import click

from c2m.gateways.ports import Ports
from c2m.trial import campaign, cast, inputs, report
from c2m.trial.scratch import scratch

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
SHARE = click.FloatRange(0, 1)
COUNT = click.IntRange(min=1, max=1_000_000)


@click.command("trial")
@click.option("--images", type=FOLDER, help="The pictures in this folder become the designs.")
@click.option("--ballots", type=FILE, help="Ballots in PrefLib format: .cat, .soc or .soi.")
@click.option("--top", type=COUNT, default=3, show_default=True, help="Of a ranking, the first K count as picked.")
@click.option("--buy-picked", type=SHARE, default=0.67, show_default=True, help="Chance that who picked it buys.")
@click.option("--buy-other", type=SHARE, default=0.05, show_default=True, help="Chance that who did not pick it buys.")
@click.option("--orders", type=FILE, help="CSV of style, colour, size, pieces: one buyer a row, one sale a style.")
@click.option("--minimum", type=COUNT, help="Paid pieces a sale needs; the default is what makes it met.")
@click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same output.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object and nothing else on stdout.")
def command(as_json: bool, **given: Any) -> None:
    """Rehearse a whole campaign in a scratch database that is gone afterwards. Without input: the trial of 2020."""
    if given["orders"] and (given["ballots"] or given["images"]):
        raise click.UsageError("--orders rehearses orders alone. Leave --ballots and --images out.")
    try:
        found, good = _orders(**given) if given["orders"] else _votes(**given)
    except inputs.Unusable as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        given_counts = not given["orders"] and not given["ballots"]
        click.echo("\n".join(report.tables(found, given=given_counts and good)))
    if found["breaks"] or not good:
        sys.exit(1)


def _say(text: str) -> None:
    click.echo(text, err=True)


def _votes(
    images: Path | None,
    ballots: Path | None,
    top: int,
    buy_picked: float,
    buy_other: float,
    minimum: int | None,
    seed: int,
    orders: None,
) -> tuple[dict[str, Any], bool]:
    draw = random.Random(seed)
    with scratch() as ports:
        read, rejected = inputs.read_ballots(ballots, top) if ballots else None, []
        drawn, names, rejected = _designs(ports, images, len(read.designs) if read else campaign.DESIGNS, seed)
        if read is None and names:
            read, buying = campaign.of_2020(names, draw), campaign.GIVEN
        else:
            buying = campaign.Buying(buy_picked, buy_other)
        rejected += read.rejected if read else []
        if read is None or not read.picks or not drawn:
            return report.EMPTY | {"rejected": rejected}, False
        outcome = campaign.from_votes(ports, read, drawn, buying, minimum, draw, _say)
        return report.of(ports, outcome, rejected, with_votes=True), True


def _designs(ports: Ports, images: Path | None, count: int, seed: int) -> tuple[list[Any], list[str], inputs.Rejected]:
    """(pictures, names, rejected): those of the folder, else as many drawings as there are designs."""
    _say("reading pictures" if images else "drawing")
    if images is None:
        drawn = cast.draw(ports, min(count, campaign.DESIGNS), seed)
        return drawn, [f"Design {number}" for number in range(1, count + 1)], []
    good, rejected = inputs.read_pictures(images)
    return [cast.stored(ports, picture) for _name, picture in good], [name for name, _picture in good], rejected


def _orders(orders: Path, minimum: int | None, **_other: Any) -> tuple[dict[str, Any], bool]:
    rows, rejected = inputs.read_orders(orders)
    if not rows:
        return report.EMPTY | {"ranking": None, "conversion": None, "rejected": rejected}, False
    with scratch() as ports:
        outcome = campaign.from_orders(ports, rows, minimum, _say)
        return report.of(ports, outcome, rejected, with_votes=False), True
