"""Posts: three photos, all the words, wrong facts sent back, every wording kept."""

from __future__ import annotations

import pytest

from c2m.core.db import atomic
from c2m.core.errors import Refused
from c2m.loop import inbox, posts
from tests import makers
from tests.databases import both

pytestmark = [both, pytest.mark.usefixtures("inside")]


def test_a_post_begins_when_the_sample_is_received_and_is_always_the_same_one(clock):
    sample = makers.sample()
    with atomic():
        first = posts.begin(sample)
    with atomic():
        assert posts.begin(sample) is first


def test_two_photos_are_too_few(clock):
    post = makers.written()
    with atomic():
        posts.remove_picture(post, post.pictures[0].id)
    with pytest.raises(Refused, match="3 photos") as said, atomic():
        posts.hand_in(post)
    assert said.value.field == "pictures" and post.state == "draft"


@pytest.mark.parametrize("missing", [*posts.WORDS, "wears"])
def test_none_of_the_words_may_be_missing_above_all_who_should_not_buy_it(clock, missing):
    post = makers.written()
    with atomic():
        posts.write(post, **{missing: "  "})
    with pytest.raises(Refused) as said, atomic():
        posts.hand_in(post)
    assert said.value.field == missing and posts.wordings(post) == []


def test_the_same_photo_twice_is_one_and_twelve_are_the_most(clock):
    post = makers.written()
    with atomic():
        posts.add_pictures(post, [makers.picture(31), makers.picture(41)])
    assert len(post.pictures) == 4
    with pytest.raises(Refused, match="12 photos"), atomic():
        posts.add_pictures(post, [makers.picture(n) for n in range(50, 59)])
    assert len(post.pictures) == 4


def test_sent_back_for_a_wrong_fact_the_record_keeps_both_wordings(clock):
    post = makers.written()
    with atomic():
        posts.hand_in(post)
    with pytest.raises(Refused, match="which fact"), atomic():
        posts.send_back(post, "")
    with atomic():
        posts.send_back(post, "面料是 95 % 棉，不是全棉")
    assert inbox.told(f"post-back:{post.id}:1") == {post.sample.koc.person_id}
    with atomic():
        posts.write(post, scene="上班穿了一天。面料 95 % 棉。")
        posts.hand_in(post)
        posts.approve(post)
    first, second = posts.wordings(post)
    assert (first.scene, first.returned_reason) == (makers.WORDS["scene"], "面料是 95 % 棉，不是全棉")
    assert (second.scene, second.returned_reason) == ("上班穿了一天。面料 95 % 棉。", "")
    assert (post.state, post.sample.state, post.returned_reason) == ("approved", "posted", "")


def test_what_is_handed_in_cannot_be_changed_behind_the_operators_back(clock):
    post = makers.written()
    with atomic():
        posts.hand_in(post)
    for change in (
        lambda: posts.write(post, scene="别的"),
        lambda: posts.add_pictures(post, [makers.picture(77)]),
        lambda: posts.remove_picture(post, post.pictures[0].id),
        lambda: posts.set_video(post, None),
    ):
        with pytest.raises(Refused) as said, atomic():
            change()
        assert said.value.status == 409


def test_a_post_is_approved_once_and_only_after_it_was_handed_in(clock):
    post = makers.written()
    with pytest.raises(Refused), atomic():
        posts.approve(post)
    approved = makers.post(post.sample.design)
    with pytest.raises(Refused), atomic():
        posts.approve(approved)


def test_a_novel_is_refused_beside_its_field(clock):
    post = makers.written()
    with pytest.raises(Refused) as said, atomic():
        posts.write(post, fit="长" * 1001)
    assert said.value.field == "fit"
