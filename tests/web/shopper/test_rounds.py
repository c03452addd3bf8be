"""Voting, as members and visitors do it; the result; a design's page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from c2m.core import moves
from c2m.core.db import atomic, db
from c2m.loop import ballots, communities, people, rounds, samples
from tests import cast, makers
from tests.web import browsers
from tests.web.browsers import JSON

ENTRIES = 6


class Wall:
    """An open round of 小棠, by its codes."""

    def __init__(self, app: Flask, **values: object) -> None:
        self.app = app
        with app.app_context():
            made = makers.round_(chosen=makers.twenty(ENTRIES), **values)
            self.code, self.key = made.code, made.id
            self.entries = [entry.code for entry in made.entries]
            self.designs = [entry.design.code for entry in made.entries]
            self.closes_at = made.closes_at

    def picked(self, who: cast.Who) -> list[str]:
        """What is on her ballot, as entry codes in order."""
        with self.app.app_context():
            person = people.by_phone(who.phone)
            round_ = db.session.get(rounds.Round, self.key)
            hers = ballots.picks_of(round_, person.id) if person else set()
            return [entry.code for entry in round_.entries if entry.id in hers]

    def tap(self, browser, entry: str, picked: bool = True):
        return browser.post(f"/rounds/{self.code}/picks", json={"entry": entry, "picked": picked}, headers=JSON)

    def send(self, browser, *entries: str):
        return browser.post(f"/rounds/{self.code}/ballot", data={"entry": list(entries)})


@pytest.fixture
def wall(app: Flask, clock) -> Wall:
    return Wall(app)


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


# --- the result -----------------------------------------------------------------------------------------------------


def _voted(app, wall):
    for voter, chosen in ((cast.LIN, (0, 1)), (cast.WU, (0, 2)), (cast.CHEN, (0, 1, 4))):
        wall.send(browsers.of(app, voter), *(wall.entries[one] for one in chosen))


def test_after_the_close_the_counts_are_there_before_anybody_confirms(app, wall, clock):
    _voted(app, wall)
    clock.set_to(wall.closes_at)
    visitor = app.test_client()
    assert visitor.get(f"/rounds/{wall.code}").location == f"/rounds/{wall.code}/result"
    page = browsers.words(visitor.get(f"/rounds/{wall.code}/result"))
    assert "3 人选 · 100%" in page and "票数出来了" in page
    assert page.index("第01款") < page.index("第02款") < page.index("第03款")


def test_what_is_set_aside_is_published_with_its_reason(app, wall, clock):
    _voted(app, wall)
    with app.app_context():
        makers.confirmed(db.session.get(rounds.Round, wall.key), {2: "面料停产了"})
    lin = browsers.of(app, cast.LIN)
    page = browsers.words(lin.get(f"/rounds/{wall.code}/result"))
    assert "面料停产了" in page and "这 3 款" in page
    assert "你选的 2 件，有 1 件进了前 3" in page
    assert page.index("第01款") < page.index("第03款")


def test_a_declined_sample_says_why_and_what_the_sample_changed_is_said(app, wall, clock):
    _voted(app, wall)
    with app.app_context():
        round_ = db.session.get(rounds.Round, wall.key)
        makers.confirmed(round_)
        with atomic():
            first, second = samples.ask_for_winners(round_)[:2]
            samples.decline(first, "坐下来透")
            samples.make(second, 15_000, "腰线往上提了 2 厘米")
    for address in (f"/rounds/{wall.code}/result", "/me"):
        page = browsers.words(browsers.of(app, cast.LIN).get(address))
        assert "坐下来透" in page
    assert "腰线往上提了 2 厘米" in browsers.words(app.test_client().get(f"/rounds/{wall.code}/result"))
    assert "坐下来透" in browsers.words(app.test_client().get(f"/designs/{wall.designs[0]}"))


def test_a_round_nobody_voted_in_has_a_result_page_too(app, wall, clock):
    clock.set_to(wall.closes_at)
    assert app.test_client().get(f"/rounds/{wall.code}/result").status_code == 200


def test_a_round_that_was_called_off_is_not_there(app, clock):
    ahead = Wall(app, opens_at=clock.now() + timedelta(hours=2))
    with app.app_context(), atomic():
        moves.move(db.session.get(rounds.Round, ahead.key), "cancel")
    assert app.test_client().get(f"/rounds/{ahead.code}").status_code == 404


@pytest.mark.parametrize("code", ["AAAAAA", "x", "222222", "%00", "../../etc"])
def test_codes_that_name_nothing_are_not_found(app, code):
    visitor = app.test_client()
    for address in ("/rounds/%s", "/rounds/%s/result", "/designs/%s", "/c/%s", "/hosts/%s"):
        assert visitor.get(address % code).status_code == 404


# --- a design -------------------------------------------------------------------------------------------------------


def test_a_design_nobody_was_shown_is_not_there(app, clock):
    with app.app_context():
        code = makers.design().code
    assert app.test_client().get(f"/designs/{code}").status_code == 404
    assert browsers.of(app, cast.LIN).get(f"/designs/{code}").status_code == 404


def test_a_version_still_in_the_studio_is_not_shown(app, wall, clock):
    _voted(app, wall)
    with app.app_context(), atomic():
        design = db.session.scalars(select(rounds.Entry).where(rounds.Entry.round_id == wall.key)).first().design
        makers.designs.revise(design, makers.draft("还没公布的新版", 50, changed="领口低了"))
    page = browsers.words(app.test_client().get(f"/designs/{wall.designs[0]}"))
    assert "还没公布的新版" not in page and "领口低了" not in page


def test_the_page_of_a_design_tells_its_whole_way(app, clock):
    with app.app_context():
        sale = makers.sale()
        code, name = sale.design.code, sale.version.title
    page = browsers.words(app.test_client().get(f"/designs/{code}"))
    assert name in page and makers.WORDS["not_for"] in page and "预售中" in page


def test_a_design_open_in_two_rounds_leads_a_member_to_the_round_of_her_own_group(app, clock):
    with app.app_context():
        shown, own = makers.twenty(), makers.koc()
        makers.member(own, cast.LIN)
        hers = makers.round_(own, shown)
        other = makers.round_(makers.koc(cast.SHOPPERS[-1]), shown)
        paths, design = (f"/rounds/{hers.code}", f"/rounds/{other.code}"), f"/designs/{shown[0].code}"
        makers.reach(max(hers.opens_at, other.opens_at))
    page = browsers.of(app, cast.LIN).get(design).get_data(as_text=True)
    assert paths[0] in page and paths[1] not in page
