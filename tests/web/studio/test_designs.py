"""Designs in the studio: several pictures at once, versions that are never overwritten once voted on."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from werkzeug.datastructures import MultiDict

from c2m.core import moves
from c2m.core.db import db
from c2m.loop import communities, designs
from tests import cast, makers
from tests.web import browsers

pytestmark = pytest.mark.usefixtures("clock")
HOSTILE = Path(__file__).parents[4] / "shared" / "data" / "hostile" / "images"
SHARED = {"category": "dress", "sizes": "S M L", "price": "239", "cost": "98.5"}


def photo(name: str, tone: int = 90) -> tuple[io.BytesIO, str]:
    held = io.BytesIO()
    Image.new("RGB", (90, 120), (tone, 120, 130)).save(held, "JPEG")
    return io.BytesIO(held.getvalue()), name


def upload(browser, *files, **values):
    form = MultiDict((SHARED | values).items())
    for file in files:
        form.add("pictures", file)
    return browser.post("/studio/designs", data=form, content_type="multipart/form-data")


def form_of(app: Flask, code: str, **values) -> dict:
    """The form of a design as its page shows it, with ``values`` typed over it."""
    with app.app_context():
        version = designs.Design.find(code).newest
        pictures = [one.code for one in version.pictures]
        plain = SHARED | {"title": version.title, "colour_zh": ["雾灰"], "colour_en": ["Mist grey"]}
        return plain | {"colour_hex": ["#A8A6A1"], "keep": pictures, "first": pictures[0]} | values


def titles(app: Flask) -> list[str]:
    with app.app_context():
        return [one.newest.title for one in db.session.scalars(db.select(designs.Design).order_by(designs.Design.id))]


@pytest.fixture
def code(app: Flask) -> str:
    with app.app_context():
        return makers.design().code


def test_each_picture_becomes_a_design_named_after_its_file(app: Flask):
    su = browsers.of(app, cast.SU_HE)
    answer = upload(su, photo("波点_裹身裙.jpg"), photo("drawings/Rib-knit.jpeg", 20))
    assert answer.status_code == 303 and titles(app) == ["波点 裹身裙", "Rib knit"]
    assert "传好了 2 款" in browsers.words(su.get(answer.location))
    with app.app_context():
        made = designs.ready()[0].newest
        assert (made.price_fen, made.cost_fen, made.sizes) == (23900, 9850, ["S", "M", "L"])
        assert made.design.designer.name == cast.SU_HE.name


def test_one_picture_alone_leads_to_its_page(app: Flask):
    answer = upload(browsers.of(app, cast.SU_HE), photo("a.jpg"))
    assert answer.location.startswith("/studio/designs/") and "new=" not in answer.location


def test_a_bad_file_among_good_ones_is_named_and_the_good_ones_are_kept(app: Flask):
    su = browsers.of(app, cast.SU_HE)
    answer = upload(
        su, photo("好的.jpg"), (io.BytesIO(b"<svg onload=alert(1)>"), "坏的.jpg"), (io.BytesIO(b""), "空的.png")
    )
    assert titles(app) == ["好的"]
    page = browsers.words(su.get(answer.location))
    assert "坏的.jpg" in page and "空的.png" in page and "好的.jpg" not in page


def test_only_bad_files_make_nothing_and_keep_what_was_typed(app: Flask):
    su = browsers.of(app, cast.SU_HE)
    answer = upload(su, (io.BytesIO(b"x"), "坏的.jpg"), (io.BytesIO(b"y"), "也坏.jpg"), price="199")
    assert (answer.status_code, titles(app)) == (422, [])
    assert "坏的.jpg" in browsers.words(answer) and "也坏.jpg" in browsers.words(answer)
    assert 'value="199"' in answer.get_data(as_text=True)


def test_a_price_that_is_none_is_refused_before_any_picture_is_kept(app: Flask):
    answer = upload(browsers.of(app, cast.SU_HE), photo("a.jpg"), price="free")
    assert (answer.status_code, titles(app)) == (422, [])
    assert upload(browsers.of(app, cast.SU_HE), photo("a.jpg"), price="0").status_code == 422
    assert titles(app) == []


def test_the_hostile_pictures_are_refused_or_made_harmless(app: Flask):
    if not HOSTILE.is_dir():
        pytest.skip("the hostile pictures are not beside the project here")
    su, before = browsers.of(app, cast.SU_HE), 0
    for path in sorted(HOSTILE.iterdir())[:12]:
        answer = upload(su, (io.BytesIO(path.read_bytes()), path.name))
        assert answer.status_code in {303, 422, 413}, path.name
        before += answer.status_code == 303
        assert len(titles(app)) == before, path.name


def test_the_operator_says_whose_designs_they_are(app: Flask, code):
    with app.app_context():
        su = makers.person(cast.SU_HE).code
    upload(browsers.of(app, cast.XU_JING), photo("新款.jpg"), designer=su)
    assert "新款" in browsers.words(browsers.of(app, cast.SU_HE).get("/studio/designs"))
    assert upload(browsers.of(app, cast.XU_JING), photo("b.jpg"), designer="222222").status_code == 422
    with app.app_context():
        (row,) = moves.history(db.session.scalars(db.select(designs.Design).order_by(designs.Design.id.desc())).first())
        assert (row.verb, row.by_id) == ("upload", makers.person(cast.XU_JING).id), "who sent it, not who drew it"


def test_before_the_first_vote_a_change_changes_the_version(app: Flask, code):
    answer = browsers.of(app, cast.SU_HE).post(
        f"/studio/designs/{code}/versions", data=form_of(app, code, title="高腰一片裙 长款", sizes="S、M，L XL")
    )
    assert answer.status_code == 303
    with app.app_context():
        design = designs.Design.find(code)
        assert [one.title for one in design.versions] == ["高腰一片裙 长款"]
        assert design.newest.sizes == ["S", "M", "L", "XL"]


def test_after_a_vote_a_change_makes_the_next_version_and_must_say_what_changed(app: Flask, code):
    with app.app_context():
        makers.vote(makers.round_(chosen=[designs.Design.find(code)]), cast.LIN, 1)
    su = browsers.of(app, cast.SU_HE)
    refused = su.post(f"/studio/designs/{code}/versions", data=form_of(app, code, price="259"))
    assert refused.status_code == 422 and 'value="259"' in refused.get_data(as_text=True)
    su.post(f"/studio/designs/{code}/versions", data=form_of(app, code, price="259", changed="腰线提高 1 cm"))
    with app.app_context():
        assert [one.price_fen for one in designs.Design.find(code).versions] == [makers.PRICE_FEN, 25900]
    assert "腰线提高 1 cm" in browsers.words(su.get(f"/studio/designs/{code}"))


def test_the_tech_pack_is_a_plain_table_and_comes_back_as_typed(app: Flask, code):
    typed = "部位|公差|S|M|L\n肩宽｜±0.5｜36｜37｜38.5\n克重(g)|±5|180||190"
    su = browsers.of(app, cast.SU_HE)
    assert (
        su.post(
            f"/studio/designs/{code}/versions", data=form_of(app, code, measures=typed, fabric="粘纤 100%")
        ).status_code
        == 303
    )
    with app.app_context():
        tech = designs.Design.find(code).newest.tech
    assert tech["fabric"] == "粘纤 100%"
    assert tech["measures"] == [
        {"point": "肩宽", "unit": "cm", "tolerance": "±0.5", "by_size": {"S": 36, "M": 37, "L": 38.5}},
        {"point": "克重", "unit": "g", "tolerance": "±5", "by_size": {"S": 180, "L": 190}},
    ]
    page = su.get(f"/studio/designs/{code}").get_data(as_text=True)
    assert "克重(g)|±5|180||190" in page and "肩宽|±0.5|36|37|38.5" in page


@pytest.mark.parametrize(
    "values",
    [
        {"measures": "部位|公差|S|XXL\n肩宽|1|2|3"},
        {"measures": "部位|公差|S|M|L\n肩宽|1"},
        {"colour_zh": ["雾灰", "雾灰"], "colour_en": ["", ""], "colour_hex": ["#A8A6A1", "#A8A6A2"]},
        {"colour_hex": ["red"]},
        {"colour_zh": [""]},
        {"keep": []},
        {"sizes": "S S"},
        {"category": "boat"},
        {"needs": "rich"},
        {"title": " "},
    ],
)
def test_what_cannot_be_is_refused_in_the_page_and_nothing_changes(app: Flask, code, values):
    answer = browsers.of(app, cast.SU_HE).post(
        f"/studio/designs/{code}/versions", data=form_of(app, code, cost="1", **values)
    )
    assert answer.status_code == 422 and 'role="alert"' in answer.get_data(as_text=True)
    with app.app_context():
        assert designs.Design.find(code).newest.cost_fen == makers.COST_FEN


def test_the_first_picture_is_the_one_chosen_and_new_ones_come_behind(app: Flask, code):
    su = browsers.of(app, cast.SU_HE)
    su.post(f"/studio/designs/{code}/versions", data=form_of(app, code) | {"pictures": photo("b.jpg", 10)})
    with app.app_context():
        first, second = (one.code for one in designs.Design.find(code).newest.pictures)
    su.post(f"/studio/designs/{code}/versions", data=form_of(app, code, first=second))
    with app.app_context():
        assert [one.code for one in designs.Design.find(code).newest.pictures] == [second, first]
    su.post(f"/studio/designs/{code}/versions", data=form_of(app, code, keep=[first]))
    with app.app_context():
        assert [one.code for one in designs.Design.find(code).newest.pictures] == [first]


def test_how_it_did_is_told_after_the_close_only(app: Flask, code):
    with app.app_context():
        made = makers.round_(chosen=[designs.Design.find(code)])
        makers.vote(made, cast.LIN, 1)
        closes_at = made.closes_at
    su = browsers.of(app, cast.SU_HE)
    assert "1 / 1" not in browsers.words(su.get(f"/studio/designs/{code}"))
    with app.app_context():
        makers.reach(closes_at)
    assert "1 / 1" in browsers.words(su.get(f"/studio/designs/{code}"))


def test_one_put_away_is_offered_for_no_round_until_it_is_brought_back(app: Flask, code):
    su, xu = browsers.of(app, cast.SU_HE), browsers.of(app, cast.XU_JING)
    with app.app_context():
        makers.koc()
    su.post(f"/studio/designs/{code}/retirement")
    assert code not in xu.get("/studio/rounds/new").get_data(as_text=True)
    assert "高腰一片裙" in browsers.words(su.get("/studio/designs?which=retired"))
    assert su.post(f"/studio/designs/{code}/retirement").status_code == 409
    su.post(f"/studio/designs/{code}/return")
    assert code in xu.get("/studio/rounds/new").get_data(as_text=True)


def test_the_list_is_found_by_name_and_by_whether_it_was_shown(app: Flask, code):
    with app.app_context():
        makers.vote(makers.round_(chosen=[designs.Design.find(code)]), cast.LIN, 1)
        makers.design("波点裹身裙", 2)
    xu = browsers.of(app, cast.XU_JING)
    found = {
        query: {
            name for name in ("高腰一片裙", "波点裹身裙") if name in browsers.words(xu.get(f"/studio/designs?{query}"))
        }
        for query in ("which=unseen", "which=shown", "q=波点", "q=%25", "page=99999999")
    }
    assert found == {
        "which=unseen": {"波点裹身裙"},
        "which=shown": {"高腰一片裙"},
        "q=波点": {"波点裹身裙"},
        "q=%25": set(),
        "page=99999999": set(),
    }


def test_the_designer_reads_what_became_of_her_design(app: Flask):
    with app.app_context():
        koc = makers.koc()
        makers.member(koc, cast.LIN)
        made = makers.round_(koc)
        makers.vote(made, cast.LIN, 1)
        makers.confirmed(made)
        won, her = made.entries[0].design.code, koc.code
    su = browsers.of(app, cast.SU_HE)
    assert "后来" not in browsers.words(su.get(f"/studio/designs/{won}"))
    with app.app_context():
        makers.sample(designs.Design.find(won), communities.Koc.find(her))
    words = browsers.words(su.get(f"/studio/designs/{won}"))
    assert "后来" in words and "在她手里" in words
