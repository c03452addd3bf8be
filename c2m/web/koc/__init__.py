"""Pages of the koc side: her try-ons, her groups and cards. She sees her own things only."""

from flask import Blueprint

bp = Blueprint("koc", __name__, url_prefix="/koc")

from c2m.web.koc import cards, home, samples, writing  # noqa: F401
