"""Rounds in the studio: planned for several KOCs, hidden while open, confirmed once with their samples."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from c2m.core import clock
from c2m.core.db import db
from c2m.core.moves import history
from c2m.loop import ballots, results, rounds, samples
from tests import cast, makers
from tests.web import browsers

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def xu(app: Flask):
    return browsers.of(app, cast.XU_JING)


@pytest.fixture
def plan(app: Flask) -> dict:
    """The planning form filled in for both KOCs and three designs."""
    with app.app_context():
        kocs = [makers.koc(who).code for who in (cast.XIAO_TANG, cast.A_NING)]
        chosen = [one.code for one in makers.twenty(3)]
    return {"kocs": kocs, "designs": chosen, "opens_at": "2026-11-21T10:00", "closes_at": "2026-11-21T21:00"}


@pytest.fixture
def over(app: Flask) -> str:
    """A round that closed a moment ago: design 1 has two voters, 2 has one, 3 has one."""
    with app.app_context():
        made = makers.round_(chosen=makers.twenty(4))
        makers.vote(made, cast.LIN, 1, 2)
        makers.vote(made, cast.WU, 1, 3)
        makers.reach(made.closes_at)
        return made.code


def entry(app: Flask, code: str, number: int) -> str:
    with app.app_context():
        return next(one.code for one in rounds.Round.find(code).entries if one.number == number)


def every_round(app: Flask) -> list[rounds.Round]:
    with app.app_context():
        return list(db.session.scalars(db.select(rounds.Round)))


def test_the_same_designs_open_for_several_kocs_each_her_own_round(app: Flask, xu, plan):
    assert xu.post("/studio/rounds", data=plan).status_code == 303
    with app.app_context():
        made = list(db.session.scalars(db.select(rounds.Round)))
        assert [one.koc.name for one in made] == ["小棠", "阿宁"]
        assert {tuple(e.design.code for e in one.entries) for one in made} == {tuple(plan["designs"])}
        assert clock.shanghai(made[0].opens_at).isoformat() == "2026-11-21T10:00:00+08:00"


def test_the_form_offers_the_next_ten_in_the_morning(app: Flask, xu, plan):
    page = xu.get("/studio/rounds/new").get_data(as_text=True)
    assert 'value="2026-11-21T10:00"' in page and 'value="2026-11-21T21:00"' in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"kocs": []},
        {"designs": []},
        {"closes_at": "2026-11-21T09:00"},
        {"closes_at": "2026-11-19T21:00", "opens_at": "2026-11-19T10:00"},
        {"opens_at": "soon"},
        {"pick_limit": "0"},
        {"pick_limit": "many"},
    ],
)
def test_a_plan_that_cannot_be_makes_no_round_and_keeps_what_was_chosen(app: Flask, xu, plan, wrong):
    answer = xu.post("/studio/rounds", data=plan | wrong)
    assert answer.status_code == 422 and every_round(app) == []
    page = answer.get_data(as_text=True)
    assert page.count(" checked") == len((plan | wrong)["kocs"]) + len((plan | wrong)["designs"])


def test_when_one_of_two_kocs_cannot_no_round_is_made(app: Flask, xu, plan):
    assert xu.post("/studio/rounds", data=plan | {"kocs": [*plan["kocs"], "222222"]}).status_code == 404
    assert every_round(app) == []


def test_turnout_is_shown_while_it_is_open_and_counts_are_not(app: Flask, xu):
    with app.app_context():
        made = makers.round_()
        for who in cast.SHOPPERS:
            makers.vote(made, who, 7)
        code = made.code
    words = browsers.words(xu.get(f"/studio/rounds/{code}"))
    assert "5 人已投" in words and "人选" not in words and "排名" not in words


def test_the_close_moves_only_later_and_with_a_reason(app: Flask, xu):
    with app.app_context():
        made = makers.round_()
        code, closes_at = made.code, made.closes_at
        later = clock.shanghai(closes_at + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
        earlier = clock.shanghai(closes_at - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    path = f"/studio/rounds/{code}/close"
    assert xu.post(path, data={"closes_at": earlier, "reason": "早点"}).status_code == 422
    assert xu.post(path, data={"closes_at": later, "reason": " "}).status_code == 422
    assert xu.post(path, data={"closes_at": later, "reason": "群里停电了"}).status_code == 303
    assert "群里停电了" in browsers.words(xu.get(f"/studio/rounds/{code}"))
    with app.app_context():
        assert rounds.Round.find(code).closes_at == closes_at + timedelta(hours=1)


def test_confirming_makes_winners_and_asks_for_their_samples_in_one_act(app: Flask, xu, over):
    assert xu.post(f"/studio/rounds/{over}/result").status_code == 303
    with app.app_context():
        made = rounds.Round.find(over)
        assert [(one.place, one.entry.number) for one in results.verdicts(made)] == [(1, 1), (2, 2), (3, 3)]
        assert [one.design_id for one in db.session.scalars(db.select(samples.Sample))] == [
            made.entries[0].design_id,
            made.entries[1].design_id,
            made.entries[2].design_id,
        ]
        assert made.state == "confirmed"


def test_confirming_twice_is_refused_and_makes_nothing_more(app: Flask, xu, over):
    xu.post(f"/studio/rounds/{over}/result")
    assert xu.post(f"/studio/rounds/{over}/result").status_code == 409
    with app.app_context():
        assert len(list(db.session.scalars(db.select(samples.Sample)))) == 3


def test_one_is_put_aside_with_a_reason_everybody_reads(app: Flask, xu, client, over):
    first = entry(app, over, 1)
    assert xu.post(f"/studio/rounds/{over}/result", data={"aside": [first]}).status_code == 422
    typed = {"aside": [first], f"reason-{first}": "面料断货，月底前补不上"}
    assert xu.post(f"/studio/rounds/{over}/result", data=typed).status_code == 303
    for page in (xu.get(f"/studio/rounds/{over}"), client.get(f"/rounds/{over}/result")):
        assert "面料断货，月底前补不上" in browsers.words(page)
    with app.app_context():
        assert [one.entry.number for one in results.verdicts(rounds.Round.find(over)) if one.place] == [2, 3]


def test_a_reason_without_its_tick_is_asked_about_before_anything_is_confirmed(app: Flask, xu, over):
    typed = {f"reason-{entry(app, over, 1)}": "面料断货"}
    answer = xu.post(f"/studio/rounds/{over}/result", data=typed)
    assert answer.status_code == 422 and 'value="面料断货"' in answer.get_data(as_text=True)
    with app.app_context():
        assert results.verdicts(rounds.Round.find(over)) == []


def test_a_reason_missing_keeps_what_was_typed(app: Flask, xu, over):
    first, second = entry(app, over, 1), entry(app, over, 2)
    typed = {"aside": [first, second], f"reason-{first}": "面料断货"}
    page = xu.post(f"/studio/rounds/{over}/result", data=typed).get_data(as_text=True)
    assert "面料断货" in page and page.count(" checked") == 2


def test_nothing_is_confirmed_before_the_close(app: Flask, xu):
    with app.app_context():
        code = makers.round_().code
    assert xu.post(f"/studio/rounds/{code}/result").status_code == 409
    with app.app_context():
        assert rounds.Round.find(code).state == "open"


def test_only_a_round_that_has_not_opened_is_called_off(app: Flask, xu):
    with app.app_context():
        ahead = makers.round_(opens_at=clock.now() + timedelta(hours=2)).code
        live = makers.round_(makers.koc(cast.A_NING), makers.twenty(2)).code
    assert xu.post(f"/studio/rounds/{live}/cancellation").status_code == 409
    assert xu.post(f"/studio/rounds/{ahead}/cancellation").status_code == 303
    assert xu.get(f"/studio/rounds/{ahead}").status_code == 200
    with app.app_context():
        assert [rounds.Round.find(code).state for code in (ahead, live)] == ["cancelled", "open"]


def test_a_ballot_is_held_voided_and_restored_with_a_reason_and_the_ranking_follows(app: Flask, xu, over):
    with app.app_context():
        wu = makers.person(cast.WU).id
        ballot = db.session.scalars(db.select(ballots.Ballot).where(ballots.Ballot.person_id == wu)).one().code
    path = f"/studio/ballots/{ballot}/judgements"
    assert xu.post(path, data={"verb": "hold", "reason": ""}).status_code == 422
    assert xu.post(path, data={"verb": "burn", "reason": "脚本"}).status_code == 422
    for verb, voters in (("hold", 1), ("void", 1), ("restore", 2)):
        assert xu.post(path, data={"verb": verb, "reason": f"{verb} 三秒投了二十款"}).status_code == 303
        with app.app_context():
            assert results.ranking(rounds.Round.find(over))[0].voters == voters
    assert "restore 三秒投了二十款" in browsers.words(xu.get(f"/studio/rounds/{over}/ballots"))
    with app.app_context():
        found = history(ballots.Ballot.find(ballot))
        assert [one.note["reason"].split()[0] for one in found if one.note] == ["hold", "void", "restore"]
        assert {one.by_id for one in found if one.note} == {makers.operator().id}


def test_ballots_say_who_and_when_and_never_what_for(app: Flask, xu):
    with app.app_context():
        made = makers.round_()
        makers.vote(made, cast.LIN, 3)
        code = made.code
    words = browsers.words(xu.get(f"/studio/rounds/{code}/ballots"))
    assert "林小满" in words and "137******21" in words
    assert "13700132021" not in words and "第03款" not in words
    assert "林小满" not in browsers.words(xu.get(f"/studio/rounds/{code}/ballots?state=voided"))
