"""Pages of the shopper side."""

from flask import Blueprint

bp = Blueprint("shopper", __name__)
