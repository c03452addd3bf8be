"""Support: who picked a design, group by group, ready to be copied. Its texts tell, they never sell."""

from __future__ import annotations

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from c2m import words
from c2m.core.errors import missing
from c2m.insight import agenda, fates, mentions
from c2m.loop import results
from c2m.web import filters
from c2m.web.studio import bp


@bp.get("/support")
def support() -> ResponseReturnValue:
    return render_template("studio/support.html", rounds=mentions.counted())


@bp.get("/support/rounds/<code>")
def support_round(code: str) -> ResponseReturnValue:
    """One design of a round that is over, its voters by group."""
    round_ = agenda.shown(code)
    if not round_.is_over:
        return redirect(url_for("studio.support"), 303)
    ranks = [rank for rank in results.ranking(round_) if rank.voters]
    wanted = request.args.get("design") or (ranks[0].entry.code if ranks else "")
    rank = next((one for one in ranks if one.entry.code == wanted), None)
    if rank is None and ranks:
        raise missing()
    return render_template(
        "studio/support_round.html",
        round=round_,
        ranks=ranks,
        rank=rank,
        called=mentions.by_group(rank.entry) if rank else [],
        told=told(rank, fates.of_round(round_)[rank.entry.id]) if rank else "",
    )


def told(rank: results.Rank, fate: fates.Fate) -> str:
    """What may be said to those who picked it: what happened, and where to read on. Only the KOC recommends."""
    about = {
        "design": rank.entry.version.name(words.chosen()),
        "koc": rank.entry.round.koc.name,
        "place": rank.place,
        "voters": rank.voters,
        "url": current_app.config["BASE_URL"] + _address(rank, fate),
    }
    if fate.stage in {"selling", "announced"}:
        about["when"] = filters.when(fate.sale.closes_at if fate.stage == "selling" else fate.sale.opens_at)
    return _sentence(fate.stage, about)


def _address(rank: results.Rank, fate: fates.Fate) -> str:
    if fate.sale is not None and fate.stage in {"announced", "selling", "counting", "met", "missed"}:
        return url_for("shopper.presale", code=fate.sale.code)
    return url_for("shopper.result", code=rank.entry.round.code)


def _sentence(stage: str, about: dict[str, object]) -> str:
    said = {
        "asked": _(
            "%(design)s, which you picked, is no. %(place)s with %(voters)s voters. Its sample is being made: %(url)s"
        ),
        "made": _("The sample of %(design)s, which you picked, is made and goes to %(koc)s: %(url)s"),
        "sent": _("The sample of %(design)s, which you picked, is on its way to %(koc)s: %(url)s"),
        "received": _("%(koc)s has the sample of %(design)s, which you picked. Her words come next: %(url)s"),
        "posted": _("%(koc)s has worn %(design)s, which you picked, and written what she found: %(url)s"),
        "declined": _("%(koc)s tried %(design)s, which you picked, and will not front it. Her reason: %(url)s"),
        "announced": _("The pre-sale of %(design)s, which you picked, opens %(when)s. %(koc)s has worn it: %(url)s"),
        "selling": _("The pre-sale of %(design)s, which you picked, closes %(when)s. %(koc)s has worn it: %(url)s"),
        "counting": _("The pre-sale of %(design)s, which you picked, is closed and being counted: %(url)s"),
        "met": _("%(design)s, which you picked, will be made. The dates are here: %(url)s"),
        "missed": _("%(design)s, which you picked, stayed under its minimum. Who paid is refunded in full: %(url)s"),
    }
    counted = _("The round is counted: %(design)s, which you picked, is no. %(place)s with %(voters)s voters: %(url)s")
    return said.get(stage, counted) % about
