"""Who may enter, for every route there is: one table, and nobody gets past it. No address, however odd, breaks a page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.routing import Rule

from c2m.core import codes
from c2m.core.db import db
from c2m.loop import rounds
from c2m.web import guard
from tests import cast, makers
from tests.web import browsers

SIGNED_IN = {
    "shopper": (cast.LIN, {"member"}),
    "koc": (cast.XIAO_TANG, {"member", "koc"}),
    "designer": (cast.SU_HE, {"member", "designer"}),
    "support": (cast.DING_NING, {"member", "support"}),
    "operator": (cast.XU_JING, {"member", "operator"}),
    "factory": (cast.LAO_GU, {"member", "factory"}),
}
MISSING = codes.write(codes.SPACE - 3, "nothing")
SAFE = {"GET", "HEAD", "OPTIONS"}
WITHOUT_TOKEN = {"callbacks.receive"}
"""Callbacks prove themselves by a signature; there is no session to abuse."""
HEADERS = {
    "Content-Security-Policy": guard.CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def rules(app: Flask) -> list[tuple[Rule, str]]:
    """Every route with each of its methods, always in the same order."""
    found = [(rule, method) for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}]
    return sorted(found, key=lambda one: (one[0].rule, one[1]))


def address(rule: Rule, value: str = MISSING) -> str:
    """This route's address with ``value`` in each of its blanks."""
    return "".join(value if dynamic else part for dynamic, part in rule._trace if dynamic or part != "|")


def addresses(app: Flask, value: str = MISSING) -> Iterator[tuple[str, str, str]]:
    """(endpoint, method, address) of every route."""
    for rule, method in rules(app):
        yield rule.endpoint, method, address(rule, value)


def may(endpoint: str, roles: set[str]) -> bool:
    allowed = guard.POLICY[endpoint]
    return bool(allowed & (roles | {"anyone"}))


def ask(browser: FlaskClient, method: str, url: str, **values: object) -> int:
    answer = browser.open(url, method=method, **values)
    status = answer.status_code
    answer.close()
    return status


@pytest.fixture
def everyone(app: Flask) -> dict[str, FlaskClient]:
    """A browser for each role, signed in."""
    with app.app_context():
        makers.koc(cast.XIAO_TANG)
        makers.factory()
    return {role: browsers.of(app, who) for role, (who, _roles) in SIGNED_IN.items()}


# --- the table ------------------------------------------------------------------------------------------------------


