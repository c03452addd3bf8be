"""A task in words: what it is, by when, the word on its button and the page where it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext as _n

from c2m import words
from c2m.core import money
from c2m.insight.today import Task
from c2m.web import filters
from c2m.web.studio import rail

Words = tuple[str, str, str]
"""Title, note, button."""

SYMBOLS = {
    "refund": ("wallet", "bad"),
    "effect": ("alert", "bad"),
    "factory": ("factory", "warn"),
    "confirm": ("heart", ""),
    "sewing_late": ("needle", "warn"),
    "wearing_late": ("people", "warn"),
    "review": ("file", ""),
    "publish": ("tag", ""),
    "sew": ("needle", ""),
    "send": ("truck", ""),
}
PLACES = {
    "refund": ("studio.orders",),
    "effect": ("studio.settings",),
    "factory": ("studio.presale", "studio.work_orders"),
    "confirm": ("studio.round",),
    "sewing_late": ("studio.sample", "studio.samples"),
    "wearing_late": ("studio.sample", "studio.samples"),
    "review": ("studio.post", "studio.posts", "studio.samples"),
    "publish": ("studio.presale", "studio.presales"),
    "sew": ("studio.sample", "studio.samples"),
    "send": ("studio.sample", "studio.samples"),
}
"""Where it is done: the page of the one thing, else the list it stands in."""
ONE = {"studio.presale", "studio.round", "studio.sample", "studio.post"}


def shown(task: Task) -> dict[str, Any]:
    symbol, kind = SYMBOLS[task.kind]
    title, note, act = WORDS[task.kind](task)
    return {"symbol": symbol, "kind": kind, "title": title, "note": note, "act": act, "href": href(task)}


def href(task: Task) -> str | None:
    """None while the page for it is missing."""
    for endpoint in PLACES[task.kind]:
        several = endpoint == "studio.sample" and task.count > 1
        if rail.may_open(endpoint) and not several:
            return url_for(endpoint, code=task.code) if endpoint in ONE else url_for(endpoint)
    return None


def _when(task: Task) -> str:
    return filters.when(task.at) if task.at else ""


def _design(task: Task) -> str:
    """A KOC's samples stand together as one thing to do."""
    several = task.kind in {"sewing_late", "wearing_late", "sew", "send"} and task.count > 1
    return _("%(count)s designs", count=task.count) if several else task.name(words.chosen())


def _refund(task: Task) -> Words:
    title = _n("%(num)s refund has failed", "%(num)s refunds have failed", task.count)
    note = _("%(money)s owed since %(when)s. See what the cashier said.", money=money.show(task.fen), when=_when(task))
    return title, note, _("Look at it")


def _effect(task: Task) -> Words:
    title = _n("%(num)s message could not be sent", "%(num)s messages could not be sent", task.count)
    return title, _("Tried five times, the first %(when)s", when=_when(task)), _("Look at it")


def _factory(task: Task) -> Words:
    title = _("%(design)s: no factory yet", design=_design(task))
    note = _n("%(num)s draft, locked %(when)s", "%(num)s drafts, locked %(when)s", task.count, when=_when(task))
    return title, note, _("Choose a factory")


def _confirm(task: Task) -> Words:
    title = _("Round %(number)s of %(koc)s is counted", number=task.count, koc=task.koc)
    return title, _("Closed %(when)s. The group waits for the result.", when=_when(task)), _("Confirm the winners")


def _sewing_late(task: Task) -> Words:
    note = _("Was due %(when)s, for %(koc)s", when=_when(task), koc=task.koc)
    return _("%(design)s: the sample is late", design=_design(task)), note, _("Go and see")


def _wearing_late(task: Task) -> Words:
    note = _("%(design)s, was due %(when)s", design=_design(task), when=_when(task))
    return _("%(koc)s has not posted yet", koc=task.koc), note, _("Go and see")


def _review(task: Task) -> Words:
    note = _("%(design)s. Check the facts, leave the criticism.", design=_design(task))
    return _("%(koc)s handed in her words", koc=task.koc), note, _("Read them")


def _publish(task: Task) -> Words:
    note = _("Meant to open %(when)s", when=_when(task))
    return _("%(design)s: the pre-sale is a draft", design=_design(task)), note, _("Read and publish")


def _sew(task: Task) -> Words:
    note = _("For %(koc)s, by %(when)s", koc=task.koc, when=_when(task))
    return _("%(design)s: make the sample", design=_design(task)), note, _("It is made")


def _send(task: Task) -> Words:
    note = _("To %(koc)s, by %(when)s", koc=task.koc, when=_when(task))
    return _("%(design)s: send the sample", design=_design(task)), note, _("Send it")


WORDS: dict[str, Callable[[Task], Words]] = {
    "refund": _refund,
    "effect": _effect,
    "factory": _factory,
    "confirm": _confirm,
    "sewing_late": _sewing_late,
    "wearing_late": _wearing_late,
    "review": _review,
    "publish": _publish,
    "sew": _sew,
    "send": _send,
}
