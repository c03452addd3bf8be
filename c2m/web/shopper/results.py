"""The result of a round: the ranking, the winners, what was set aside and why, and how far each has come."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from c2m.insight import agenda, fates
from c2m.loop import ballots, brand, rounds
from c2m.loop import results as counts
from c2m.web import guard
from c2m.web.shopper import bp, journeys


@dataclass(frozen=True)
class Outcome:
    """``winners``: after the confirmation the confirmed, before it the first of the ranking."""

    confirmed: bool
    voters: int
    ranks: list[counts.Rank]
    winners: list[counts.Rank]
    aside: list[counts.Verdict]
    others: list[counts.Rank]
    near: counts.Rank | None
    """The one that nearly made it: the best of hers, else the best of all."""
    behind: int
    """How many voters it was behind the last winner."""
    mine: set[int]
    fates: dict[int, fates.Fate]

    @property
    def mine_won(self) -> int:
        return sum(rank.entry.id in self.mine for rank in self.winners)


@bp.get("/rounds/<code>/result")
def result(code: str) -> ResponseReturnValue:
    round_ = agenda.shown(code)
    if not round_.is_over:
        return redirect(url_for("shopper.round", code=round_.code), 303)
    first = agenda.first_for([round_.koc_id])
    return outcome(round_, next_round=first.next, open_round=first.open)


def outcome(
    round_: rounds.Round, next_round: rounds.Round | None = None, open_round: rounds.Round | None = None
) -> ResponseReturnValue:
    found = read(round_)
    return render_template(
        "shopper/result.html",
        round=round_,
        found=found,
        next_round=next_round,
        open_round=open_round,
        selling=_first_sale(found),
        steps=journeys.steps(round_, [found.fates[rank.entry.id] for rank in found.winners]),
    )


def read(round_: rounds.Round) -> Outcome:
    ranks, who = counts.ranking(round_), guard.person()
    verdicts = {verdict.entry_id: verdict for verdict in counts.verdicts(round_)}
    confirmed = round_.state == "confirmed"
    winners = [rank for rank in ranks if (verdict := verdicts.get(rank.entry.id)) and verdict.place is not None]
    if not confirmed:
        winners = [rank for rank in ranks if rank.voters][: brand.read().winners]
    out = {rank.entry.id for rank in winners} | set(verdicts)
    others = [rank for rank in ranks if rank.entry.id not in out]
    mine = ballots.picks_of(round_, who.id) if who else set()
    near = next((rank for rank in others if rank.entry.id in mine), others[0] if others else None)
    return Outcome(
        confirmed=confirmed,
        voters=ballots.turnout(round_),
        ranks=ranks,
        winners=winners,
        aside=[verdict for verdict in verdicts.values() if verdict.place is None],
        others=others,
        near=near,
        behind=winners[-1].voters - near.voters if winners and near else 0,
        mine=mine,
        fates=fates.of_round(round_),
    )


def _first_sale(found: Outcome) -> fates.Fate | None:
    """A pre-sale that runs now of one of the winners, hers first."""
    hers_first = sorted(found.winners, key=lambda rank: rank.entry.id not in found.mine)
    running = (found.fates[rank.entry.id] for rank in hers_first)
    return next((fate for fate in running if fate.stage == "selling"), None)
