"""Answers that are remembered for seconds, because every launch asks for them again."""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

T = TypeVar("T")
LASTS: Final = timedelta(seconds=5)
"""How long a process may act on what another one has changed since."""


class Recent(Generic[T]):
    """Remembers answers worth it, of one kind, for `LASTS`.

    An answer that lets nobody in is not worth it: it must end the moment an administrator ends it,
    and strangers could fill the memory with questions.
    """

    def __init__(self, worth: Callable[[T], bool]) -> None:
        self._worth = worth
        self._answers: dict[Hashable, tuple[datetime, T]] = {}

    def answer(self, key: Hashable, ask: Callable[[], T], *, now: datetime) -> T:
        """Return what was answered lately, else ask."""
        # What is asked while `forget` is called goes into the dict that nobody reads any more.
        answers = self._answers
        if key in answers:
            since, known = answers[key]
            if since <= now < since + LASTS:
                return known
        answer = ask()
        if self._worth(answer):
            answers[key] = now, answer
        return answer

    def forget(self) -> None:
        """Ask again from now on."""
        self._answers = {}


def nobody_remembers() -> None:
    """Tell nobody of a change, where nobody in this process remembers what was."""
