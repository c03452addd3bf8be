"""A share with its uncertainty."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

Z95 = 1.959963984540054


@dataclass(frozen=True)
class Rate:
    """``buyers`` of ``people``; ``low`` and ``high`` bound the rate with 95 % confidence (Wilson score interval)."""

    people: int
    buyers: int
    rate: float
    low: float
    high: float

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


def rate(buyers: int, people: int) -> Rate:
    """Wilson, E. B. (1927), J. Am. Stat. Assoc. 22, 209-212. Of nobody nothing is known: 0 within 0 to 1."""
    if not people:
        return Rate(0, 0, 0.0, 0.0, 1.0)
    share, z2 = buyers / people, Z95 * Z95
    middle = share + z2 / (2 * people)
    half = Z95 * math.sqrt(share * (1 - share) / people + z2 / (4 * people * people))
    whole = 1 + z2 / people
    return Rate(
        people,
        buyers,
        share,
        max(0.0, min(share, (middle - half) / whole)),
        min(1.0, max(share, (middle + half) / whole)),
    )
