"""Pictures and videos out of the storage. Their names are made from their content, so they never change."""

from __future__ import annotations

import re

from flask import Response, request
from flask.typing import ResponseReturnValue
from werkzeug.wsgi import wrap_file

from c2m.core import storage
from c2m.core.errors import missing
from c2m.gateways.ports import ports
from c2m.web.shopper import bp

PICTURE = re.compile(r"[0-9a-f]{16,64}-([0-9]{2,4}\.webp|full\.jpg)")
VIDEO = re.compile(r"[0-9a-f]{64}\.mp4")
YEAR = 365 * 24 * 3600


@bp.get("/media/<name>")
def media(name: str) -> ResponseReturnValue:
    return _file(name, PICTURE)


@bp.get("/media/video/<name>")
def video(name: str) -> ResponseReturnValue:
    """Sent in the parts a player asks for."""
    return _file(name, VIDEO)


def _file(name: str, wanted: re.Pattern[str]) -> Response:
    """Only what looks like one of ours goes out: papers lie in the same storage."""
    if not wanted.fullmatch(name):
        raise missing()
    try:
        file = ports().storage.open(name)
    except FileNotFoundError:
        raise missing() from None
    size = file.seek(0, 2)
    file.seek(0)
    answer = Response(wrap_file(request.environ, file, 64 * 1024), direct_passthrough=True)
    answer.content_type = storage.content_type(name)
    answer.content_length = size
    answer.set_etag(name)
    answer.cache_control.public, answer.cache_control.max_age, answer.cache_control.immutable = True, YEAR, True
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer.make_conditional(request.environ, accept_ranges=True, complete_length=size)
