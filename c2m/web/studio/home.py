"""Today: what waits, where everything stands, whether voters buy, and the designs being voted on."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext as _n

from c2m import words
from c2m.core import clock
from c2m.insight import today
from c2m.web import filters
from c2m.web.studio import bp, rail, todos

SHOWN = 8


@bp.get("", strict_slashes=False)
def home() -> ResponseReturnValue:
    """The operator's first page. Designers and support have one part each, and are sent there."""
    if "operator" not in g.roles:
        return redirect(url_for("studio.designs" if "designer" in g.roles else "studio.support"), 303)
    tasks = rail.tasks()
    return render_template(
        "studio/home.html",
        total=len(tasks),
        todos=[todos.shown(task) for task in tasks[:SHOWN]],
        stages=_stages(today.standing(), tasks),
        running=today.running(),
        evidence=today.evidence(),
        voting=today.voting(),
        weekday=_weekday(),
    )


def _weekday() -> str:
    at = clock.shanghai(clock.now())
    return filters.WEEKDAYS_ZH[at.weekday()] if words.chinese() else at.strftime("%a")


# --- the seven stages -----------------------------------------------------------------------------------------------


def _stages(now: today.Standing, tasks: list[today.Task]) -> list[dict[str, Any]]:
    unseen = _("%(count)s not shown yet", count=now.unseen)
    voted = _n("voted · %(num)s round open", "voted · %(num)s rounds open", now.open_rounds)
    pieces = _("work orders · %(pieces)s pieces", pieces=now.making)
    rows = (
        (_("Designs"), "image", now.designs, unseen, "studio.designs", ()),
        (_("Voting"), "heart", now.voters, voted, "studio.rounds", ("confirm",)),
        (_("Samples"), "needle", now.sewing, _("being made"), "studio.samples", ("sewing_late", "sew", "send")),
        (_("Try-ons"), "people", now.wearing, _("with the KOCs"), "studio.samples", ("wearing_late", "review")),
        (_("Pre-sales"), "tag", now.selling, _("running"), "studio.presales", ("publish",)),
        (_("Making"), "scissors", now.work_orders, pieces, "studio.work_orders", ("factory",)),
        (_("Shipping"), "truck", now.travelling, _("orders on their way"), "studio.orders", ("refund",)),
    )
    return [_stage(*row, tasks) for row in rows]


def _stage(
    name: str, symbol: str, count: int, note: str, endpoint: str, kinds: tuple[str, ...], tasks: list[today.Task]
) -> dict[str, Any]:
    waiting = [task for task in tasks if task.kind in kinds]
    href = url_for(endpoint) if rail.may_open(endpoint) else None
    stage = {"name": name, "symbol": symbol, "count": count, "note": note, "href": href}
    if waiting:
        to = todos.href(waiting[0]) if len(waiting) == 1 else href
        stage |= {"wait": _n("%(num)s waits for you", "%(num)s wait for you", len(waiting)), "wait_href": to or href}
    return stage
