"""The first page, and the files pages show."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from c2m.gateways.ports import ports
from tests import cast, makers
from tests.web import browsers

VIDEO = "a" * 64 + ".mp4"


def _round(app, who, number, **values) -> str:
    with app.app_context():
        pair = [makers.design(f"{who.name}的第{n}款", number + n) for n in (1, 2)]
        return makers.round_(makers.koc(who), pair, **values).code


def test_a_member_finds_the_round_of_her_own_group_first(app: Flask, clock):
    hers = _round(app, cast.XIAO_TANG, 1, hours=20)
    other = _round(app, cast.A_NING, 11, hours=2)
    with app.app_context():
        makers.member(makers.koc(cast.XIAO_TANG), cast.LIN)
    assert f"/rounds/{hers}/ballot" in browsers.of(app, cast.LIN).get("/").get_data(as_text=True)
    assert f"/rounds/{other}/ballot" in app.test_client().get("/").get_data(as_text=True)


def test_who_came_by_a_card_finds_the_round_of_that_koc_first(app: Flask, clock):
    hers = _round(app, cast.XIAO_TANG, 1, hours=20)
    _round(app, cast.A_NING, 11, hours=2)
    with app.app_context():
        koc = makers.koc(cast.XIAO_TANG)
        with makers.atomic():
            card = makers.communities.make_card(koc.groups[0], "地铁口").code
    visitor = app.test_client()
    visitor.get(f"/c/{card}")
    assert f"/rounds/{hers}/ballot" in visitor.get("/").get_data(as_text=True)


def test_without_an_open_round_the_last_result_and_the_next_opening_are_there(app: Flask, clock):
    _round(app, cast.XIAO_TANG, 1, hours=2)
    clock.advance(hours=3)
    _round(app, cast.XIAO_TANG, 11, opens_at=clock.now() + timedelta(hours=1))
    page = browsers.words(app.test_client().get("/"))
    assert "第 1 期" in page and "16:00" in page


def test_the_first_page_stands_before_anything_has_happened(app: Flask, clock):
    assert app.test_client().get("/").status_code == 200
    assert browsers.of(app, cast.LIN).get("/").status_code == 200


def test_running_pre_sales_are_named_on_the_first_page(app: Flask, clock):
    _round(app, cast.XIAO_TANG, 1)
    with app.app_context():
        code = makers.sale().code
    assert f"/presales/{code}" in app.test_client().get("/").get_data(as_text=True)


# --- pictures and videos --------------------------------------------------------------------------------------------


@pytest.fixture
def stored(app: Flask) -> Flask:
    with app.app_context():
        for name, data in makers.rebuilt().files.items():
            ports().storage.put(name, data)
        ports().storage.put(VIDEO, bytes(range(256)) * 10)
        ports().storage.put("secret.pdf", b"%PDF a work sheet")
    return app


def test_a_picture_is_kept_for_good_and_can_do_nothing(stored: Flask, client):
    name = next(name for name in makers.rebuilt().files if name.endswith(".webp"))
    answer = client.get(f"/media/{name}")
    assert answer.status_code == 200 and answer.data == makers.rebuilt().files[name]
    assert answer.content_type == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert {"public", "immutable", "max-age=31536000"} <= set(answer.headers["Cache-Control"].split(", "))
    again = client.get(f"/media/{name}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_picture_that_everybody_may_keep_carries_no_cookie(stored: Flask, clock):
    name = next(iter(makers.rebuilt().files))
    answer = browsers.of(stored, cast.LIN).get(f"/media/{name}")
    assert "Set-Cookie" not in answer.headers


def test_a_video_is_sent_in_the_parts_a_player_asks_for(stored: Flask, client):
    part = client.get(f"/media/video/{VIDEO}", headers={"Range": "bytes=100-199"})
    assert part.status_code == 206 and part.data == (bytes(range(256)) * 10)[100:200]
    assert part.headers["Content-Range"] == "bytes 100-199/2560"
    end = client.get(f"/media/video/{VIDEO}", headers={"Range": "bytes=-10"})
    assert (end.status_code, len(end.data)) == (206, 10)
    assert client.get(f"/media/video/{VIDEO}", headers={"Range": "bytes=9999-"}).status_code == 416
    whole = client.get(f"/media/video/{VIDEO}")
    assert (whole.status_code, len(whole.data), whole.content_type) == (200, 2560, "video/mp4")


@pytest.mark.parametrize("name", ["secret.pdf", "nothing-360.webp", "a" * 24 + "-360.webp", "..%2Fsecret.pdf", VIDEO])
def test_nothing_but_our_pictures_comes_out_there(stored: Flask, client, name):
    assert client.get(f"/media/{name}").status_code == 404
