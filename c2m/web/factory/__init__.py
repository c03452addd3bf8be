"""Pages of the factory side."""

from flask import Blueprint

bp = Blueprint("factory", __name__, url_prefix="/factory")
