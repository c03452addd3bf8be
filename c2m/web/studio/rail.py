"""The rail at the left: the parts of the studio this person may open, and how much waits in each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request, url_for
from flask_babel import gettext as _

from c2m.insight import today
from c2m.web import guard
from c2m.web.studio import bp


@dataclass(frozen=True)
class Way:
    """``paths``: pages below these belong to it. ``kinds``: tasks that wait there; None = all of them."""

    endpoint: str
    icon: str
    paths: tuple[str, ...]
    kinds: tuple[str, ...] | None = ()


WAYS = (
    Way("studio.home", "home", (), None),
    Way("studio.designs", "image", ("/studio/designs", "/studio/rounds", "/studio/ballots"), ("confirm",)),
    Way(
        "studio.samples",
        "needle",
        ("/studio/samples", "/studio/posts"),
        ("sewing_late", "wearing_late", "sew", "send", "review"),
    ),
    Way("studio.communities", "people", ("/studio/communities", "/studio/groups", "/studio/cards")),
    Way("studio.presales", "tag", ("/studio/presales",), ("publish",)),
    Way("studio.work_orders", "scissors", ("/studio/work-orders",), ("factory",)),
    Way("studio.orders", "truck", ("/studio/orders", "/studio/refunds"), ("refund",)),
    Way("studio.support", "message", ("/studio/support",)),
    Way("studio.insight", "chart", ("/studio/insight",)),
    Way("studio.settings", "gear", ("/studio/settings", "/studio/crew", "/studio/factories"), ("effect",)),
)


def _label(endpoint: str) -> str:
    return {
        "studio.home": _("Today"),
        "studio.designs": _("Design & vote"),
        "studio.samples": _("Sampling"),
        "studio.communities": _("KOCs"),
        "studio.presales": _("Pre-sales"),
        "studio.work_orders": _("Work orders"),
        "studio.orders": _("Orders & parcels"),
        "studio.support": _("Mention lists"),
        "studio.insight": _("Numbers"),
        "studio.settings": _("Settings"),
    }[endpoint]


def may_open(endpoint: str) -> bool:
    """The page exists, and this person may see it."""
    return endpoint in current_app.view_functions and bool(
        guard.POLICY.get(endpoint, frozenset()) & g.get("roles", frozenset())
    )


def tasks() -> list[today.Task]:
    """What waits, asked once for a page; nothing for who may not act on it."""
    if "operator" not in g.get("roles", frozenset()):
        return []
    if "tasks" not in g:
        g.tasks = today.tasks()
    return g.tasks


@bp.context_processor
def ways() -> dict[str, Any]:
    waiting = Counter(task.kind for task in tasks())
    shown = [_way(way, waiting) for way in WAYS if may_open(way.endpoint)]
    if "operator" not in g.get("roles", frozenset()):
        # Home only sends them on to their own part.
        shown = [way for way in shown if way["endpoint"] != "studio.home"]
    return {"studio_nav": shown, "studio_home": url_for("studio.home"), "may_open": may_open}


def _way(way: Way, waiting: Counter[str]) -> dict[str, Any]:
    count = waiting.total() if way.kinds is None else sum(waiting[kind] for kind in way.kinds)
    here = any(request.path == path or request.path.startswith(path + "/") for path in way.paths)
    return {
        "endpoint": way.endpoint,
        "label": _label(way.endpoint),
        "icon": way.icon,
        "count": count,
        "here": here or request.endpoint == way.endpoint,
    }
