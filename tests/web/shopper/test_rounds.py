"""Voting, as members and visitors do it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from c2m.core.db import atomic, db
from c2m.loop import communities, people, rounds
from tests import cast, makers
from tests.web import browsers
from tests.web.browsers import JSON
from tests.web.shopper.walls import Wall


def test_a_tap_is_one_pick_and_a_second_tap_takes_it_back(app, wall):
    lin = browsers.of(app, cast.LIN)
    assert wall.tap(lin, wall.entries[0]).json == {"entry": wall.entries[0], "picked": True, "counted": True}
    assert wall.tap(lin, wall.entries[0]).status_code == 200
    assert wall.picked(cast.LIN) == [wall.entries[0]]
    wall.tap(lin, wall.entries[0], picked=False)
    assert wall.picked(cast.LIN) == []


def test_without_script_the_form_sends_the_whole_ballot(app, wall):
    lin = browsers.of(app, cast.LIN)
    sent = wall.send(lin, wall.entries[1], wall.entries[3])
    assert (sent.status_code, sent.location) == (303, f"/rounds/{wall.code}/ballot")
    wall.send(lin, wall.entries[3])
    assert wall.picked(cast.LIN) == [wall.entries[3]]
    assert "第04款" in browsers.words(lin.get(sent.location))


def test_picks_made_before_signing_in_are_kept_and_cast_by_it(app, wall):
    sms, lin = browsers.listen(app), app.test_client()
    wall.tap(lin, wall.entries[0])
    assert wall.tap(lin, wall.entries[2]).json["counted"] is False
    page = lin.get(f"/rounds/{wall.code}").get_data(as_text=True)
    assert len(re.findall(r'value="[^"]+" aria-label="[^"]+" checked', page)) == 2
    assert wall.send(lin, wall.entries[0], wall.entries[2]).location == f"/signin?next=/rounds/{wall.code}/ballot"
    lin.post("/signin", data={"phone": cast.LIN.phone})
    lin.post("/signin/code", data={"code": sms.code()})
    assert wall.picked(cast.LIN) == [wall.entries[0], wall.entries[2]]
    with app.app_context():
        person = people.by_phone(cast.LIN.phone)
        assert [one.group.koc.name for one in communities.memberships(person.id)] == ["小棠"]


def test_kept_picks_join_the_ballot_she_has_already(app, wall):
    browsers.listen(app)
    wall.send(browsers.of(app, cast.LIN), wall.entries[5])
    phone = app.test_client()
    wall.tap(phone, wall.entries[0])
    _sign_in(app, phone, cast.LIN)
    assert wall.picked(cast.LIN) == [wall.entries[0], wall.entries[5]]


def _sign_in(app, browser, who):
    sms = browsers.listen(app)
    browser.post("/signin", data={"phone": who.phone})
    return browser.post("/signin/code", data={"code": sms.code()}, follow_redirects=True)


def test_kept_picks_of_a_round_that_closed_meanwhile_are_said_not_counted(app, wall, clock):
    lin = app.test_client()
    wall.tap(lin, wall.entries[0])
    clock.set_to(wall.closes_at)
    arrived = _sign_in(app, lin, cast.LIN)
    assert wall.picked(cast.LIN) == []
    assert "notice-warn" in arrived.get_data(as_text=True)


def test_after_the_close_nothing_changes_and_the_answer_says_why(app, wall, clock):
    lin, visitor = browsers.of(app, cast.LIN), app.test_client()
    wall.tap(lin, wall.entries[0])
    visitor.get(f"/rounds/{wall.code}")
    clock.set_to(wall.closes_at)
    for browser in (lin, visitor):
        refused = wall.tap(browser, wall.entries[1])
        assert refused.status_code == 409 and refused.json["sentence"]
        sent = wall.send(browser, wall.entries[1])
        assert sent.status_code == 409 and "Location" not in sent.headers
    assert wall.tap(lin, wall.entries[0], picked=False).status_code == 409
    assert wall.picked(cast.LIN) == [wall.entries[0]]
    assert "picks" not in _session(visitor)


def _session(browser):
    with browser.session_transaction() as session:
        return dict(session)


def test_before_the_opening_nothing_is_shown_and_nothing_counted(app, clock):
    ahead = Wall(app, opens_at=clock.now() + timedelta(hours=2))
    lin = browsers.of(app, cast.LIN)
    page = lin.get(f"/rounds/{ahead.code}")
    assert page.status_code == 200 and "第01款" not in page.get_data(as_text=True)
    assert ahead.tap(lin, ahead.entries[0]).status_code == 409
    assert ahead.tap(app.test_client(), ahead.entries[0]).status_code == 409
    assert lin.get(f"/designs/{ahead.designs[0]}").status_code == 404


def test_an_entry_of_another_round_is_not_there(app, wall):
    with app.app_context():
        other = makers.round_(makers.koc(cast.A_NING), [makers.design("别的款", 40), makers.design("还有", 41)])
        foreign = other.entries[0].code
    for browser in (browsers.of(app, cast.LIN), app.test_client()):
        assert wall.tap(browser, foreign).status_code == 404
        assert wall.tap(browser, foreign, picked=False).status_code == 404
        assert wall.send(browser, wall.entries[0], foreign).status_code == 404
    assert wall.picked(cast.LIN) == []


@pytest.mark.parametrize(
    "said", [None, [], "x", {}, {"entry": 1, "picked": True}, {"entry": "ABC", "picked": "yes"}, {"picked": True}]
)
def test_what_is_no_tap_is_answered_with_a_sentence(app, wall, said):
    answer = app.test_client().post(f"/rounds/{wall.code}/picks", json=said, headers=JSON)
    assert answer.status_code == 422 and answer.json["sentence"]


def test_a_limit_of_picks_holds_for_members_and_visitors_and_keeps_what_was_ticked(app, clock):
    three = Wall(app, pick_limit=2)
    for browser in (browsers.of(app, cast.LIN), app.test_client()):
        assert three.tap(browser, three.entries[0]).status_code == 200
        assert three.tap(browser, three.entries[1]).status_code == 200
        assert three.tap(browser, three.entries[2]).status_code == 409
        refused = three.send(browser, *three.entries[:3])
        assert refused.status_code == 409
        assert refused.get_data(as_text=True).count(" checked") == 3
    assert three.picked(cast.LIN) == three.entries[:2]


def test_staff_and_designers_cannot_vote_and_see_no_hearts(app, wall):
    for who in (cast.XU_JING, cast.SU_HE, cast.DING_NING, cast.LAO_GU):
        browser = browsers.of(app, who)
        assert "data-ballot" not in browser.get(f"/rounds/{wall.code}").get_data(as_text=True)
        assert wall.tap(browser, wall.entries[0]).status_code == 403
        assert wall.send(browser, wall.entries[0]).status_code == 403
        assert wall.picked(who) == []


def test_a_koc_votes_like_everybody(app, wall):
    browser = browsers.of(app, cast.XIAO_TANG)
    assert wall.tap(browser, wall.entries[0]).status_code == 200


@pytest.mark.parametrize("who", [None, cast.LIN, cast.XU_JING, cast.XIAO_TANG])
def test_until_the_close_votes_leave_no_trace_on_any_page_for_anybody(app, wall, who):
    """The page is the same, letter by letter, before and after others have voted."""
    browser = browsers.of(app, who) if who else app.test_client()
    addresses = ["/", f"/rounds/{wall.code}", f"/designs/{wall.designs[0]}"]
    before = [_plain(browser.get(address)) for address in addresses]
    for voter in (cast.WU, cast.CHEN, cast.ZHOU):
        wall.send(browsers.of(app, voter), wall.entries[0], wall.entries[1])
    assert [_plain(browser.get(address)) for address in addresses] == before
    assert browser.get(f"/rounds/{wall.code}/result").status_code == 303


def _plain(answer) -> str:
    text = answer.get_data(as_text=True)
    text = re.sub(r'(name="csrf[-_]token" (content|value)=")[^"]*', r"\1", text)
    return text


def test_everybody_sees_her_own_order_and_keeps_it(app, wall):
    def order(browser):
        return re.findall(r'name="entry" value="(\w+)"', browser.get(f"/rounds/{wall.code}").get_data(as_text=True))

    crowd = [app.test_client() for _visitor in range(8)]
    orders = [order(browser) for browser in crowd]
    assert [order(browser) for browser in crowd] == orders
    assert all(sorted(one) == sorted(wall.entries) for one in orders)
    assert len({tuple(one) for one in orders}) > 1


def test_who_is_no_member_is_told_which_group_a_vote_makes_her_a_member_of(app, wall):
    assert "小棠的1群" in browsers.words(app.test_client().get(f"/rounds/{wall.code}"))
    lin = browsers.of(app, cast.LIN)
    assert "小棠的1群" in browsers.words(lin.get(f"/rounds/{wall.code}"))
    wall.tap(lin, wall.entries[0])
    assert "小棠的1群" not in browsers.words(lin.get(f"/rounds/{wall.code}"))


def test_a_close_that_was_moved_says_why(app, wall):
    with app.app_context(), atomic():
        round_ = db.session.get(rounds.Round, wall.key)
        rounds.move_close(round_, round_.closes_at + timedelta(hours=1), "昨晚停电，补一个小时")
    assert "昨晚停电，补一个小时" in browsers.words(app.test_client().get(f"/rounds/{wall.code}"))


def test_a_tap_needs_the_token_of_the_page(app, wall):
    app.config["WTF_CSRF_ENABLED"] = True
    lin = browsers.of(app, cast.LIN)
    assert wall.tap(lin, wall.entries[0]).status_code == 400
    page = lin.get(f"/rounds/{wall.code}").get_data(as_text=True)
    token = re.search(r'name="csrf-token" content="([^"]+)"', page).group(1)
    body = {"entry": wall.entries[0], "picked": True}
    saved = lin.post(f"/rounds/{wall.code}/picks", json=body, headers=JSON | {"X-CSRFToken": token})
    assert saved.status_code == 200 and wall.picked(cast.LIN) == [wall.entries[0]]
