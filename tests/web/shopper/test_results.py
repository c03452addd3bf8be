"""The result of a round; a design's page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from c2m.core import moves
from c2m.core.db import atomic, db
from c2m.loop import rounds, samples
from tests import cast, makers
from tests.web import browsers
from tests.web.shopper.walls import Wall


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
