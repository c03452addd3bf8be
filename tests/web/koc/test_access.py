"""Who sees a KOC's pages: she herself, and only her own things."""

from __future__ import annotations

import pytest
from flask import Flask

from c2m.core.db import atomic
from c2m.loop import communities, posts, samples
from tests import cast, makers
from tests.web import browsers

OTHERS = (cast.XU_JING, cast.SU_HE, cast.DING_NING, cast.LAO_GU, cast.LIN)


@pytest.fixture
def hers(app: Flask, clock) -> dict[str, str]:
    """Addresses of 小棠's things."""
    with app.app_context():
        makers.factory()
        koc, other = makers.koc(), makers.koc(cast.A_NING)
        post = makers.written(koc_=koc)
        with atomic():
            card = communities.make_card(koc.groups[0], "地铁口")
            group = other.groups[0].code
        sample = f"/koc/samples/{post.sample.code}"
        return {
            "sample": sample,
            "post": f"{sample}/post",
            "preview": f"{sample}/preview",
            "card": f"/koc/cards/{card.code}",
            "code": f"/koc/cards/{card.code}/code.png",
            "other group": group,
        }


PAGES = ("sample", "post", "preview", "card", "code")
ACTS = (
    ("sample", "/receipts", {}),
    ("sample", "/refusals", {"reason": "不好"}),
    ("sample", "/resamples", {"reason": "不好"}),
    ("sample", "/settlements", {"kept": "yes"}),
    ("sample", "/drafts", {"scene": "改了"}),
    ("sample", "/posts", {}),
    ("card", "/handouts", {"count": "5"}),
)


def test_she_sees_her_own_pages(app: Flask, hers):
    tang = browsers.of(app, cast.XIAO_TANG)
    assert [tang.get(hers[page]).status_code for page in PAGES] == [200] * 5
    assert tang.get("/koc").status_code == 200


def test_another_koc_finds_nothing_there_and_changes_nothing(app: Flask, hers):
    ning = browsers.of(app, cast.A_NING)
    assert [ning.get(hers[page]).status_code for page in PAGES] == [404] * 5
    for page, noun, form in ACTS:
        assert ning.post(hers[page] + noun, data=form).status_code == 404, noun
    with app.app_context():
        post = posts.of_sample(samples.Sample.find(hers["sample"].rsplit("/", 1)[-1]))
        assert (post.scene, post.state, post.sample.state) == (makers.WORDS["scene"], "draft", "received")


def test_what_is_not_there_looks_like_what_is_not_hers(app: Flask, hers):
    ning = browsers.of(app, cast.A_NING)
    foreign, missing = ning.get(hers["sample"]), ning.get("/koc/samples/222222")
    assert foreign.status_code == missing.status_code == 404
    assert browsers.words(foreign) == browsers.words(missing)


@pytest.mark.parametrize("who", OTHERS, ids=lambda who: who.name)
def test_nobody_else_enters(app: Flask, hers, who: cast.Who):
    browser = browsers.of(app, who)
    assert {browser.get(path).status_code for path in ["/koc", *(hers[page] for page in PAGES)]} == {404}
    assert {browser.post(hers[page] + noun, data=form).status_code for page, noun, form in ACTS} == {404}


def test_who_is_not_signed_in_is_asked_to(hers, client):
    assert client.get("/koc").location.startswith("/signin?next=")
    assert client.post(hers["sample"] + "/receipts").status_code == 401


def test_a_card_for_somebody_elses_group_is_not_made(app: Flask, hers):
    tang = browsers.of(app, cast.XIAO_TANG)
    assert tang.post("/koc/cards", data={"group": hers["other group"], "name": "偷来的"}).status_code == 404
    assert "偷来的" not in browsers.words(browsers.of(app, cast.A_NING).get("/koc"))