def test_every_route_has_a_row_and_every_row_a_route(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(guard.POLICY)


def test_a_row_names_only_roles_there_are() -> None:
    known = {"anyone", "member", "koc", "operator", "designer", "support", "factory"}
    assert {endpoint for endpoint, row in guard.POLICY.items() if not row or not row <= known} == set()


def test_a_state_is_never_changed_by_a_get_and_a_form_never_shares_its_view(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        assert rule.methods <= SAFE or rule.methods <= {"POST", "OPTIONS"}, rule


def test_a_route_without_a_row_is_refused_to_everybody(
    app: Flask, everyone: dict[str, FlaskClient], client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(guard.POLICY, "shopper.kocs")
    assert {ask(browser, "GET", "/hosts") for browser in (client, *everyone.values())} == {404}


# --- who gets in ----------------------------------------------------------------------------------------------------


def test_nobody_without_the_role_gets_in(app: Flask, everyone: dict[str, FlaskClient]) -> None:
    wrong = []
    for role, browser in everyone.items():
        for endpoint, method, url in addresses(app):
            if may(endpoint, SIGNED_IN[role][1]):
                continue
            status = ask(browser, method, url)
            if status != 404:
                wrong.append((role, endpoint, method, status))
    assert wrong == []


def test_who_has_not_signed_in_is_asked_to_and_a_form_of_hers_is_refused(app: Flask, client: FlaskClient) -> None:
    for endpoint, method, url in addresses(app):
        if may(endpoint, set()):
            continue
        answer = client.open(url, method=method)
        if method == "GET":
            assert (answer.status_code, answer.location.split("?")[0]) == (302, "/signin"), endpoint
        else:
            assert answer.status_code == 401, endpoint


def test_who_has_the_role_gets_every_page_that_needs_no_code(app: Flask, everyone: dict[str, FlaskClient]) -> None:
    wrong = []
    for role, browser in everyone.items():
        for rule, method in rules(app):
            if method == "GET" and not rule.arguments and may(rule.endpoint, SIGNED_IN[role][1]):
                status = ask(browser, method, rule.rule)
                if status not in (200, 302, 303):
                    wrong.append((role, rule.endpoint, status))
    assert wrong == []


def test_a_code_that_names_nothing_is_a_404_page_for_who_has_the_role(
    app: Flask, everyone: dict[str, FlaskClient]
) -> None:
    wrong = []
    for role, browser in everyone.items():
        for rule, method in rules(app):
            if method == "GET" and rule.arguments and may(rule.endpoint, SIGNED_IN[role][1]):
                status = ask(browser, method, address(rule))
                if status != 404:
                    wrong.append((role, rule.endpoint, status))
    assert wrong == []


def test_a_form_that_names_nothing_or_says_nothing_is_refused_and_never_breaks(
    app: Flask, everyone: dict[str, FlaskClient]
) -> None:
    leaving = {"account.sign_out", "account.sign_out_everywhere"}
    broken = []
    for role, browser in everyone.items():
        for endpoint, method, url in addresses(app):
            if method != "POST" or endpoint in leaving or not may(endpoint, SIGNED_IN[role][1]):
                continue
            for body in ({}, {"json": {}}, {"data": b"\xff\xfe{", "content_type": "application/json"}):
                status = ask(browser, method, url, **body)
                if status >= 500:
                    broken.append((role, endpoint, sorted(body), status))
    assert broken == []


# --- what belongs to somebody else ----------------------------------------------------------------------------------


def same(app: Flask, who: cast.Who, foreign: str, missing: str) -> None:
    """To her, what belongs to somebody else looks exactly like what does not exist."""
    browser = browsers.of(app, who)
    one, other = browser.get(foreign), browser.get(missing)
    assert (one.status_code, other.status_code) == (404, 404)
    assert browsers.words(one) == browsers.words(other)


def test_somebody_elses_order_and_payment_look_like_none(app: Flask, clock: object) -> None:
    with app.app_context():
        order = makers.order(makers.sale(), cast.LIN)
        number, code = makers.paying(order).number, order.code
    assert ask(browsers.of(app, cast.LIN), "GET", f"/orders/{code}") == 200
    assert ask(browsers.of(app, cast.LIN), "GET", f"/payments/{number}/return") < 400
    same(app, cast.WU, f"/orders/{code}", f"/orders/{MISSING}")
    same(app, cast.WU, f"/payments/{number}/return", f"/payments/{MISSING}/return")


def test_another_kocs_sample_looks_like_none(app: Flask, clock: object) -> None:
    with app.app_context():
        code = makers.sample(koc_=makers.koc(cast.XIAO_TANG)).code
        makers.koc(cast.A_NING)
    assert ask(browsers.of(app, cast.XIAO_TANG), "GET", f"/koc/samples/{code}") == 200
    for page in ("", "/post", "/preview"):
        same(app, cast.A_NING, f"/koc/samples/{code}{page}", f"/koc/samples/{MISSING}{page}")


def test_another_factorys_work_order_looks_like_none(app: Flask, clock: object) -> None:
    with app.app_context():
        code = makers.released().code
        makers.factory(cast.SHAOXING, cast.XIAO_WEI)
    assert ask(browsers.of(app, cast.LAO_GU), "GET", f"/factory/work-orders/{code}") == 200
    for page in ("", "/papers/sheet.xlsx", "/papers/sheet.pdf", "/papers/pieces.csv"):
        same(app, cast.XIAO_WEI, f"/factory/work-orders/{code}{page}", f"/factory/work-orders/{MISSING}{page}")


# --- forms from elsewhere, and headers ------------------------------------------------------------------------------


def test_every_form_without_its_token_is_refused(app: Flask, everyone: dict[str, FlaskClient]) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    wrong = []
    for endpoint, method, url in addresses(app):
        if method in SAFE or endpoint in WITHOUT_TOKEN:
            continue
        role = next(one for one in everyone if may(endpoint, SIGNED_IN[one][1]))
        for values in ({}, {"data": {"csrf_token": "made up"}}, {"json": {}, "headers": browsers.JSON}):
            status = ask(everyone[role], method, url, **values)
            if status != 400:
                wrong.append((endpoint, role, status))
    assert wrong == []


def test_a_callback_needs_no_token_but_its_signature(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert ask(client, "POST", "/callbacks/sandbox", data=b"{}") == 401


def test_every_answer_carries_the_headers_that_protect(app: Flask, everyone: dict[str, FlaskClient]) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    asked = [("GET", "/nowhere"), ("DELETE", "/"), ("GET", "/static/css/base.css"), ("GET", "/static/nothing.css")]
    asked += [(method, url) for _endpoint, method, url in addresses(app)]
    for method, url in asked:
        answer = everyone["operator"].open(url, method=method)
        for name, value in HEADERS.items():
            assert answer.headers.get(name) == value, (method, url, answer.status_code, name)
        answer.close()


def test_the_answer_to_a_broken_database_carries_them_too(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        db.session.execute(text(f"DROP TABLE {rounds.Round.__tablename__}"))
        db.session.commit()
    answer = client.get("/")
    assert answer.status_code == 503
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_a_page_for_one_person_is_kept_by_nobody(app: Flask, everyone: dict[str, FlaskClient]) -> None:
    for role, browser in everyone.items():
        own = [rule for rule, method in rules(app) if method == "GET" and "anyone" not in guard.POLICY[rule.endpoint]]
        for rule in own:
            if not rule.arguments and may(rule.endpoint, SIGNED_IN[role][1]):
                kept = browser.get(rule.rule).headers["Cache-Control"]
                assert "no-store" in kept or "private" in kept, rule.endpoint
