"""Short codes people can read aloud, made from integer keys without a table of their own.

A code is the row's key, scrambled by a fixed one-to-one map and written in an alphabet without 0/O and 1/I/L. Two rows
never share a code, no extra column or index is kept, and a code says nothing about how many rows there are at a glance.
A code is a name, not a secret: who may see the row is decided in the query.
"""

from __future__ import annotations

import zlib

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 6
SPACE = len(ALPHABET) ** LENGTH  # 887,503,681
STEP = 548_501_987  # prime, near SPACE / golden ratio: neighbours land far apart
BACK = pow(STEP, -1, SPACE)


def write(key: int, kind: str) -> str:
    """The code of row ``key`` (1 .. SPACE - 1) of the table ``kind``."""
    if not 0 < key < SPACE:
        raise ValueError("key outside the space of codes")
    number = (key * STEP + zlib.crc32(kind.encode())) % SPACE
    letters = []
    for _ in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[digit])
    return "".join(letters)


def read(code: str, kind: str) -> int | None:
    """The key behind a code as typed by a person, or None when it cannot be one."""
    code = code.strip().upper()
    if len(code) != LENGTH or any(letter not in ALPHABET for letter in code):
        return None
    number = 0
    for letter in reversed(code):
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    key = (number - zlib.crc32(kind.encode())) * BACK % SPACE
    return key or None
