"""Who is at this bench, and which work orders are theirs. A draft, a foreign one and none look the same."""

from __future__ import annotations

from typing import Any

from flask import url_for

from c2m.core.errors import missing
from c2m.loop import factories, production
from c2m.web import guard
from c2m.web.factory import bp


def factory() -> factories.Factory:
    found = factories.of_person(guard.me().id)
    if found is None:
        raise missing()
    return found


def work_order(code: str) -> production.WorkOrder:
    found = production.WorkOrder.find(code)
    if found.factory_id != factory().id or not found.is_out:
        raise missing()
    return found


@bp.context_processor
def head() -> dict[str, Any]:
    """The name at the top of every page of the bench."""
    who = guard.person()
    here = factories.of_person(who.id) if who else None
    return {"factory_home": url_for("factory.home"), "factory_name": here.name if here else None}
