"""Who was in the meetings of sessions: as it is asked for outside, and as the store keeps it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from plugin.mentoring.people import PersonId
from plugin.mentoring.presence import ReportAsked, Seen
from plugin.mentoring.session import SessionId
from plugin.mentoring.spans import Span
from plugin.ports.values import Account


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who was invited, and how a report may name them.

    Attributes:
        object_id: of their Microsoft account; where it is known, nothing else counts.
        address: where the invitation went; for who has linked no account.

    """

    person_id: PersonId
    object_id: str | None
    address: str | None


class Reports(Protocol):
    """Asks Teams who was in a meeting."""

    def stays(
        self, account: Account, join_url: str, guests: Iterable[Guest], *, within: Span
    ) -> Mapping[PersonId, Sequence[Span]] | None:
        """Return when each of the guests was in that organiser's meeting; None without a report.

        Of anybody else nothing is returned, and of no time outside.

        Raises:
            TryLaterError, SignInNeededError, ConsentMissingError, GoneError or RefusedError.

        """
        ...


class PresenceWork(Protocol):
    """The part of `Work` that holds what Teams saw."""

    def seen(self, session_ids: Iterable[SessionId]) -> Mapping[SessionId, Mapping[PersonId, Seen]]:
        """Return what was seen of whom, by session."""
        ...

    def save_seen(self, session_id: SessionId, seen: Mapping[PersonId, Seen]) -> None:
        """Write what was seen of a session in place of what was seen before."""
        ...

    def report_asked(self, session_id: SessionId) -> ReportAsked | None:
        """Return how far asking has come; None before it began."""
        ...

    def save_report_asked(self, asked: ReportAsked) -> None:
        """Write it in place of what was there."""
        ...

    def reports_due(self, *, now: datetime, limit: int) -> Sequence[SessionId]:
        """Return sessions whose report is to be looked for, the earliest first.

        They had a Teams meeting, are over, and their programme asks for it.
        """
        ...

    def reports_awaiting(self, organiser: PersonId) -> Sequence[ReportAsked]:
        """Return those that wait for this person's yes, of sessions that are not too old."""
        ...
