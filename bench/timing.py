"""Several things and one control, in turns: each round gives each its ratio, and the middle of the rounds counts."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Act = Callable[[], float]
"""Does one thing once and returns the seconds of CPU it took."""


@dataclass
class Subject:
    """``acts`` makes those of one round; making them is not measured."""

    name: str
    acts: Callable[[], Iterable[Act]]
    means: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)

    @property
    def microseconds(self) -> float:
        return statistics.median(self.means) * 1_000_000

    @property
    def ratio(self) -> float:
        """The control's time / its own: 0.25 = four times the control."""
        return statistics.median(self.ratios)

    def against(self, other: Subject) -> float:
        """Its time / the other's, round by round."""
        return statistics.median(mine / its for mine, its in zip(self.means, other.means, strict=True))


def in_turns(control: Subject, subjects: list[Subject], rounds: int) -> None:
    """The first round warms up and is not counted. The control runs before each subject."""
    for number in range(rounds + 1):
        for subject in subjects:
            bare, took = _mean(control), _mean(subject)
            if number:
                control.means.append(bare)
                subject.means.append(took)
                subject.ratios.append(bare / took)


def _mean(subject: Subject) -> float:
    return statistics.fmean([act() for act in list(subject.acts())])
