"""Her own page and her messages."""

from __future__ import annotations

import pytest
from flask import Flask

from c2m.core.db import atomic, db
from c2m.loop import communities, inbox, people
from tests import cast, makers
from tests.web import browsers


def _tell(app, who: cast.Who, key: str = "one") -> None:
    with app.app_context():
        person = makers.person(who)
        with atomic():
            inbox.tell([person.id], key, "Round %(number)s is counted. See which designs go to sampling.", number=7)


def test_what_she_tells_about_herself_is_kept_and_may_be_taken_back(app: Flask, clock):
    lin = browsers.of(app, cast.LIN)
    told = {
        "name": "小满",
        "need": "怕腰粗",
        "tags": ["petite", "office"],
        "height_cm": "158",
        "weight_kg": "52",
        "shape": "pear",
    }
    assert lin.post("/me", data=told).status_code == 303
    with app.app_context():
        person = people.by_phone(cast.LIN.phone)
        assert (person.name, person.need_tags, person.height_cm, person.shape) == (
            "小满",
            ["petite", "office"],
            158,
            "pear",
        )
    lin.post("/me", data={"name": "小满"})
    with app.app_context():
        person = people.by_phone(cast.LIN.phone)
        assert (person.need, person.need_tags, person.height_cm, person.shape) == ("", [], None, None)


@pytest.mark.parametrize("wrong", [{"height_cm": "90"}, {"weight_kg": "x"}, {"need": "长" * 201}, {"name": "长" * 41}])
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_half_kept(app: Flask, clock, wrong):
    lin = browsers.of(app, cast.LIN)
    answer = lin.post("/me", data={"name": "小满", "need": "怕腰粗"} | wrong)
    assert answer.status_code == 422 and "notice-bad" in answer.get_data(as_text=True)
    with app.app_context():
        assert people.by_phone(cast.LIN.phone).name == cast.LIN.name


def test_a_hostile_name_is_only_a_name(app: Flask, clock):
    lin = browsers.of(app, cast.LIN)
    lin.post("/me", data={"name": "<script>alert(1)</script>"})
    assert "<script>alert" not in lin.get("/me").get_data(as_text=True)


def test_she_leaves_a_group_of_hers_and_none_of_others(app: Flask, clock):
    with app.app_context():
        koc = makers.koc()
        makers.member(koc, cast.LIN)
        code = koc.groups[0].code
    assert browsers.of(app, cast.WU).post(f"/me/groups/{code}/departures").status_code == 404
    lin = browsers.of(app, cast.LIN)
    assert lin.post(f"/me/groups/{code}/departures").status_code == 303
    assert lin.post(f"/me/groups/{code}/departures").status_code == 404
    with app.app_context():
        assert communities.memberships(people.by_phone(cast.LIN.phone).id) == []


def test_reading_the_messages_changes_nothing_the_button_does(app: Flask, clock):
    _tell(app, cast.LIN)
    lin = browsers.of(app, cast.LIN)
    for _look in range(2):
        assert 'class="unread"' in lin.get("/inbox").get_data(as_text=True)
    lin.post("/inbox/readings")
    assert 'class="unread"' not in lin.get("/inbox").get_data(as_text=True)


def test_messages_are_hers_alone_and_marking_them_read_touches_nobody_elses(app: Flask, clock):
    _tell(app, cast.LIN)
    wu = browsers.of(app, cast.WU)
    assert "第 7 期" not in browsers.words(wu.get("/inbox"))
    wu.post("/inbox/readings")
    with app.app_context():
        assert inbox.unread(people.by_phone(cast.LIN.phone).id) == 1


def test_what_she_picked_stands_there_with_what_became_of_it(app: Flask, clock):
    with app.app_context():
        design = makers.design("波点裙", 3)
        round_ = makers.round_(chosen=[design, makers.design("另一款", 4)])
        makers.vote(round_, cast.LIN, 1)
        makers.confirmed(round_)
        sale = makers.sale(minimum=1, fronts=[makers.post(design)])
        makers.buy(sale, cast.WU)
        makers.decide(sale)
    page = browsers.words(browsers.of(app, cast.LIN).get("/me"))
    assert "波点裙" in page and "另一款" not in page and "开做了" in page


def test_the_ways_to_the_desks_are_shown_by_role_only(app: Flask, clock):
    with app.app_context():
        makers.koc()
    seen = {
        who.name: [desk for desk in ("/koc", "/studio", "/factory") if f'href="{desk}"' in _me(app, who)]
        for who in (cast.LIN, cast.XIAO_TANG, cast.XU_JING, cast.LAO_GU)
    }
    assert seen == {"林小满": [], "小棠": ["/koc"], "许静": ["/studio"], "顾师傅": ["/factory"]}


def _me(app, who: cast.Who) -> str:
    return browsers.of(app, who).get("/me").get_data(as_text=True)


@pytest.mark.parametrize("address", ["/me", "/inbox"])
def test_who_is_not_signed_in_is_asked_to(client, address):
    assert client.get(address).location == f"/signin?next={address}"
    assert client.post("/inbox/readings").status_code == 401


def test_a_page_takes_few_questions_of_the_database_however_many_designs(app: Flask, clock):
    """No question per design: twenty designs take as many as five."""
    asked = []
    for count in (5, 20):
        with app.app_context():
            koc = makers.koc(cast.XIAO_TANG if count == 5 else cast.A_NING)
            chosen = [makers.design(f"款{count}-{n}", n) for n in range(1, count + 1)]
            address = f"/rounds/{makers.round_(koc, chosen).code}"
        browser = browsers.of(app, cast.LIN)
        browser.get(address)
        asked.append(_questions(app, lambda browser=browser, address=address: browser.get(address)))
    assert asked[0] == asked[1]


def _questions(app, act) -> int:
    with app.app_context():
        engine = db.engine
    count = []
    listener = lambda *_all: count.append(1)
    db.event.listen(engine, "before_cursor_execute", listener)
    try:
        act()
    finally:
        db.event.remove(engine, "before_cursor_execute", listener)
    return len(count)
