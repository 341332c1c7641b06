"""What each side says after a session, in under a minute, and to whom it is shown."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import SessionId
from plugin.mentoring.waves import in_waves

LEAST_TOLD: Final = 6
"""Themes are told to a coordinator only where so many people answered: more than five."""
LONGEST_FEEDBACK: Final = 600
LATEST: Final = 3
THEMES: Final = ("time", "pace", "topics", "listening", "promises", "technology", "fine")


@dataclass(frozen=True, slots=True)
class Feedback:
    """One member's word after one session.

    Attributes:
        good, other: sealed; for the partners, where `shared`.
        shared: whether the other members read the two texts; the giver chooses.
        themes: of THEMES; counted over many, with no name.

    """

    session_id: SessionId
    tenant_id: TenantId
    relationship_id: RelationshipId
    person_id: PersonId
    good: str
    other: str
    themes: tuple[str, ...]
    shared: bool
    given_at: datetime
    version: int = 0

    def kept(self) -> "Feedback":
        """Return it with known themes only, each once."""
        themes = tuple(theme for theme in THEMES if theme in self.themes)
        texts = (self.good.strip()[:LONGEST_FEEDBACK], self.other.strip()[:LONGEST_FEEDBACK])
        return replace(self, themes=themes, good=texts[0], other=texts[1])

    def took(self, ended_at: datetime) -> timedelta:
        """Return how long after the session it was given; the giver's own to see."""
        return max(self.given_at - ended_at, timedelta())


def wants_another_rhythm(own: Sequence[Feedback]) -> bool:
    """Whether one member's latest words name the pace or the time more than once (S10).

    It is said to that member alone, who may suggest another rhythm.
    """
    latest = sorted(own, key=lambda one: one.given_at)[-LATEST:]
    return sum("pace" in one.themes or "time" in one.themes for one in latest) > 1


@dataclass(frozen=True, slots=True)
class Themes:
    """How often each theme was named, over all sessions of a programme.

    Attributes:
        counts: empty where fewer than LEAST_TOLD people answered; then nobody is told anything.
        people: how many different people count by now; None where too few do.

    """

    counts: tuple[tuple[str, int], ...] = ()
    people: int | None = None


def themes_of(answers: Iterable[tuple[PersonId, tuple[str, ...]]]) -> Themes:
    """Return the themes that enough people named: a person counts once for each theme.

    Args:
        answers: who named what, in the order of time; they count in waves of LEAST_TOLD people.

    """
    named: dict[PersonId, set[str]] = {}
    for who, themes in in_waves(answers, lambda one: one[0], least=LEAST_TOLD):
        named.setdefault(who, set()).update(themes)
    if len(named) < LEAST_TOLD:
        return Themes()
    counts = Counter(theme for themes in named.values() for theme in themes)
    told = [(theme, n) for theme, n in counts.most_common() if n >= LEAST_TOLD]
    return Themes(tuple(told), len(named))
