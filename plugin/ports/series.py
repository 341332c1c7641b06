"""What series need of a transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from plugin.mentoring.people import PersonId
from plugin.mentoring.series import SeriesId, SeriesPlan
from plugin.mentoring.session import MentoringSession, SessionId, SessionState


class SeriesWork(Protocol):
    """Part of `plugin.ports.store.Work`."""

    def series(self, series_ids: Iterable[SeriesId]) -> Mapping[SeriesId, SeriesPlan]:
        """Return those that exist."""
        ...

    def save_series(self, plan: SeriesPlan) -> None:
        """Write it; raise ConflictError when somebody else did since it was read."""
        ...

    def sessions_in(self, series_id: SeriesId) -> Sequence[MentoringSession]:
        """Return the sessions that are of the series now, in order of turn."""
        ...

    def sessions_in_each(
        self, series_ids: Iterable[SeriesId]
    ) -> Mapping[SeriesId, Sequence[MentoringSession]]:
        """Return the same of several, each in order of turn."""
        ...

    def events_of_series(self, organiser: PersonId, master_id: str) -> Sequence[str]:
        """Return the events of our sessions that this event holds, if it holds any."""
        ...

    def kept_on_clocks(self, *, after: datetime, limit: int) -> Sequence[MentoringSession]:
        """Return planned sessions that start later, the latest first."""
        ...

    def were_written_to(
        self, series_ids: Iterable[SeriesId]
    ) -> Mapping[SeriesId, frozenset[PersonId]]:
        """Return who was sent each series' invitation by mail; nothing where nobody was."""
        ...


@dataclass(frozen=True, slots=True)
class InSeries:
    """What a calendar needs to know of the series that a session is of.

    Attributes:
        sessions: all that are of it, in order of turn.
        replaced: the series that this one goes on from; to be ended before this one is told.
        leads: whether this session may make the series' event; the others wait for it, so that no
            two workers ever make it at once.
        by_mail: whether mail invites to all of it.
        apart: those that mail invites to while Outlook has the others.
        told: who was sent its letter.
        as_one: whether the same people come to all that has not begun, and Outlook has all of it.

    """

    plan: SeriesPlan
    sessions: tuple[MentoringSession, ...]
    replaced: SeriesPlan | None = None
    leads: bool = True
    by_mail: bool = False
    apart: frozenset[SessionId] = frozenset()
    told: frozenset[PersonId] = frozenset()
    as_one: bool = False

    @property
    def is_wanted(self) -> bool:
        """Whether any of it is still to be in the organiser's own calendar."""
        planned = (one for one in self.sessions if one.state is SessionState.PLANNED)
        return any(one.session_id not in self.apart for one in planned)

    def coming(self, now: datetime) -> list[MentoringSession]:
        """Return what of it has not begun; who comes and goes is of that alone."""
        planned = (one for one in self.sessions if one.state is SessionState.PLANNED)
        return [one for one in planned if one.span.starts_at > now]

    def ends_before(self, session: MentoringSession) -> bool:
        """Whether the series was ended before that session, so that its end says all of it."""
        return session.turn >= self.plan.count

    def lead(self, now: datetime) -> MentoringSession | None:
        """Return the session that makes the series' event: the first one that is to come."""
        coming = (one for one in self.sessions if one.state is SessionState.PLANNED)
        joint = (one for one in coming if one.session_id not in self.apart)
        return next((one for one in joint if one.span.ends_at > now), None)

    def tells_all_of(self, session: MentoringSession) -> bool:
        """Whether the letter about the whole series says all there is to say about the session."""
        if session.state is SessionState.CANCELLED:
            return self.ends_before(session)
        return session.sequence == 0
