"""Suggestions of another time, and open doors."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select

from plugin.mentoring.drop_in import DropIn, DropInId
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.session import SessionId
from plugin.mentoring.spans import Span
from plugin.mentoring.time_proposal import TimeProposal, TimeProposalId, TimeProposalState
from plugin.store.rows import Rows, in_parts
from plugin.store.tables import drop_in, time_proposal


class OpenTimes(Rows):
    """Reads and writes suggestions and open doors."""

    def time_proposal(self, time_proposal_id: TimeProposalId) -> TimeProposal | None:
        """Return the suggestion, or None."""
        found = self._proposals(time_proposal.c.time_proposal_id == time_proposal_id)
        return found[0] if found else None

    def time_proposals_of(self, session_ids: Iterable[SessionId]) -> Sequence[TimeProposal]:
        """Return what was suggested for these sessions, the newest first."""
        parts = in_parts(dict.fromkeys(session_ids))
        found = [one for p in parts for one in self._proposals(time_proposal.c.session_id.in_(p))]
        return sorted(found, key=lambda one: (one.at, one.time_proposal_id), reverse=True)

    def save_time_proposal(self, one: TimeProposal) -> None:
        """Write the suggestion; none is ever taken out of the history."""
        self._own(one.tenant_id)
        values = {
            "session_id": one.session_id,
            "made_by": one.by,
            "made_at": one.at,
            "starts_at": one.span.starts_at,
            "ends_at": one.span.ends_at,
            "before_starts_at": one.before.starts_at,
            "before_ends_at": one.before.ends_at,
            "state": one.state,
            "decided_by": one.decided_by,
            "decided_at": one.decided_at,
        }
        self._save(time_proposal, {"time_proposal_id": one.time_proposal_id}, values, one.version)

    def drop_in(self, drop_in_id: DropInId) -> DropIn | None:
        """Return the open door, or None."""
        row = self._one(select(drop_in).where(self._mine(drop_in, drop_in_id=drop_in_id)))
        return _drop_in(row) if row else None

    def drop_ins(
        self, programme_id: ProgrammeId, people: Iterable[PersonId], *, ending_after: datetime
    ) -> Sequence[DropIn]:
        """Return these people's open doors that are not over, in order of start."""
        query = select(drop_in).where(
            self._mine(drop_in, programme_id=programme_id),
            drop_in.c.person_id.in_(list(people)),
            drop_in.c.ends_at > ending_after,
        )
        return [_drop_in(row) for row in self._all(query.order_by(drop_in.c.starts_at))]

    def save_drop_in(self, one: DropIn) -> None:
        """Write it."""
        self._own(one.tenant_id)
        values = {
            "programme_id": one.programme_id,
            "person_id": one.person_id,
            "starts_at": one.span.starts_at,
            "ends_at": one.span.ends_at,
            "length_min": one.length_min,
        }
        self._save(drop_in, {"drop_in_id": one.drop_in_id}, values, one.version)

    def drop_drop_in(self, drop_in_id: DropInId) -> None:
        """Close the door; what was taken stays booked."""
        self._connection.execute(delete(drop_in).where(self._mine(drop_in, drop_in_id=drop_in_id)))

    def _proposals(self, wanted: ColumnElement[bool]) -> list[TimeProposal]:
        query = select(time_proposal).where(self._mine(time_proposal), wanted)
        return [proposal_of(row) for row in self._all(query)]


def proposal_of(row: Row[Any]) -> TimeProposal:
    """Read a row that has every column of `time_proposal`."""
    return TimeProposal(
        row.time_proposal_id,
        row.tenant_id,
        row.session_id,
        row.made_by,
        row.made_at,
        Span(row.starts_at, row.ends_at),
        Span(row.before_starts_at, row.before_ends_at),
        TimeProposalState(row.state),
        row.decided_by,
        row.decided_at,
        row.version,
    )


def _drop_in(row: Row[Any]) -> DropIn:
    return DropIn(
        row.drop_in_id,
        row.tenant_id,
        row.programme_id,
        row.person_id,
        Span(row.starts_at, row.ends_at),
        row.length_min,
        row.version,
    )
