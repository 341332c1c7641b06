"""Who was in a session's Teams meeting: a fact of the few who were invited, and no minutes of it.

Spans of time come in and a word for each person goes out; nothing of the spans is kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import combinations

from plugin.mentoring.people import PersonId
from plugin.mentoring.session import MentoringSession, SessionId
from plugin.mentoring.spans import Span, merged

LONG_ENOUGH = timedelta(minutes=10)
"""So long two have to be there at one time; who looks in and goes has not met anybody."""
BEFORE, AFTER = timedelta(minutes=15), timedelta(minutes=30)
"""How long before and after a session its meeting still counts as its own."""
WAITS = (
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)
"""After the end, and after each look that told nothing: a report comes late, or never."""
TOO_OLD = timedelta(days=14)
"""Of what ended earlier nobody asks any more, whoever says yes to it now."""


class Seen(StrEnum):
    """What Teams saw of one person who was invited."""

    TOGETHER = "together"
    ALONE = "alone"
    ABSENT = "absent"


class Asking(StrEnum):
    """How far asking for a session's report has come."""

    WAITS = "waits"
    NEEDS_CONSENT = "needs consent"
    NEEDS_SIGN_IN = "needs sign-in"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class ReportAsked:
    """That the report of a session's meeting was asked for.

    Attributes:
        looks: how often it was looked for.
        look_at: when to look again; None where nobody does.

    """

    session_id: SessionId
    looks: int = 0
    state: Asking = Asking.WAITS
    look_at: datetime | None = None

    def looked(self, *, found: bool, now: datetime) -> "ReportAsked":
        """Return it after a look: over once people were seen together, or the waits are used up.

        A report of nobody together may be the first of two: people leave and come back.
        """
        looks = self.looks + 1
        if found or looks >= len(WAITS):
            return replace(self, looks=looks, state=Asking.OVER, look_at=None)
        return replace(self, looks=looks, state=Asking.WAITS, look_at=now + WAITS[looks])

    def waiting_for(self, state: Asking) -> "ReportAsked":
        """Return it as it waits for whose meeting it was: for their yes, or their sign-in."""
        return replace(self, state=state, look_at=None)

    def asked_again(self, *, now: datetime) -> "ReportAsked":
        """Return it after that yes."""
        return replace(self, state=Asking.WAITS, look_at=now)


def window_of(session: MentoringSession) -> Span:
    """Return when somebody in the meeting is in this session, and not in another of its series."""
    return Span(session.span.starts_at - BEFORE, session.span.ends_at + AFTER)


def seen_in(
    session: MentoringSession, stays: Mapping[PersonId, Sequence[Span]]
) -> Mapping[PersonId, Seen]:
    """Return the word for everybody who was invited; of anybody else nothing is said."""
    within = window_of(session)
    there = {who: _joined(stays.get(who, ()), within) for who in session.people}
    met: set[PersonId] = set()
    for one, other in combinations(sorted(session.people), 2):
        if _length(_shared(there[one], there[other])) >= LONG_ENOUGH:
            met |= {one, other}
    return {
        who: Seen.TOGETHER
        if who in met
        else Seen.ALONE
        if _length(spans) >= LONG_ENOUGH
        else Seen.ABSENT
        for who, spans in there.items()
    }


def _joined(spans: Iterable[Span], within: Span) -> Sequence[Span]:
    """Return the parts inside the window, those that overlap as one: two devices."""
    return merged(_shared(spans, [within]))


def _shared(some: Iterable[Span], others: Sequence[Span]) -> tuple[Span, ...]:
    found = (
        (max(one.starts_at, other.starts_at), min(one.ends_at, other.ends_at))
        for one in some
        for other in others
    )
    return tuple(Span(start, end) for start, end in found if start < end)


def _length(spans: Iterable[Span]) -> timedelta:
    return sum((one.length for one in spans), timedelta())
