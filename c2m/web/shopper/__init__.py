"""Pages of the shopper side."""

from flask import Blueprint

bp = Blueprint("shopper", __name__)

from c2m.web.shopper import (  # noqa: F401
    cards,
    checkout,
    designs,
    home,
    hosts,
    me,
    media,
    orders,
    payments,
    presales,
    regions,
    results,
    rounds,
    ways,
)
