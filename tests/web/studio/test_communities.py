"""KOCs in the studio: appointed from a phone number, their groups, their cards."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from PIL import Image

from c2m.core.db import db
from c2m.loop import communities, people
from tests import cast, makers
from tests.web import browsers

pytestmark = pytest.mark.usefixtures("clock")
HER = {
    "phone": "139 0013 2099",
    "name": "豆豆",
    "need": "肩宽，想看起来窄一点",
    "tags": ["broad shoulders"],
    "group": "豆豆肩宽 1 群",
}
ABOUT = {
    "name": "小棠",
    "need": "小个子，想显高",
    "tags": ["petite", "office"],
    "height_cm": "158",
    "weight_kg": "48",
    "wears": "S",
}


@pytest.fixture
def xu(app: Flask):
    return browsers.of(app, cast.XU_JING)


@pytest.fixture
def tang(app: Flask) -> str:
    with app.app_context():
        return makers.koc().code


def kocs(app: Flask) -> list[str]:
    with app.app_context():
        return [koc.name for koc in db.session.scalars(db.select(communities.Koc).order_by(communities.Koc.id))]


def test_a_koc_is_appointed_from_a_phone_nobody_had_with_her_first_group(app: Flask, xu):
    answer = xu.post("/studio/communities", data=HER)
    assert answer.status_code == 303 and kocs(app) == ["豆豆"]
    assert "豆豆肩宽 1 群" in browsers.words(xu.get(answer.location))
    with app.app_context():
        her = people.by_phone("13900132099")
        assert people.roles_of(her.id) == {"koc"}


def test_a_member_becomes_a_koc_and_stays_one_person(app: Flask, xu):
    with app.app_context():
        lin = makers.person(cast.LIN).id
    xu.post("/studio/communities", data=HER | {"phone": cast.LIN.phone})
    with app.app_context():
        assert communities.of_person(lin).name == "豆豆"


@pytest.mark.parametrize("wrong", [{"phone": "12345"}, {"name": ""}, {"need": " "}, {"tags": ["rich"]}])
def test_a_wrong_appointment_makes_nobody_and_keeps_what_was_typed(app: Flask, xu, wrong):
    answer = xu.post("/studio/communities", data=HER | wrong)
    assert answer.status_code == 422 and kocs(app) == []
    assert "豆豆肩宽 1 群" in answer.get_data(as_text=True)
    with app.app_context():
        assert people.by_phone("13900132099") is None


def test_nobody_is_a_koc_twice(app: Flask, xu):
    xu.post("/studio/communities", data=HER)
    assert xu.post("/studio/communities", data=HER).status_code == 409
    assert kocs(app) == ["豆豆"]


def test_what_her_members_read_is_written_here_with_her_portrait(app: Flask, xu, tang):
    held = io.BytesIO()
    Image.new("RGB", (80, 80), (120, 90, 80)).save(held, "PNG")
    form = ABOUT | {"about": "二十九岁，两个孩子。", "portrait": (io.BytesIO(held.getvalue()), "me.png")}
    assert xu.post(f"/studio/communities/{tang}", data=form).status_code == 303
    with app.app_context():
        koc = communities.Koc.find(tang)
        assert (koc.about, koc.need_tags, koc.bust_cm) == ("二十九岁，两个孩子。", ["petite", "office"], None)
        assert koc.portrait is not None
    assert xu.post(f"/studio/communities/{tang}", data=ABOUT).status_code == 303
    with app.app_context():
        assert communities.Koc.find(tang).portrait is not None


def test_a_height_in_metres_is_refused_beside_its_field_and_nothing_changes(app: Flask, xu, tang):
    answer = xu.post(f"/studio/communities/{tang}", data=ABOUT | {"height_cm": "1.58", "about": "新写的"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and 'id="e-height_cm"' in page and "新写的" in page
    with app.app_context():
        assert communities.Koc.find(tang).about == ""


def test_groups_are_opened_up_to_six_with_their_room(app: Flask, xu, tang):
    for number in range(2, 7):
        assert (
            xu.post(f"/studio/communities/{tang}/groups", data={"group": f"{number} 群", "capacity": "340"}).status_code
            == 303
        )
    assert xu.post(f"/studio/communities/{tang}/groups", data={"group": "7 群", "capacity": "340"}).status_code == 409
    assert xu.post(f"/studio/communities/{tang}/groups", data={"group": "x", "capacity": "0"}).status_code == 422
    with app.app_context():
        assert len(communities.Koc.find(tang).groups) == 6


def test_members_are_counted_by_group(app: Flask, xu, tang):
    with app.app_context():
        koc = makers.koc()
        makers.crowd(koc, 7)
        left = makers.member(koc, cast.LIN)
        with makers.atomic():
            communities.leave(koc.groups[0], left.id)
    assert "7 人，1 个群" in browsers.words(xu.get("/studio/communities"))


def test_a_card_counts_what_becomes_of_it(app: Flask, xu, tang, client):
    with app.app_context():
        group = communities.Koc.find(tang).groups[0].code
    assert xu.post(f"/studio/communities/{tang}/cards", data={"card": "夜市", "of_group": group}).status_code == 303
    with app.app_context():
        card = db.session.scalars(db.select(communities.Card)).one().code
    assert xu.post(f"/studio/cards/{card}/handouts", data={"count": "100"}).status_code == 303
    assert xu.post(f"/studio/cards/{card}/handouts", data={"count": "lots"}).status_code == 422
    assert client.get(f"/c/{card}").status_code == 200
    page = xu.get(f"/studio/communities/{tang}").get_data(as_text=True)
    row = page[page.index('class="card-name"') :]
    assert '<td class="num">100</td><td class="num">1</td>' in row and f"/c/{card}" in row


def test_a_card_leads_to_a_group_of_hers_only(app: Flask, xu, tang):
    with app.app_context():
        foreign = makers.koc(cast.A_NING).groups[0].code
    answer = xu.post(f"/studio/communities/{tang}/cards", data={"card": "夜市", "of_group": foreign})
    assert answer.status_code == 422
    with app.app_context():
        assert list(db.session.scalars(db.select(communities.Card))) == []


def test_a_paused_koc_is_shown_to_no_newcomer_until_she_resumes(app: Flask, xu, tang, client):
    xu.post(f"/studio/communities/{tang}/pauses")
    assert "小棠" not in browsers.words(client.get("/hosts"))
    xu.post(f"/studio/communities/{tang}/pauses")
    assert "小棠" in browsers.words(client.get("/hosts"))
