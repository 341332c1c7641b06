"""Whether a session took place, and how we know: from people's word, never from silence."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from plugin.mentoring.errors import WrongStateError
from plugin.mentoring.people import PersonId
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
    ONE_WORD = "one member said"
    DIFFERENT = "members said different things"
    NOBODY = "nobody said"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of whether a session took place.

    Attributes:
        yes, no: who said so.

    """

    held: Held
    known: Known
    yes: frozenset[PersonId] = frozenset()
    no: frozenset[PersonId] = frozenset()


def evidence(session: MentoringSession, said: Mapping[PersonId, bool]) -> Evidence:
    """Return what the members' words come to; words of people who were not invited count not."""
    if session.state is SessionState.CANCELLED:
        return Evidence(Held.NO, Known.CALLED_OFF)
    yes = frozenset(who for who, word in said.items() if word and who in session.people)
    no = frozenset(who for who, word in said.items() if not word and who in session.people)
    if yes and no:
        return Evidence(Held.UNKNOWN, Known.DIFFERENT, yes, no)
    if len(yes | no) >= MOST_NEEDED:
        return Evidence(Held.YES if yes else Held.NO, Known.SAID, yes, no)
    return Evidence(Held.UNKNOWN, Known.ONE_WORD if yes or no else Known.NOBODY, yes, no)


def require_begun(session: MentoringSession, *, begun: bool) -> None:
    """Raise WrongStateError for a session that is called off or has not begun."""
    if session.state is SessionState.CANCELLED or not begun:
        raise WrongStateError
