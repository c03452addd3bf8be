"""The first page: the open round of her group, else the one that closes next, else the last result."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from c2m.insight import agenda
from c2m.web import guard
from c2m.web.shopper import bp, kept, results, rounds


@bp.get("/")
def home() -> ResponseReturnValue:
    who = guard.person()
    first = agenda.first_for(agenda.kocs_of(who.id if who else None, kept.card()))
    if first.open:
        return rounds.wall(agenda.shown(first.open.code))
    if first.last:
        return results.outcome(agenda.shown(first.last.code), next_round=first.next)
    return render_template("shopper/home.html", next_round=first.next, selling=agenda.selling())
