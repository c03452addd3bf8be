"""Whatever is typed into an address or a field, the answer is a page or a refusal: never an error of ours.

The fields are read off the source, so one that is added later is tried too.
"""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from c2m.config import ROOT
from c2m.loop import communities, presales
from tests import cast, makers
from tests.web import browsers
from tests.web.test_policy import SIGNED_IN, address, ask, may, rules

ODD = (
    "%ED%A0%80",
    "%00",
    "%F0%9F%91%97",
    "A" * 1200,
    "%27%22",
    "1%27%20OR%20%271%27=%271%27--",
    "..",
    "..%2F..%2Fetc%2Fpasswd",
    "%EF%BC%A1%EF%BC%A2%EF%BC%A3%EF%BC%A4%EF%BC%A5%EF%BC%A6",
    "-1",
    "99999999999999999999",
    "9999-12-31T23:59",
    "0001-01-01T00:00",
)
"""As they stand in an address: lone surrogate, NUL, emoji, long, quotes, SQL, the folder above, full-width, too small,
too large for a column, and dates at the ends of the calendar."""
READERS = r"\b(?:text|whole|whole_or_none|fen|moment|chosen|many|get|getlist)\(\s*\"([a-z_]+)\""
IN_LOOPS = {"province", "city", "district", "street", "note", "scene", "worry", "fit", "size_advice", "not_for"}
SOURCES = [path.read_text(encoding="utf-8") for path in ROOT.glob("c2m/web/**/*.py")]
FIELDS = sorted(IN_LOOPS.union(*(re.findall(READERS, source) for source in SOURCES)))
LEAVING = {"account.sign_out", "account.sign_out_everywhere"}
TYPED = [value for value in ODD if not value.startswith(("..", "%27", "0001"))]
odd = pytest.mark.parametrize("value", TYPED, ids=lambda value: value[:24])


@pytest.fixture
def everyone(app: Flask) -> dict[str, FlaskClient]:
    with app.app_context():
        makers.koc(cast.XIAO_TANG)
        makers.factory()
    return {role: browsers.of(app, who) for role, (who, _roles) in SIGNED_IN.items()}


@pytest.fixture
def busy(app: Flask, clock: object, everyone: dict[str, FlaskClient]) -> dict[str, list[str]]:
    """{the first words of an endpoint's address: codes that are really there}."""
    with app.app_context():
        tang = makers.koc(cast.XIAO_TANG)
        lin = makers.member(tang, cast.LIN)
        over = makers.round_(tang)
        makers.vote(over, lin, 1, 2, 3, 4)
        makers.confirmed(over)
        posts = [makers.post(over.entries[0].design, tang), makers.written(over.entries[1].design, tang)]
        job = makers.released()
        selling = makers.sale(minimum=30, fronts=posts[:1])
        orders = [makers.buy(selling, lin), makers.order(selling, lin)]
        open_ = makers.round_(tang, [entry.design for entry in over.entries])
        makers.vote(open_, lin, 4)
        with makers.atomic():
            card = communities.make_card(tang.groups[0], "地铁口")
            drafted = presales.draft(posts[:1], makers.given(5))
        found = {
            "/rounds": [open_, over],
            "/studio/rounds": [open_, over],
            "/designs": [over.entries[0].design],
            "/studio/designs": [over.entries[0].design],
            "/c": [card],
            "/koc/cards": [card],
            "/studio/cards": [card],
            "/hosts": [tang],
            "/studio/communities": [tang],
            "/me/groups": [tang.groups[0]],
            "/presales": [selling],
            "/studio/presales": [selling, drafted],
            "/orders": orders,
            "/studio/orders": orders,
            "/koc/samples": [post.sample for post in posts],
            "/studio/samples": [post.sample for post in posts],
            "/studio/posts": posts,
            "/studio/work-orders": [job],
            "/factory/work-orders": [job],
        }
        return {start: [one.code for one in things] for start, things in found.items()}


def codes_for(busy: dict[str, list[str]], rule: str) -> list[str]:
    return busy.get(rule.split("/<")[0], []) if "<" in rule else [""]


def test_the_fields_are_really_found() -> None:
    assert len(FIELDS) > 90 and {"phone", "price", "closes_at", "street", "next"} <= set(FIELDS)


def test_an_odd_address_is_never_an_error_of_ours(app: Flask, everyone: dict[str, FlaskClient]) -> None:
    broken = []
    for rule, method in rules(app):
        insiders = [role for role in everyone if may(rule.endpoint, SIGNED_IN[role][1])]
        for value in ODD if rule.arguments else ():
            status = ask(everyone[insiders[0]], method, address(rule, value))
            if status >= 500 or 200 <= status < 300:
                broken.append((insiders[0], rule.endpoint, value, status))
    assert broken == []


@odd
def test_odd_words_in_every_field_never_break_a_page_or_a_form(
    app: Flask, everyone: dict[str, FlaskClient], busy: dict[str, list[str]], value: str
) -> None:
    """Once over with all there is; what a form did stays done, so the later ones meet what the earlier ones left."""
    typed = "&".join(f"{name}={value}" for name in FIELDS)
    form = {"data": typed, "content_type": "application/x-www-form-urlencoded"}
    broken = []
    for rule, method in rules(app):
        if rule.endpoint in LEAVING:
            continue
        role = next(one for one in everyone if may(rule.endpoint, SIGNED_IN[one][1]))
        for code in codes_for(busy, rule.rule):
            url = address(rule, code)
            if method == "GET":
                # The design is one there is: it stands first, and the first one counts.
                design = busy["/designs"][0]
                status = ask(everyone[role], method, f"{url}?design={design}&{typed}")
            else:
                status = ask(everyone[role], method, url, **form)
            if status >= 500:
                broken.append((role, rule.endpoint, status))
    assert broken == []


def test_a_sale_that_would_close_at_the_end_of_the_calendar_is_only_not_worked_out(
    app: Flask, everyone: dict[str, FlaskClient], busy: dict[str, list[str]]
) -> None:
    dates = "&".join(f"{name}=9999-12-31T23:59" for name in ("opens_at", "closes_at", "ships_by"))
    url = f"/studio/presales/new?design={busy['/designs'][0]}&price=239&cost=118&minimum=3&{dates}"
    assert ask(everyone["operator"], "GET", url) == 200
