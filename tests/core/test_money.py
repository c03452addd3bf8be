"""Money: integer fen, shown and read without a float, shared without losing one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from c2m.core import money
from c2m.core.errors import Refused


@pytest.mark.parametrize(
    ("fen", "shown"),
    [(0, "¥0"), (23_900, "¥239"), (23_950, "¥239.50"), (-4_200, "−¥42"), (123_456_701, "¥1,234,567.01")],
)
def test_it_is_shown_as_people_write_it(fen, shown):
    assert money.show(fen) == shown


@pytest.mark.parametrize(
    ("text", "fen"),
    [("239", 23_900), ("239.5", 23_950), ("¥1,239.05", 123_905), (" ￥8 ", 800), ("0.01", 1), ("1，000", 100_000)],
)
def test_it_is_read_as_people_write_it(text, fen):
    assert money.parse(text) == fen


@pytest.mark.parametrize("text", ["", "-1", "1.234", "１２", "1e3", "abc", "1.", "99999999999", "20000000.01", "٣"])
def test_what_is_no_amount_is_refused_beside_its_field(text):
    with pytest.raises(Refused) as said:
        money.parse(text, field="price")
    assert said.value.field == "price"


@given(some.integers(0, money.HIGHEST_FEN))
def test_what_is_shown_can_be_read_again(fen):
    assert money.parse(money.show(fen)) == fen


@given(some.integers(0, 10**9), some.lists(some.integers(0, 10**6), min_size=1, max_size=30).filter(sum))
def test_shared_out_no_fen_is_lost_and_nobody_is_a_fen_from_her_part(total, weights):
    parts = money.share(total, weights)
    assert sum(parts) == total
    assert all(abs(part - total * weight / sum(weights)) < 1 for part, weight in zip(parts, weights, strict=True))


def test_nothing_to_share_by_is_an_error():
    with pytest.raises(ValueError, match="weight"):
        money.share(100, [0, 0])
