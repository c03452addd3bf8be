"""Pages of the account side: signing in and out, and the language."""

from flask import Blueprint

bp = Blueprint("account", __name__)

from c2m.web.account import codes, languages, passwords, sessions  # noqa: F401
