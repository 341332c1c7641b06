"""Sessions, and the seats that nobody has twice at one time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, exc, func, select

from plugin.mentoring.enrolment import Medium
from plugin.mentoring.errors import SlotTakenError
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import MentoringSession, SessionId, SessionState
from plugin.mentoring.spans import Span
from plugin.ports.values import UNREADABLE
from plugin.store.rows import Rows, in_parts
from plugin.store.tables import mentoring_session as table
from plugin.store.tables import relationship, seat

EXCLUSION = "23P01"


class Sessions(Rows):
    """Reads and writes sessions."""

    def session(self, session_id: SessionId) -> MentoringSession | None:
        """Return the session, or None."""
        found = self._sessions(table.c.session_id == session_id)
        return found[0] if found else None

    def sessions_of(
        self, relationship_ids: Iterable[RelationshipId], *, ending_after: datetime | None = None
    ) -> Sequence[MentoringSession]:
        """Return sessions in order of start, cancelled ones included."""
        later = [table.c.ends_at > ending_after] if ending_after else []
        found = [
            session
            for part in in_parts(dict.fromkeys(relationship_ids))
            for session in self._sessions(table.c.relationship_id.in_(part), *later)
        ]
        return sorted(found, key=lambda session: (session.span.starts_at, session.session_id))

    def ways_met(self, programme_id: ProgrammeId, *, now: datetime) -> Mapping[Medium, int]:
        """Return how many sessions of a programme have been, by how they were held."""
        mine = self._mine(relationship, programme_id=programme_id)
        pairs = select(relationship.c.relationship_id).where(mine)
        query = (
            select(table.c.medium, func.count().label("sessions"))
            .where(self._mine(table, state=SessionState.PLANNED), table.c.ends_at <= now)
            .where(table.c.relationship_id.in_(pairs))
            .group_by(table.c.medium)
        )
        return {Medium(row.medium): row.sessions for row in self._all(query)}

    def save_session(self, session: MentoringSession) -> None:
        """Write the session and its seats; raise SlotTakenError when somebody is taken then."""
        self._own(session.tenant_id)
        planned = session.state is SessionState.PLANNED
        if planned:
            self._require_free(session)
        key = {"session_id": session.session_id}
        self._save(table, key, self._values(session), session.version)
        rows = [
            {
                "person_id": who,
                "starts_at": session.span.starts_at,
                "ends_at": session.span.ends_at,
                "planned": planned,
            }
            for who in sorted(session.people)
        ]
        try:
            self._put(seat, key, rows)
        except exc.IntegrityError as error:
            if getattr(error.orig, "sqlstate", None) == EXCLUSION:
                raise SlotTakenError from error
            raise

    def taken(self, people: Iterable[PersonId], window: Span) -> Mapping[PersonId, Sequence[Span]]:
        """Return the spans of planned sessions, of every programme, by person."""
        found: dict[PersonId, list[Span]] = {who: [] for who in people}
        for part in in_parts(found):
            query = select(seat).where(self._mine(seat), *_overlapping(part, window))
            for row in self._all(query.order_by(seat.c.starts_at)):
                found[row.person_id].append(Span(row.starts_at, row.ends_at))
        return found

    def _require_free(self, session: MentoringSession) -> None:
        self._lock_people(session.people)
        other = seat.c.session_id != session.session_id
        query = select(seat.c.session_id).where(
            self._mine(seat), other, *_overlapping(session.people, session.span)
        )
        if self._all(query.limit(1)):
            raise SlotTakenError

    def _lock_people(self, people: Iterable[PersonId]) -> None:
        """Let nobody else give these people a session until this transaction ends.

        SQLite has one writer anyway. In one order, so that two sessions never wait for one
        another; together with the constraint, which alone answers with deadlocks.
        """
        if self._connection.dialect.name == "sqlite":
            return
        for who in sorted(people):
            name = func.hashtextextended(f"{self.tenant_id}/{who}", 0)
            self._connection.execute(select(func.pg_advisory_xact_lock(name)))

    def _values(self, session: MentoringSession) -> dict[str, Any]:
        values: dict[str, Any] = {
            "relationship_id": session.relationship_id,
            "organiser": session.organiser,
            "starts_at": session.span.starts_at,
            "ends_at": session.span.ends_at,
            "zone": session.zone,
            "medium": session.medium,
            "state": session.state,
            "generation": session.generation,
            "sequence": session.sequence,
            "series_id": session.series_id,
            "turn": session.turn,
            "clock": session.wall_clock or None,
        }
        if session.agenda != UNREADABLE:
            values["agenda"] = self._seal(
                table,
                session.session_id,
                "agenda",
                session.agenda,
                of=session.relationship_id,
            )
        return values

    def _sessions(self, *wanted: ColumnElement[bool]) -> list[MentoringSession]:
        query = (
            select(table, seat.c.person_id)
            .select_from(table.join(seat, with_seats()))
            .where(self._mine(table), *wanted)
            .order_by(table.c.starts_at, table.c.session_id)
        )
        return self.sessions_from(self._all(query))

    def sessions_from(
        self, rows: Iterable[Row[Any]], *, with_agenda: bool = True
    ) -> list[MentoringSession]:
        """Read rows of `mentoring_session` with a `person_id` each; agendas are for members."""
        first: dict[SessionId, Row[Any]] = {}
        people: dict[SessionId, set[PersonId]] = {}
        for row in rows:
            first.setdefault(row.session_id, row)
            people.setdefault(row.session_id, set()).add(row.person_id)
        return [
            session_of(row, frozenset(people[key]), self._agenda(row) if with_agenda else "")
            for key, row in first.items()
        ]

    def _agenda(self, row: Row[Any]) -> str:
        return self._open(table, row.session_id, "agenda", row.agenda, of=row.relationship_id)


def with_seats() -> ColumnElement[bool]:
    """Return the condition that joins a session's people."""
    return (seat.c.session_id == table.c.session_id) & (seat.c.tenant_id == table.c.tenant_id)


def session_of(row: Row[Any], people: frozenset[PersonId], agenda: str) -> MentoringSession:
    """Read a row that has every column of `mentoring_session`."""
    return MentoringSession(
        row.session_id,
        row.tenant_id,
        row.relationship_id,
        row.organiser,
        people,
        Span(row.starts_at, row.ends_at),
        row.zone,
        Medium(row.medium),
        agenda,
        SessionState(row.state),
        row.generation,
        row.sequence,
        row.version,
        row.series_id,
        row.turn,
        row.clock or "",
    )


def _overlapping(people: Iterable[PersonId], span: Span) -> list[ColumnElement[bool]]:
    return [
        seat.c.person_id.in_(list(people)),
        seat.c.planned,
        seat.c.starts_at < span.ends_at,
        seat.c.ends_at > span.starts_at,
    ]
