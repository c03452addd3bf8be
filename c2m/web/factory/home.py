"""The work orders of this factory, what is to be made first."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from c2m.insight import bench
from c2m.web.factory import bp, ways


@bp.get("")
def home() -> ResponseReturnValue:
    jobs = bench.of_factory(ways.factory().id)
    return render_template(
        "factory/home.html",
        live=[job for job in jobs if job.work_order.state != "shipped"],
        shipped=[job for job in jobs if job.work_order.state == "shipped"],
    )
