"""People and rules: roles by phone, factories and their hands, the brand's settings."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from c2m.core import clock
from c2m.core.db import atomic, db
from c2m.core.moves import Trace
from c2m.core.outbox import Effect
from c2m.loop import brand, factories, people
from tests import cast, makers
from tests.web import browsers

pytestmark = pytest.mark.usefixtures("clock")
RULES = {
    "name": "一寸",
    "name_en": "One inch",
    "lock_hours": "12",
    "batch_pieces": "200",
    "hold_minutes": "20",
    "winners": "3",
    "share": "7.5",
}


@pytest.fixture
def xu(app: Flask):
    return browsers.of(app, cast.XU_JING)


def roles(app: Flask, who: cast.Who) -> set[str]:
    with app.app_context():
        person = people.by_phone(who.phone)
        return set(people.roles_of(person.id)) if person else set()


def code(app: Flask, who: cast.Who) -> str:
    with app.app_context():
        return makers.person(who).code


def test_a_role_is_given_by_phone_to_somebody_new_or_known(app: Flask, xu):
    assert (
        xu.post("/studio/crew", data={"phone": "137 0013 2021", "name": "林小满", "role": "support"}).status_code == 303
    )
    assert roles(app, cast.LIN) == {"support"}
    assert xu.post("/studio/crew", data={"phone": cast.LIN.phone, "role": "designer"}).status_code == 303
    assert roles(app, cast.LIN) == {"support", "designer"}
    assert "林小满" in browsers.words(xu.get("/studio/crew"))


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"phone": "13700132021", "role": "support"}, 422),
        ({"phone": "1", "name": "林", "role": "support"}, 422),
        ({"phone": "13700132021", "name": "林", "role": "koc"}, 422),
        ({"phone": "13700132021", "name": "林", "role": "factory"}, 422),
    ],
)
def test_a_wrong_role_or_phone_makes_nobody(app: Flask, xu, form, status):
    assert xu.post("/studio/crew", data=form).status_code == status
    with app.app_context():
        assert people.by_phone("13700132021") is None


def test_a_role_taken_away_ends_her_sign_ins(app: Flask, xu):
    su = browsers.of(app, cast.SU_HE)
    assert su.get("/studio/designs").status_code == 200
    assert (
        xu.post("/studio/crew/dismissals", data={"person": code(app, cast.SU_HE), "role": "designer"}).status_code
        == 303
    )
    assert roles(app, cast.SU_HE) == set()
    assert su.get("/studio/designs").status_code == 302


def test_the_last_operator_cannot_be_removed(app: Flask, xu):
    mine = {"person": code(app, cast.XU_JING), "role": "operator"}
    answer = xu.post("/studio/crew/dismissals", data=mine)
    assert answer.status_code == 409 and "许静" in browsers.words(answer)
    assert roles(app, cast.XU_JING) == {"operator"}
    xu.post("/studio/crew", data={"phone": cast.DING_NING.phone, "name": "丁宁", "role": "operator"})
    assert xu.post("/studio/crew/dismissals", data=mine).status_code == 303
    assert xu.get("/studio/crew").status_code == 302


def test_a_password_is_set_for_staff_only(app: Flask, xu, client):
    ding = {"person": code(app, cast.DING_NING), "password": "足够长的一个密码"}
    assert xu.post("/studio/crew/passwords", data=ding | {"password": "short"}).status_code == 422
    assert xu.post("/studio/crew/passwords", data=ding | {"password": "long enough 2026"}).status_code == 303
    assert xu.post("/studio/crew/passwords", data=ding | {"person": code(app, cast.LIN)}).status_code in {404, 422}
    with app.app_context():
        assert people.by_password(cast.DING_NING.phone, "long enough 2026").name == "丁宁"
        assert people.by_phone(cast.LIN.phone).password_hash is None


def test_a_member_gets_no_password_here(app: Flask, xu):
    form = {"person": code(app, cast.LIN), "password": "long enough 2026"}
    assert xu.post("/studio/crew/passwords", data=form).status_code == 404
    with app.app_context():
        assert people.by_phone(cast.LIN.phone).password_hash is None


def test_a_factory_gets_people_by_phone_and_loses_them_at_once(app: Flask, xu):
    assert xu.post("/studio/factories", data={"factory": cast.JIAXING, "city": "嘉兴"}).status_code == 303
    assert xu.post("/studio/factories", data={"factory": cast.JIAXING}).status_code == 409
    with app.app_context():
        made = factories.every()[0].code
    hand = {"of_factory": made, "hand_phone": cast.LAO_GU.phone, "hand_name": "顾师傅"}
    assert xu.post("/studio/factories/staff", data=hand).status_code == 303
    gu = browsers.of(app, cast.LAO_GU)
    assert gu.get("/factory").status_code == 200
    assert xu.post("/studio/factories/dismissals", data={"person": code(app, cast.LAO_GU)}).status_code == 303
    assert gu.get("/factory").status_code == 302
    assert xu.post("/studio/factories/dismissals", data={"person": code(app, cast.LAO_GU)}).status_code == 404


def test_after_a_refusal_only_the_form_it_is_about_is_shown_with_what_was_typed(app: Flask, xu):
    page = xu.post("/studio/factories", data={"factory": "", "city": "绍兴"}).get_data(as_text=True)
    assert 'value="绍兴"' in page and 'name="phone"' not in page


def test_the_rules_are_changed_together_or_not_at_all(app: Flask, xu):
    assert xu.post("/studio/settings", data=RULES).status_code == 303
    with app.app_context():
        assert brand.read() == brand.Brand("一寸", "One inch", 12, 200, 20, 3, 750)


def test_the_rules_in_force_stand_in_their_fields(app: Flask, xu):
    xu.post("/studio/settings", data=RULES)
    page = xu.get("/studio/settings").get_data(as_text=True)
    for name, value in RULES.items():
        assert re.search(rf'name="{name}"[^>]* value="{value}"', page), name


def test_who_changed_a_rule_from_what_to_what_is_on_record(app: Flask, xu):
    xu.post("/studio/settings", data=RULES | {"winners": "5"})
    with app.app_context():
        rows = {row.note["name"]: row for row in db.session.scalars(select(Trace).where(Trace.thing == "setting"))}
        assert "winners" not in rows, "five were the rule before"
        assert (rows["lock_hours"].note["before"], rows["lock_hours"].note["after"]) == (16, 12)
        assert rows["lock_hours"].by_id == people.by_phone(cast.XU_JING.phone).id


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"winners": "0"},
        {"batch_pieces": "many"},
        {"share": "0"},
        {"share": "51"},
        {"share": "five"},
        {"lock_hours": "-1"},
    ],
)
def test_a_rule_that_cannot_be_changes_none(app: Flask, xu, wrong):
    answer = xu.post("/studio/settings", data=RULES | wrong)
    assert answer.status_code == 422
    with app.app_context():
        assert brand.read() == brand.Brand()


def test_what_could_not_be_sent_is_listed_with_its_reason(app: Flask, xu):
    assert "没发出去的" not in browsers.words(xu.get("/studio/settings"))
    with app.app_context(), atomic():
        effect = Effect(kind="sms", key="x", payload={}, state="parked", due_at=clock.now(), made_at=clock.now())
        effect.error = "ConnectionError: no route"
        db.session.add(effect)
    words = browsers.words(xu.get("/studio/settings"))
    assert "没发出去的" in words and "一条短信" in words and "ConnectionError: no route" in words


def test_what_was_given_up_is_tried_again_when_the_operator_says_so(app: Flask, xu):
    with app.app_context(), atomic():
        at = clock.now()
        given_up, other = (
            Effect(kind="sms", key=key, payload={"phone": key}, state="parked", tries=5, due_at=at, made_at=at)
            for key in ("x", "y")
        )
        db.session.add_all([given_up, other])
        db.session.flush()
        number = given_up.id
    for _once_more in range(2):
        assert xu.post("/studio/settings/tries", data={"effect": number}).status_code == 303
    with app.app_context():
        found = {one.key: (one.state, one.tries) for one in db.session.scalars(select(Effect))}
        assert found == {"x": ("waiting", 0), "y": ("parked", 5)}
        (row,) = db.session.scalars(select(Trace).where(Trace.thing == "effect"))
        assert (row.verb, row.by_id) == ("try again", people.by_phone(cast.XU_JING.phone).id)
