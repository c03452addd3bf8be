"""Her first page and her cards: what waits for her, what her pre-sale came to, who came by which card."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from PIL import Image

from c2m.core.db import atomic
from c2m.loop import communities, posts, samples
from tests import cast, makers
from tests.web import browsers


@pytest.fixture
def tang(app: Flask, clock):
    with app.app_context():
        makers.koc(groups=2, capacity=3)
    return browsers.of(app, cast.XIAO_TANG)


def test_without_samples_the_page_says_what_will_come(tang):
    page = browsers.words(tang.get("/koc"))
    assert "今天没有事" in page and "没有样衣在等你" in page


def test_what_waits_for_her_is_counted_and_what_waits_for_others_is_not(app: Flask, tang):
    with app.app_context():
        koc = makers.koc()
        with atomic():
            sent, asked = (samples.ask(one, koc, reason="试运行") for one in (_fresh("一"), _fresh("二")))
            samples.make(sent)
            samples.send(sent, "顺丰", "SF15")
        makers.written(makers.design("三"))
        back = makers.written(makers.design("四"))
        waiting = makers.written(makers.design("五"))
        with atomic():
            posts.hand_in(back)
            posts.send_back(back, "胸围写错了")
            posts.hand_in(waiting)
        assert asked.state == "asked"
    page = browsers.words(tang.get("/koc"))
    assert "今天有 3 件事" in page and "胸围写错了" in page and "顺丰 SF15" in page and "品牌在看" in page


def _fresh(title: str):
    return makers.designs.upload(makers.draft(title))


def test_only_the_first_thing_to_do_has_the_seal(app: Flask, tang):
    with app.app_context():
        makers.sample(makers.design("一"))
        makers.sample(makers.design("二"))
    assert tang.get("/koc").get_data(as_text=True).count("button-seal") == 1


def test_her_pre_sale_shows_her_pieces_and_her_voters_only(app: Flask, tang):
    with app.app_context():
        koc, other = makers.koc(), makers.koc(cast.A_NING)
        crowd = makers.crowd(koc, 4)
        design = makers.design()
        round_ = makers.round_(koc, [design])
        for voter in crowd[:3]:
            makers.vote(round_, voter, 1)
        makers.member(other, cast.WU)
        makers.reach(round_.closes_at)
        sale = makers.sale(5, [makers.post(design, koc), makers.post(design, other)])
        for buyer in (crowd[0], crowd[3]):
            makers.buy(sale, buyer, 2)
        makers.buy(sale, cast.WU, 1)
    page = browsers.words(tang.get("/koc"))
    assert "5 / 5 件" in page
    assert "4 来自你的场" in page
    assert "选过的 3 人里 1 人买了" in page


def test_a_card_is_made_handed_out_and_a_typing_error_taken_back(app: Flask, tang):
    with app.app_context():
        group = makers.koc().groups[0].code
    made = tang.post("/koc/cards", data={"group": group, "name": "楼下咖啡馆"})
    assert made.status_code == 303
    for form in ({"count": "100"}, {"count": "20"}, {"count": "20", "way": "fewer"}):
        assert tang.post(made.location + "/handouts", data=form).status_code == 303
    page = browsers.words(tang.get(made.location))
    assert "楼下咖啡馆" in page and "发出 100" in page


@pytest.mark.parametrize("count", ["", "0", "-5", "1e3", "很多", "101", "999999999"])
def test_odd_counts_of_cards_are_refused_and_the_number_stays(app: Flask, tang, count: str):
    with app.app_context(), atomic():
        card = communities.make_card(makers.communities.of_person(makers.person_of(cast.XIAO_TANG).id).groups[0], "卡")
        communities.hand_out(card, 100)
        path = f"/koc/cards/{card.code}"
    form = {"count": count, "way": "fewer"}
    assert tang.post(path + "/handouts", data=form).status_code == 422
    assert "发出 100" in browsers.words(tang.get(path))


def test_a_card_without_a_name_is_not_made_and_the_page_says_why(app: Flask, tang):
    tang.set_cookie("language", "en")
    with app.app_context():
        group = makers.koc().groups[0].code
    answer = tang.post("/koc/cards", data={"group": group, "name": "  "})
    assert answer.status_code == 422 and "Give the card a name" in browsers.words(answer)


def test_when_her_group_is_full_its_card_says_where_it_leads(app: Flask, tang):
    with app.app_context():
        koc = makers.koc()
        makers.crowd(koc, 3)
        with atomic():
            path = f"/koc/cards/{communities.make_card(koc.groups[0], '卡').code}"
    assert "小棠的2群" in browsers.words(tang.get(path))
    assert "满了" in browsers.words(tang.get("/koc"))


def test_the_code_is_drawn_on_the_page_and_can_be_taken_as_a_picture(app: Flask, tang):
    with app.app_context(), atomic():
        koc = communities.of_person(makers.person_of(cast.XIAO_TANG).id)
        card = communities.make_card(koc.groups[0], "卡").code
    page = tang.get(f"/koc/cards/{card}").get_data(as_text=True)
    assert "<svg" in page and f"/c/{card}" in page and 'style="' not in page
    picture = tang.get(f"/koc/cards/{card}/code.png")
    assert picture.headers["Content-Disposition"] == f'attachment; filename="card-{card}.png"'
    assert Image.open(io.BytesIO(picture.data)).width > 400


def test_a_hostile_card_name_is_only_text(app: Flask, tang):
    with app.app_context():
        group = makers.koc().groups[0].code
    made = tang.post("/koc/cards", data={"group": group, "name": "<script>alert(1)</script>"})
    assert "<script>alert" not in tang.get(made.location).get_data(as_text=True)
    assert "<script>alert" not in tang.get("/koc").get_data(as_text=True)
