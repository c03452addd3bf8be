"""Pages of the koc side."""

from flask import Blueprint

bp = Blueprint("koc", __name__, url_prefix="/koc")
