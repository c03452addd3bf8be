"""Pages of the factory side: the work orders given to this factory, and nothing else."""

from flask import Blueprint

bp = Blueprint("factory", __name__, url_prefix="/factory")

from c2m.web.factory import downloads, home, parcels, ways, work_orders  # noqa: F401
