"""Cards, KOCs and their groups, as a newcomer meets them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from c2m.core import moves
from c2m.core.db import atomic, db
from c2m.loop import communities, people
from tests import cast, makers
from tests.web import browsers

Event = communities.CardEvent


@pytest.fixture
def card(app: Flask, clock) -> str:
    with app.app_context():
        koc = makers.koc(groups=2, capacity=2)
        with atomic():
            return communities.make_card(koc.groups[0], "地铁口发的卡").code


def _counted(app, kind: str) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Event).where(Event.kind == kind))


def _groups_of(app, who: cast.Who) -> list[tuple[str, bool]]:
    """Her groups, and whether she came by a card."""
    with app.app_context():
        hers = communities.memberships(people.by_phone(who.phone).id)
        return [(one.group.name, one.card_id is not None) for one in hers]


def test_a_scan_counts_once_for_a_visitor_and_shows_the_koc(app, card):
    visitor = app.test_client()
    for _look in range(3):
        page = browsers.words(visitor.get(f"/c/{card}"))
    assert "小棠" in page and "小个子，想显高" in page and "小棠的1群" in page
    app.test_client().get(f"/c/{card}")
    assert _counted(app, "scanned") == 2


def test_link_previews_and_pages_fetched_ahead_are_no_scans(app, card):
    robot = app.test_client()
    assert robot.head(f"/c/{card}").status_code == 200
    robot.get(f"/c/{card}", headers={"Sec-Purpose": "prefetch;prerender"})
    assert _counted(app, "scanned") == 0


def test_she_says_once_that_she_has_added_the_koc(app, card):
    visitor = app.test_client()
    assert visitor.post(f"/c/{card}/additions").status_code == 303
    visitor.post(f"/c/{card}/additions")
    assert _counted(app, "added") == 1


def test_joining_by_a_card_is_kept_over_the_sign_in_and_the_card_with_it(app, card):
    sms, lin = browsers.listen(app), app.test_client()
    lin.get(f"/c/{card}")
    asked = lin.post(f"/c/{card}/members")
    assert asked.status_code == 303 and asked.location.startswith("/signin?next=/hosts/")
    lin.post("/signin", data={"phone": cast.LIN.phone})
    lin.post("/signin/code", data={"code": sms.code()})
    assert _groups_of(app, cast.LIN) == [("小棠的1群", True)]


def test_signing_in_without_having_asked_to_join_joins_nothing(app, card):
    sms, lin = browsers.listen(app), app.test_client()
    lin.get(f"/c/{card}")
    lin.post("/signin", data={"phone": cast.LIN.phone})
    lin.post("/signin/code", data={"code": sms.code()})
    assert _groups_of(app, cast.LIN) == []


def test_when_its_group_is_full_a_card_leads_to_her_next_one(app, card):
    with app.app_context():
        makers.crowd(makers.koc(), 2)
    lin = browsers.of(app, cast.LIN)
    assert "小棠的2群" in browsers.words(lin.get(f"/c/{card}"))
    lin.post(f"/c/{card}/members")
    lin.post(f"/c/{card}/members")
    assert _groups_of(app, cast.LIN) == [("小棠的2群", True)]


def test_when_all_groups_are_full_the_page_says_so_and_nobody_joins(app, card):
    with app.app_context():
        makers.crowd(makers.koc(), 4)
    lin = browsers.of(app, cast.LIN)
    assert lin.get(f"/c/{card}").status_code == 200
    assert lin.post(f"/c/{card}/members").status_code == 409
    assert _groups_of(app, cast.LIN) == []


def test_a_koc_who_pauses_takes_no_new_members(app, card):
    with app.app_context(), atomic():
        moves.move(communities.of_person(people.by_phone(cast.XIAO_TANG.phone).id), "pause")
    lin = browsers.of(app, cast.LIN)
    assert "members" not in lin.get(f"/c/{card}").get_data(as_text=True).replace("member_nav", "")
    assert lin.post(f"/c/{card}/members").status_code == 409
    assert _groups_of(app, cast.LIN) == []


def test_a_newcomer_without_a_card_sees_the_koc_nearest_to_her_need_first(app, clock):
    with app.app_context():
        makers.koc(cast.XIAO_TANG)
        tall = makers.koc(cast.A_NING)
        with atomic():
            tall.need, tall.need_tags, tall.height_cm, tall.weight_kg = "袖子短一截", ["tall"], 172, 60
    visitor = app.test_client()
    told = {"need": "一米七四，裤子都短", "tags": ["tall"], "height_cm": "174", "weight_kg": "61"}
    assert visitor.post("/hosts/needs", data=told).location == "/hosts#near"
    page = browsers.words(visitor.get("/hosts"))
    assert page.index("袖子短一截") < page.index("小个子，想显高")
    short = app.test_client()
    short.post("/hosts/needs", data={"tags": ["petite"], "height_cm": "156"})
    page = browsers.words(short.get("/hosts"))
    assert page.index("小个子，想显高") < page.index("袖子短一截")


def test_a_need_told_before_signing_in_comes_along(app, clock):
    sms, lin = browsers.listen(app), app.test_client()
    lin.post("/hosts/needs", data={"need": "怕显胖", "tags": ["petite"], "height_cm": "156"})
    lin.post("/signin", data={"phone": cast.LIN.phone})
    lin.post("/signin/code", data={"code": sms.code()})
    with app.app_context():
        person = people.by_phone(cast.LIN.phone)
        assert (person.need, person.need_tags, person.height_cm) == ("怕显胖", ["petite"], 156)


@pytest.mark.parametrize(
    "wrong", [{"height_cm": "1.6"}, {"weight_kg": "900"}, {"tags": "richest"}, {"shape": "square"}]
)
def test_a_need_that_cannot_be_is_answered_at_its_field_and_keeps_the_rest(app, clock, wrong):
    answer = app.test_client().post("/hosts/needs", data={"need": "怕显胖"} | wrong)
    assert answer.status_code == 422
    assert "怕显胖" in answer.get_data(as_text=True)


def test_without_any_koc_the_page_says_so(app, client):
    assert client.get("/hosts").status_code == 200


def test_the_page_of_a_koc_shows_her_record_the_bad_with_the_good(app, clock):
    with app.app_context():
        koc = makers.post().sample.koc
        code, declined = koc.code, makers.sample(makers.design("透的那件", 9))
        with atomic():
            koc.height_cm = 158
            makers.samples.decline(declined, "坐下来透")
    page = browsers.words(app.test_client().get(f"/hosts/{code}"))
    assert makers.WORDS["not_for"] in page and "坐下来透" in page and "158 cm" in page


def test_a_page_shows_nobodys_phone(app, card):
    for address in (f"/c/{card}", "/hosts"):
        assert cast.XIAO_TANG.phone not in app.test_client().get(address).get_data(as_text=True)
