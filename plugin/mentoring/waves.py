"""Counting what people say in closed waves, so that nobody's own word follows from a figure.

Whoever looks before and after one more answer came in would know it. So answers count together with
those of enough others, and a figure moves by all of them at once.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from plugin.mentoring.people import PersonId

T = TypeVar("T")


def in_waves(said: Iterable[T], who: Callable[[T], PersonId], *, least: int) -> list[T]:
    """Return what counts by now: waves of at least `least` people each, and no wave that is open.

    Args:
        said: in the order in which it was said.
        who: whose one is; somebody may be in several waves.
        least: how many different people close a wave.

    """
    counted: list[T] = []
    wave: list[T] = []
    people: set[PersonId] = set()
    for one in said:
        wave.append(one)
        people.add(who(one))
        if len(people) >= least:
            counted += wave
            wave, people = [], set()
    return counted
