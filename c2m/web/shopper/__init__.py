"""Pages of the shopper side."""

from flask import Blueprint

bp = Blueprint("shopper", __name__)

from c2m.web.shopper import cards, designs, home, hosts, me, media, results, rounds, ways  # noqa: E402,F401
from c2m.web.shopper import checkout, orders, payments, presales, regions  # noqa: E402,F401
