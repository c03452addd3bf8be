"""Short codes: read aloud, typed by hand, never two rows with one code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from c2m.core import codes

keys = some.integers(1, codes.SPACE - 1)


@given(keys)
def test_a_code_leads_back_to_its_row(key):
    assert codes.read(codes.write(key, "order"), "order") == key


@given(keys, keys)
def test_two_rows_never_share_a_code(one, other):
    assert (codes.write(one, "order") == codes.write(other, "order")) == (one == other)


@given(keys)
def test_six_letters_none_of_which_looks_like_another(key):
    code = codes.write(key, "order")
    assert len(code) == 6 and not set(code) & set("01IOL")


def test_neighbours_do_not_look_like_neighbours_and_tables_do_not_share_codes():
    assert len({codes.write(key, "order")[-2:] for key in range(1, 21)}) > 10
    assert codes.write(1, "order") != codes.write(1, "person")


def test_it_may_be_typed_small_and_with_blanks():
    assert codes.read(f"  {codes.write(7, 'order').lower()} ", "order") == 7


@given(some.text(max_size=12))
def test_whatever_is_typed_is_read_or_refused_but_never_an_error(text):
    key = codes.read(text, "order")
    assert key is None or codes.write(key, "order") == text.strip().upper()


@pytest.mark.parametrize("key", [0, -1, codes.SPACE])
def test_a_key_outside_the_space_is_an_error(key):
    with pytest.raises(ValueError, match="outside"):
        codes.write(key, "order")
