"""Answers come compressed, pages and static files alike, also for a browser that knows gzip alone."""

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize("path", ["/signin", "/static/css/base.css", "/static/js/main.js"])
def test_it_comes_compressed_to_who_can_read_it_and_plain_to_who_cannot(client: FlaskClient, path: str) -> None:
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert len(packed.data) < len(plain.data)


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/static/css/base.css")
    assert client.get("/static/css/base.css", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
