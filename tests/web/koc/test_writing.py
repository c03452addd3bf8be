"""Writing a post: drafts are kept, nothing typed is lost, and only a whole post is handed in."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy.orm import selectinload

from c2m.core.db import atomic, db
from c2m.loop import posts, samples
from tests import cast, makers
from tests.web import browsers

SHARED = Path(__file__).parents[3] / ".." / "shared" / "data"


def photo(shade: int = 120) -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.new("RGB", (90, 120), (shade, 160, 150)).save(out, "JPEG")
    return io.BytesIO(out.getvalue()), f"照片{shade}.jpg"


def photos(*shades: int) -> list[tuple[io.BytesIO, str]]:
    return [photo(shade) for shade in shades]


@pytest.fixture
def path(app: Flask, clock) -> str:
    with app.app_context():
        return f"/koc/samples/{makers.sample().code}"


@pytest.fixture
def tang(app: Flask, path):
    browser = browsers.of(app, cast.XIAO_TANG)
    browser.set_cookie("language", "en")
    return browser


def _post(app: Flask, path: str) -> posts.Post | None:
    with app.app_context():
        found = posts.of_sample(samples.Sample.find(path.rsplit("/", 1)[-1]))
        return found and db.session.get(
            posts.Post, found.id, options=[selectinload(posts.Post.pictures)], populate_existing=True
        )


def test_a_draft_keeps_words_and_several_photos_at_once(app: Flask, tang, path):
    form = {"scene": "上班穿了一天。", "wears": "S", "pictures": photos(10, 60, 110)}
    assert tang.post(f"{path}/drafts", data=form).status_code == 303
    kept = _post(app, path)
    assert (kept.scene, kept.wears, len(kept.pictures), kept.state) == ("上班穿了一天。", "S", 3, "draft")
    assert "上班穿了一天。" in browsers.words(tang.get(f"{path}/post"))


def test_one_bad_photo_among_good_ones_is_named_nothing_is_kept_and_the_words_stay_in_the_form(app: Flask, tang, path):
    form = {"scene": "刚写好的一段。", "pictures": [photo(10), (io.BytesIO(b"no picture"), "坏.jpg"), photo(60)]}
    answer = tang.post(f"{path}/drafts", data=form)
    assert answer.status_code == 422
    page = browsers.words(answer)
    assert "坏.jpg" in page and "刚写好的一段。" in page
    assert _post(app, path) is None


def test_a_photo_is_taken_out_again_and_the_words_typed_meanwhile_are_kept(app: Flask, tang, path):
    tang.post(f"{path}/drafts", data={"pictures": photos(10, 60)})
    first = _post(app, path).pictures[0].code
    tang.post(f"{path}/drafts", data={"remove": first, "worry": "怕腰空。"})
    kept = _post(app, path)
    assert [one.code for one in kept.pictures] != [first] and len(kept.pictures) == 1 and kept.worry == "怕腰空。"


def test_more_than_twelve_photos_are_refused_in_a_sentence(app: Flask, tang, path):
    tang.post(f"{path}/drafts", data={"pictures": photos(*range(10, 120, 10))})
    answer = tang.post(f"{path}/drafts", data={"pictures": photos(200, 220)})
    assert answer.status_code == 422 and "12 photos at most" in browsers.words(answer)
    assert len(_post(app, path).pictures) == 11


def test_a_video_is_kept_and_taken_out_again(app: Flask, tang, path):
    film = SHARED / "video" / "flower.mp4"
    if not film.exists():
        pytest.skip("The shared test video is not beside this checkout.")
    kept = tang.post(f"{path}/drafts", data={"video": (io.BytesIO(film.read_bytes()), "花.mp4")})
    assert kept.status_code == 303 and _post(app, path).video_id
    tang.post(f"{path}/drafts", data={"remove": "video"})
    assert _post(app, path).video_id is None


def test_what_only_calls_itself_a_video_is_refused_at_its_field(app: Flask, tang, path):
    answer = tang.post(f"{path}/drafts", data={"scene": "写好的", "video": (io.BytesIO(b"<html>"), "花.mp4")})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and 'id="e-video"' in page and "写好的" in page
    assert _post(app, path) is None


@pytest.mark.parametrize("lacking", [*posts.WORDS, "wears", "pictures"])
def test_a_post_that_lacks_something_is_not_handed_in_but_kept_as_a_draft(app: Flask, tang, path, lacking: str):
    form = makers.WORDS | {"pictures": photos(10, 60, 110)}
    form[lacking] = photos(10, 60) if lacking == "pictures" else ""
    answer = tang.post(f"{path}/posts", data=form)
    assert answer.status_code == 422 and f"#f-{lacking}" in answer.get_data(as_text=True)
    kept = _post(app, path)
    assert kept.state == "draft" and (kept.scene or lacking == "scene")


def test_a_whole_post_is_handed_in_and_cannot_be_changed_any_more(app: Flask, tang, path):
    form = makers.WORDS | {"pictures": photos(10, 60, 110)}
    assert tang.post(f"{path}/posts", data=form).status_code == 303
    assert _post(app, path).state == "submitted"
    page = browsers.words(tang.get(f"{path}/post"))
    assert makers.WORDS["not_for"] in page and "Hand it in" not in page
    assert tang.post(f"{path}/drafts", data={"scene": "换一句"}).status_code == 409
    assert _post(app, path).scene == makers.WORDS["scene"]


def test_a_post_that_came_back_shows_the_reason_and_keeps_every_wording(app: Flask, tang, path):
    tang.post(f"{path}/posts", data=makers.WORDS | {"pictures": photos(10, 60, 110)})
    with app.app_context():
        post = posts.of_sample(samples.Sample.find(path.rsplit("/", 1)[-1]))
        with atomic():
            posts.send_back(post, "胸围是 88。")
    assert "胸围是 88。" in browsers.words(tang.get(f"{path}/post"))
    tang.post(f"{path}/posts", data=makers.WORDS | {"size_advice": "胸围 88 以下选 S。"})
    page = browsers.words(tang.get(f"{path}/preview"))
    assert "2 wordings handed in" in page and makers.WORDS["size_advice"] in page and "胸围 88 以下选 S。" in page


def test_the_preview_says_how_she_is_paid_and_who_should_not_buy(tang, path):
    tang.post(f"{path}/drafts", data={**makers.WORDS, "then": "preview"})
    page = browsers.words(tang.get(f"{path}/preview"))
    assert "is paid 5 %" in page and makers.WORDS["not_for"] in page


def test_limits_are_said_before_anything_is_sent(tang, path):
    page = browsers.words(tang.get(f"{path}/post"))
    assert "up to 25 MB each, 12 in all" in page and "up to 60 seconds and 80 MB" in page


def test_words_that_look_like_a_page_are_only_words(tang, path):
    tang.post(f"{path}/drafts", data={"scene": "<img src=x onerror=alert(1)>", "wears": '"><script>'})
    for page in ("post", "preview"):
        html = tang.get(f"{path}/{page}").get_data(as_text=True)
        assert "<img src=x" not in html and '"><script>' not in html
