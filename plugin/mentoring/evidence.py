"""Whether a session took place, and how we know: from people's word or Teams, never from silence.

What Teams saw makes known that people met where nobody says otherwise. That it saw nobody together
makes nothing known by itself: people talk by telephone too. A person's word is never overruled.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from plugin.mentoring.errors import WrongStateError
from plugin.mentoring.people import PersonId
from plugin.mentoring.presence import Seen
from plugin.mentoring.session import MentoringSession, SessionState

MOST_NEEDED = 2
"""Whose words agree: so many people's. One alone is a word, not yet knowledge."""


class Held(StrEnum):
    """Whether it took place."""

    YES = "held"
    NO = "not held"
    UNKNOWN = "unknown"


class Known(StrEnum):
    """How we know, or why we do not."""

    CALLED_OFF = "called off"
    SAID = "members said"
    TEAMS = "Teams saw them"
    AGREED = "one member said, and Teams saw the same"
    ONE_WORD = "one member said"
    DIFFERENT = "members said different things"
    AGAINST = "one member said it was not, Teams saw them"
    NOBODY = "nobody said"


class Saw(StrEnum):
    """What Teams saw of all who were invited."""

    TOGETHER = "together"
    ALONE = "alone"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of whether a session took place.

    Attributes:
        yes, no: who said so.
        saw: what Teams saw; None where it was not asked, or told nothing.
        there: whom it saw, together or alone.

    """

    held: Held
    known: Known
    yes: frozenset[PersonId] = frozenset()
    no: frozenset[PersonId] = frozenset()
    saw: Saw | None = None
    there: frozenset[PersonId] = frozenset()

    @property
    def is_disputed(self) -> bool:
        """Whether what people say together is not what Teams saw; their word stands."""
        if self.known is not Known.SAID or self.saw is None:
            return False
        return (self.held is Held.YES) != (self.saw is Saw.TOGETHER)


def evidence(
    session: MentoringSession,
    said: Mapping[PersonId, bool],
    seen: Mapping[PersonId, Seen] | None = None,
) -> Evidence:
    """Return what is known; words and sights of people who were not invited count not."""
    if session.state is SessionState.CANCELLED:
        return Evidence(Held.NO, Known.CALLED_OFF)
    yes = frozenset(who for who, word in said.items() if word and who in session.people)
    no = frozenset(who for who, word in said.items() if not word and who in session.people)
    saw, there = _saw(session, seen or {})
    held, known = _known(len(yes), len(no), saw)
    return Evidence(held, known, yes, no, saw, there)


def _known(yes: int, no: int, saw: Saw | None) -> tuple[Held, Known]:
    if yes and no:
        return Held.UNKNOWN, Known.DIFFERENT
    if yes + no >= MOST_NEEDED:
        return (Held.YES if yes else Held.NO), Known.SAID
    if saw is Saw.TOGETHER:
        if no:
            return Held.UNKNOWN, Known.AGAINST
        return Held.YES, Known.AGREED if yes else Known.TEAMS
    if no and saw is not None:
        return Held.NO, Known.AGREED
    return Held.UNKNOWN, Known.ONE_WORD if yes or no else Known.NOBODY


def _saw(
    session: MentoringSession, seen: Mapping[PersonId, Seen]
) -> tuple[Saw | None, frozenset[PersonId]]:
    known = {who: word for who, word in seen.items() if who in session.people}
    for word, saw in ((Seen.TOGETHER, Saw.TOGETHER), (Seen.ALONE, Saw.ALONE)):
        there = frozenset(who for who, one in known.items() if one is word)
        if there:
            return saw, there
    return (Saw.NOBODY if known else None), frozenset()


def require_begun(session: MentoringSession, *, begun: bool) -> None:
    """Raise WrongStateError for a session that is called off or has not begun."""
    if session.state is SessionState.CANCELLED or not begun:
        raise WrongStateError
