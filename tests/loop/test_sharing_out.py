"""How pieces are shared out over work orders: pure arithmetic, so it is tried on thousands of baskets."""

from __future__ import annotations

import itertools
import math

from hypothesis import given
from hypothesis import strategies as some

from c2m.loop import production

baskets = some.lists(some.integers(0, 700), max_size=24).map(lambda pieces: list(enumerate(pieces, start=1)))
limits = some.integers(1, 350)


@given(baskets, limits)
def test_nothing_is_lost_and_nothing_is_made_twice(counts, limit):
    sheets = production.share_out(counts, limit)
    for cell, pieces in counts:
        assert sum(sheet.get(cell, 0) for sheet in sheets) == pieces
    assert all(pieces > 0 for sheet in sheets for pieces in sheet.values())


@given(baskets, limits)
def test_there_are_as_few_sheets_as_the_limit_allows_and_their_sizes_differ_by_one_at_most(counts, limit):
    sizes = [sum(sheet.values()) for sheet in production.share_out(counts, limit)]
    assert len(sizes) == math.ceil(sum(pieces for _, pieces in counts) / limit)
    assert not sizes or (max(sizes) <= limit and max(sizes) - min(sizes) <= 1 and min(sizes) > 0)


@given(baskets, limits)
def test_each_cut_divides_one_cell_at_most(counts, limit):
    sheets = production.share_out(counts, limit)
    places = sum(len(sheet) for sheet in sheets)
    assert places <= sum(1 for _, pieces in counts if pieces) + max(len(sheets) - 1, 0)
    for earlier, later in itertools.pairwise(sheets):
        assert len(set(earlier) & set(later)) <= 1


def test_three_hundred_and_one_pieces_make_two_sheets_of_near_equal_size():
    assert [sum(sheet.values()) for sheet in production.share_out([(1, 200), (2, 101)], 300)] == [150, 151]
    assert production.share_out([(1, 200), (2, 100)], 300) == [{1: 200, 2: 100}]
    assert production.share_out([(1, 0)], 300) == []
