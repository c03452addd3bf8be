"""One sample's page: its passport, and what she may say about it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from c2m.core.db import atomic
from c2m.insight import tryons
from c2m.loop import ballots
from c2m.loop import samples as stage
from c2m.web import filters, forms, guard
from c2m.web.koc import bp, hers

STATES = ("asked", "made", "sent", "received", "posted")
SYMBOLS = {
    "asked": "needle",
    "made": "scissors",
    "sent": "truck",
    "received": "box",
    "posted": "file",
    "declined": "close",
}


@bp.get("/samples/<code>")
def sample(code: str) -> ResponseReturnValue:
    shown = hers.sample(code)
    return render_template(
        "koc/sample.html",
        sample=shown,
        tryon=tryons.of_sample(shown),
        steps=_steps(shown),
        resamples=tryons.resamples(shown),
        voters=len(ballots.voters(shown.design_id, [shown.koc_id])),
    )


def _steps(shown: stage.Sample) -> list[dict[str, Any]]:
    """The passport as a timeline: what has happened with its date, what is next with its latest date."""
    seen = tryons.passport(shown)
    titles = {
        "asked": _("Asked for"),
        "made": _("Sewn"),
        "sent": _("Sent to you"),
        "received": _("With you"),
        "posted": _("Your post is out"),
        "declined": _("You will not front it"),
    }
    states = [state for state in STATES if state in seen or shown.state != "declined"]
    states += ["declined"] if shown.state == "declined" else []
    steps = []
    for state in states:
        at = "now" if state == shown.state else "done" if state in seen else "later"
        at = "done" if state in {"posted", "declined"} and at == "now" else at
        note = filters.when(seen[state]) if state in seen else ""
        if state == "sent" and state in seen:
            note = f"{note} · {shown.courier} {shown.tracking}"
        steps.append({"title": titles[state], "note": note, "state": at, "symbol": SYMBOLS[state]})
    later = next((step for step in steps if step["state"] == "later"), None)
    if later and shown.state != "sent":
        later["note"] = _("by %(day)s at the latest", day=filters.day(shown.due_at))
    return steps


@bp.post("/samples/<code>/receipts")
@forms.again(sample)
def receive(code: str) -> ResponseReturnValue:
    with atomic():
        stage.receive(hers.sample(code), by=guard.me().id)
    flash(_("Good. Wear it for a day, then write."), "ok")
    return redirect(url_for("koc.sample", code=code), 303)


@bp.post("/samples/<code>/refusals")
@forms.again(sample)
def decline(code: str) -> ResponseReturnValue:
    reason = forms.text("reason")
    with atomic():
        stage.decline(hers.sample(code), reason, by=guard.me().id)
    flash(_("Told everyone who picked it."), "ok")
    return redirect(url_for("koc.sample", code=code), 303)


@bp.post("/samples/<code>/resamples")
@forms.again(sample)
def resample(code: str) -> ResponseReturnValue:
    reason = forms.text("reason")
    with atomic():
        stage.resample(hers.sample(code), reason, by=guard.me().id)
    flash(_("Asked. The next piece comes with its own dates."), "ok")
    return redirect(url_for("koc.sample", code=code), 303)


@bp.post("/samples/<code>/settlements")
@forms.again(sample)
def settle(code: str) -> ResponseReturnValue:
    kept = forms.chosen("kept", {"yes", "no"}) == "yes"
    with atomic():
        stage.settle(hers.sample(code), kept, by=guard.me().id)
    flash(_("Kept on record."), "ok")
    return redirect(url_for("koc.sample", code=code), 303)
