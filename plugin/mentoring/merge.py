"""What to do when the outside calendar and ours differ: ownership decides, field by field.

After publishing, Outlook owns the time and the cancellation of a session; the tool owns its people
and purpose. What a person here has changed and Outlook has not yet been told still counts as ours.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from plugin.mentoring.answers import Guest
from plugin.mentoring.session import OVERLAPS, CalendarLink, MentoringSession, SessionState
from plugin.mentoring.spans import Span


@dataclass(frozen=True, slots=True)
class Seen:
    """A session's event as it was just read outside; `guests` is None where nobody said who."""

    span: Span
    cancelled: bool
    etag: str
    join_url: str | None
    guests: tuple[Guest, ...] | None = None


class Verdict(StrEnum):
    """Which side is to follow."""

    AGREE = "agree"
    THEIRS_MOVED = "moved outside"
    THEIRS_CANCELLED = "cancelled outside"
    OURS_PENDING = "ours is on its way"


def compare(session: MentoringSession, link: CalendarLink, seen: Seen) -> Verdict:
    """Say which side is to follow, from what both held when they last agreed (`link.told`).

    A time that we asked for, and of which no answer came, is our own echo and nobody's move there.
    A change that happened on both sides goes to Outlook, whose owner saw the newest calendar.
    """
    ours_cancelled = session.state is SessionState.CANCELLED
    if seen.cancelled:
        return Verdict.AGREE if ours_cancelled else Verdict.THEIRS_CANCELLED
    if ours_cancelled:
        return Verdict.OURS_PENDING
    if seen.span == session.span:
        return Verdict.AGREE
    theirs_changed = link.told is not None and not link.may_hold(seen.span)
    return Verdict.THEIRS_MOVED if theirs_changed else Verdict.OURS_PENDING


def verdict_on(session: MentoringSession, link: CalendarLink, seen: Seen) -> Verdict:
    """Compare; a session that overlapped another tries again to follow, as nobody here decided."""
    verdict = compare(session, link, seen)
    overlapped = link.problem == OVERLAPS and verdict is Verdict.OURS_PENDING
    return Verdict.THEIRS_MOVED if overlapped else verdict


def followed(session: MentoringSession, seen: Seen, verdict: Verdict) -> MentoringSession:
    """Return the session as Outlook has it; Outlook owns time and cancellation."""
    if verdict is Verdict.THEIRS_CANCELLED:
        return replace(session, state=SessionState.CANCELLED, sequence=session.sequence + 1)
    return session.at(seen.span)
