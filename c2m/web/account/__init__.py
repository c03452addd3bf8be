"""Pages of the account side."""

from flask import Blueprint

bp = Blueprint("account", __name__)
