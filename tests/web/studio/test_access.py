"""Who may open which part of the studio, for every role, page by page."""

from __future__ import annotations

import pytest
from flask import Flask

from c2m.loop import designs, people
from tests import cast, makers
from tests.web import browsers

pytestmark = pytest.mark.usefixtures("clock")

XU, SU, DING = cast.XU_JING, cast.SU_HE, cast.DING_NING
EVERYBODY = (XU, SU, DING, cast.LAO_GU, cast.XIAO_TANG, cast.LIN)
PAGES = {
    "/studio/designs": {XU, SU},
    "/studio/designs/{design}": {XU, SU},
    "/studio/rounds": {XU},
    "/studio/rounds/new": {XU},
    "/studio/rounds/{round}": {XU},
    "/studio/rounds/{round}/ballots": {XU},
    "/studio/communities": {XU},
    "/studio/communities/{koc}": {XU},
    "/studio/crew": {XU},
    "/studio/settings": {XU},
    "/studio/support": {XU, DING},
    "/studio/support/rounds/{round}": {XU, DING},
}
ACTS = {
    "/studio/designs": {XU, SU},
    "/studio/designs/{design}/versions": {XU, SU},
    "/studio/designs/{design}/retirement": {XU, SU},
    "/studio/designs/{design}/return": {XU, SU},
    "/studio/rounds": {XU},
    "/studio/rounds/{round}/close": {XU},
    "/studio/rounds/{round}/result": {XU},
    "/studio/rounds/{round}/cancellation": {XU},
    "/studio/ballots/{ballot}/judgements": {XU},
    "/studio/communities": {XU},
    "/studio/communities/{koc}": {XU},
    "/studio/communities/{koc}/pauses": {XU},
    "/studio/communities/{koc}/groups": {XU},
    "/studio/communities/{koc}/cards": {XU},
    "/studio/cards/222222/handouts": {XU},
    "/studio/crew": {XU},
    "/studio/crew/dismissals": {XU},
    "/studio/crew/passwords": {XU},
    "/studio/factories": {XU},
    "/studio/factories/staff": {XU},
    "/studio/factories/dismissals": {XU},
    "/studio/settings": {XU},
}


@pytest.fixture
def codes(app: Flask) -> dict[str, str]:
    with app.app_context():
        made = makers.round_()
        ballot = makers.vote(made, cast.LIN, 1)
        makers.confirmed(made)
        design = made.entries[0].design
        return {"round": made.code, "design": design.code, "koc": made.koc.code, "ballot": ballot.code}


@pytest.mark.parametrize("who", EVERYBODY, ids=lambda who: who.name)
def test_every_page_opens_for_its_roles_and_for_nobody_else(app: Flask, codes, who):
    browser = browsers.of(app, who)
    found = {page: browser.get(page.format(**codes)).status_code for page in PAGES}
    assert found == {page: 200 if who in allowed else 404 for page, allowed in PAGES.items()}


@pytest.mark.parametrize("who", EVERYBODY, ids=lambda who: who.name)
def test_nobody_without_the_role_can_act(app: Flask, codes, who):
    browser = browsers.of(app, who)
    refused = {path for path, allowed in ACTS.items() if who not in allowed}
    assert {path for path in refused if browser.post(path.format(**codes)).status_code != 404} == set()


def test_who_is_not_signed_in_is_asked_to(app: Flask, codes, client):
    for page in PAGES:
        answer = client.get(page.format(**codes))
        assert (answer.status_code, answer.location.split("?")[0]) == (302, "/signin")
    assert {client.post(path.format(**codes)).status_code for path in ACTS} == {401}


def test_home_sends_everyone_to_her_own_part(app: Flask, codes):
    assert browsers.of(app, XU).get("/studio").status_code == 200
    assert browsers.of(app, SU).get("/studio").location == "/studio/designs"
    assert browsers.of(app, DING).get("/studio").location == "/studio/support"
    assert browsers.of(app, cast.LIN).get("/studio").status_code == 404


def test_the_rail_shows_only_what_she_may_open(app: Flask, codes):
    rails = {}
    for who in (XU, SU, DING):
        page = browsers.of(app, who).get("/studio", follow_redirects=True).get_data(as_text=True)
        rails[who.name] = page[page.index('class="studio_nav"') : page.index('class="studio-me"')]
    assert 'href="/studio/settings"' in rails["许静"]
    assert 'href="/studio/designs"' in rails["苏禾"] and 'href="/studio/s' not in rails["苏禾"]
    assert 'href="/studio/support"' in rails["丁宁"] and 'href="/studio/designs"' not in rails["丁宁"]


def test_a_designer_finds_nothing_of_another_designers(app: Flask, codes):
    another = cast.Who("叶舟", "13800132009", ("designer",))
    browser = browsers.of(app, another)
    path = f"/studio/designs/{codes['design']}"
    assert browser.get(path).status_code == 404
    assert {browser.post(f"{path}/{noun}").status_code for noun in ("versions", "retirement", "return")} == {404}
    assert browsers.words(browser.get("/studio/designs")).count("第01款") == 0
    with app.app_context():
        assert designs.Design.find(codes["design"]).state == "ready"
        assert people.by_phone(another.phone) is not None
