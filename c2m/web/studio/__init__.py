"""Pages of the studio: the brand's operators, designers and support."""

from flask import Blueprint

bp = Blueprint("studio", __name__, url_prefix="/studio")

from c2m.web.studio import (  # noqa: F401
    communities,
    crew,
    designs,
    home,
    insight,
    offers,
    orders,
    posts,
    presales,
    rail,
    revisions,
    rounds,
    samples,
    settings,
    states,
    support,
    work_orders,
)
