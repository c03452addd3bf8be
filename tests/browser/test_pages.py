"""Every page there is, on the narrowest phone: in both languages, light and dark, without a complaint of the browser.

The list is the app's own, so a page that is added later is opened here too, or the first test says what it needs.
"""

from __future__ import annotations

from typing import Any

import pytest

from c2m.core import clock as only_clock
from c2m.gateways.ports import ports
from c2m.loop import communities, presales
from c2m.web import guard
from tests import makers
from tests.browser.visits import NARROW, House, Visits, who

NOT_PAGES = {
    "static",
    "health.healthz",
    "shopper.media",
    "shopper.video",
    "shopper.regions",
    "koc.code_png",
    "factory.paper",
    "studio.work_order_paper",
}
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
DARK = """() => {
  const shade = (text) => { const [r, g, b] = text.match(/[\\d.]+/g).map(Number); return (r + g + b) / 3; };
  const body = getComputedStyle(document.body), root = getComputedStyle(document.documentElement);
  const paper = body.backgroundColor === 'rgba(0, 0, 0, 0)' ? root.backgroundColor : body.backgroundColor;
  return shade(paper) < 90 && shade(body.color) > 150;
}"""
OUTSIDE = """() => [...document.querySelectorAll('main *, header *, footer *')]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(one).position !== 'fixed')
  .slice(-3).map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def made(house: House) -> dict[str, list[dict[str, str]]]:
    """{endpoint: what to fill its blanks with}: one round over and one open, one sale made and one open, and all they bring."""
    with house.app.app_context():
        house.keep_files(*range(1, 21), 31, 32, 33)
        makers.person(who("operator"))
        makers.factory("嘉兴针织一厂", who("factory"))
        tang = makers.koc(who("xiaotang"), groups=2)
        lin = makers.member(tang, who("lin"))
        makers.crowd(tang, 4)
        with makers.atomic():
            card = communities.make_card(tang.groups[0], "楼下咖啡店，十一月")
        over = makers.round_(tang)
        makers.vote(over, lin, 1, 2, 3)
        makers.confirmed(over)
        worn = [makers.post(over.entries[n].design, tang) for n in range(2)]
        done = makers.sale(minimum=2, fronts=worn[:1])
        received = makers.buy(done, lin, 2)
        makers.decide(done)
        makers.reach(done.lock_at)
        with makers.atomic():
            makers.production.release(done)
        job = makers.production.of_sale(done)[0]
        makers.shipped(job)
        selling = makers.sale(minimum=30, fronts=worn[1:])
        paid, waiting = makers.buy(selling, lin, 1), makers.order(selling, lin, 1)
        payment = makers.paying(waiting)
        back = f"{house.url}/payments/{payment.number}/return"
        ports().cashier.begin(payment.number, payment.amount_fen, "高腰一片裙 × 1", payment.expires_at, back)
        open_ = makers.round_(tang, [entry.design for entry in over.entries])
        makers.vote(open_, lin, 4, 5)
        with makers.atomic():
            drafted = presales.draft(worn[:1], makers.given(5))
        return _blanks(
            round=[over, open_],
            design=[worn[0].sample.design, over.entries[7].design],
            card=[card],
            koc=[tang],
            presale=[selling, done],
            drafted=[drafted],
            order=[received, paid, waiting],
            sample=[post.sample for post in worn],
            post=worn,
            work_order=[job],
            number=[payment],
        )


def _blanks(**things: list[Any]) -> dict[str, list[dict[str, str]]]:
    codes = {name: [{"code": one.code} for one in many] for name, many in things.items() if name != "number"}
    over, open_ = codes["round"]
    numbers = [{"number": one.number} for one in things["number"]]
    return {
        "shopper.round": [over, open_],
        "shopper.ballot": [open_],
        "shopper.result": [over],
        "shopper.design": codes["design"],
        "shopper.card": codes["card"],
        "shopper.koc": codes["koc"],
        "shopper.presale": codes["presale"],
        "shopper.checkout": codes["presale"],
        "shopper.order": codes["order"],
        "shopper.paid": numbers,
        "cashier.page": numbers,
        "koc.card": codes["card"],
        "koc.sample": codes["sample"],
        "koc.post": codes["sample"],
        "koc.preview": codes["sample"],
        "studio.design": codes["design"],
        "studio.round": [over, open_],
        "studio.ballots": [over, open_],
        "studio.koc": codes["koc"],
        "studio.support_round": [over],
        "studio.sample": codes["sample"],
        "studio.post": codes["post"],
        "studio.presale": codes["presale"] + codes["drafted"],
        "studio.order": codes["order"],
        "studio.work_order": codes["work_order"],
        "factory.work_order": codes["work_order"],
    }


def pages(house: House) -> dict[str, tuple[str, ...]]:
    """{endpoint: its blanks} of every page of the app."""
    found = {}
    for rule in house.app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint not in NOT_PAGES:
            found[rule.endpoint] = tuple(sorted(rule.arguments))
    return found


OPENS = {
    "lin": {"anyone", "member"},
    "xiaotang": {"koc"},
    "operator": {"operator"},
    "factory": {"factory"},
    None: {"anyone"},
}
"""Whose pages each of them opens: 林 those of everybody, the others only what their role lets them into."""


def addresses(house: House, made: dict[str, list[dict[str, str]]], key: str | None) -> list[str]:
    """The pages of this person, or of somebody without an account."""
    wanted = []
    with house.app.test_request_context():
        for endpoint, blanks in sorted(pages(house).items()):
            if guard.POLICY[endpoint] & OPENS[key]:
                every = made.get(endpoint, []) if blanks else [{}]
                wanted += [house.app.url_for(endpoint, **values) for values in every]
    return wanted


def test_every_page_with_a_blank_has_something_to_fill_it(house: House, made: dict[str, Any]) -> None:
    known = pages(house)
    assert {endpoint for endpoint, blanks in known.items() if blanks} == set(made)
    assert {one for one in known if not guard.POLICY[one] & set().union(*OPENS.values())} == set()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("key", [key for key in OPENS if key])
def test_no_page_scrolls_sideways_or_makes_the_browser_complain(
    house: House, made: dict[str, Any], visits: Visits, key: str, language: str
) -> None:
    page = visits.open(key, language, **NARROW)
    wrong = []
    for url in addresses(house, made, key):
        page.emulate_media(color_scheme="light")
        answer = page.goto(url)
        if answer.status != 200:
            wrong.append((url, answer.status))
        if page.locator("html").get_attribute("lang").replace("-", "_")[:2] != language[:2]:
            wrong.append((url, "the other language"))
        if page.locator("h1").count() != 1:
            wrong.append((url, f"{page.locator('h1').count()} h1"))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            if page.evaluate(WIDE):
                wrong.append((url, scheme, "scrolls sideways", page.evaluate(OUTSIDE)))
            if page.evaluate(DARK) != (scheme == "dark"):
                wrong.append((url, scheme, "is not"))
    assert wrong == []


def test_no_page_of_somebody_without_an_account_does_either(house: House, made: dict[str, Any], visits: Visits) -> None:
    page = visits.open(None, **NARROW)
    wrong = []
    for url in addresses(house, made, None):
        if page.goto(url).status != 200 or page.evaluate(WIDE):
            wrong.append((url, page.evaluate(OUTSIDE)))
    assert wrong == []


# --- the ballot -----------------------------------------------------------------------------------------------------


def picked(house: House, made: dict[str, Any]) -> int:
    """How many designs 林 has on her ballot of the open round."""
    with house.app.app_context():
        code = made["shopper.ballot"][0]["code"]
        round_ = makers.rounds.Round.find(code)
        return len(makers.ballots.picks_of(round_, makers.person(who("lin")).id))


def test_the_ballot_works_without_javascript(house: House, made: dict[str, Any], visits: Visits) -> None:
    code = made["shopper.ballot"][0]["code"]
    page = visits.open("lin", **NARROW, java_script_enabled=False)
    page.goto(f"/rounds/{code}")
    hearts = page.locator("form[data-ballot] .heart input")
    for place in range(hearts.count()):
        hearts.nth(place).set_checked(place in (2, 5, 8), force=True)
    page.locator("button[form=ballot]").click()
    page.wait_for_url("**/ballot")
    assert picked(house, made) == 3
    page.goto(f"/rounds/{code}")
    assert [at for at in range(hearts.count()) if hearts.nth(at).is_checked()] == [2, 5, 8]


def test_a_tap_that_cannot_be_saved_is_shown_kept_and_sent_again(
    house: House, made: dict[str, Any], visits: Visits
) -> None:
    code = made["shopper.ballot"][0]["code"]
    page = visits.open("lin")
    page.goto(f"/rounds/{code}")
    before = picked(house, made)
    heart = page.locator("form[data-ballot] label.heart:has(input:not(:checked))").first
    page.route("**/picks", lambda route: route.abort("internetdisconnected"))
    heart.tap()
    told = page.locator(".toast", has_text="1")
    told.wait_for()
    assert page.locator("[data-ballot-count]").first.inner_text() == str(before + 1)
    assert picked(house, made) == before
    # What could not be sent outlives the page, and goes out by itself once the network is back.
    page.unroute("**/picks")
    with page.expect_response(lambda answer: answer.url.endswith("/picks")) as answered:
        page.reload()
    assert answered.value.status == 200
    assert picked(house, made) == before + 1
    visits.forgive("ERR_INTERNET_DISCONNECTED")


def test_a_refused_tap_puts_the_heart_back_and_says_why(house: House, made: dict[str, Any], visits: Visits) -> None:
    code = made["shopper.ballot"][0]["code"]
    page = visits.open("lin")
    page.goto(f"/rounds/{code}")
    before = picked(house, made)
    with house.app.app_context():
        closes_at = makers.rounds.Round.find(code).closes_at
    label = page.locator("form[data-ballot] label.heart:has(input:not(:checked))").first
    value = label.locator("input").get_attribute("value")
    with only_clock.stopped(closes_at):
        label.tap()
        page.locator(".toast").first.wait_for()
        assert not page.locator(f"form[data-ballot] input[value='{value}']").is_checked()
    assert picked(house, made) == before
    visits.forgive("status of 409")
