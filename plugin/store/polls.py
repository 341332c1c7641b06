"""Votes on times."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from plugin.mentoring.people import PersonId
from plugin.mentoring.poll import Answer, Poll, PollId, PollState
from plugin.mentoring.relationship import RelationshipId
from plugin.store.moments import span_from, span_text
from plugin.store.rows import Rows
from plugin.store.tables import poll as table
from plugin.store.tables import poll_vote


class Polls(Rows):
    """Reads and writes polls."""

    def poll(self, poll_id: PollId) -> Poll | None:
        """Return the poll, or None."""
        found = self._polls(table.c.poll_id == poll_id)
        return found[0] if found else None

    def polls_of(self, relationship_id: RelationshipId) -> Sequence[Poll]:
        """Return the relationship's polls, the newest first."""
        return self._polls(table.c.relationship_id == relationship_id)

    def save_poll(self, poll: Poll) -> None:
        """Write the poll without its votes, which `save_vote` writes one by one."""
        self._own(poll.tenant_id)
        values = {
            "relationship_id": poll.relationship_id,
            "made_by": poll.made_by,
            "made_at": poll.made_at,
            "slots": [span_text(slot) for slot in poll.slots],
            "quorum": poll.quorum,
            "deadline": poll.deadline,
            "state": poll.state,
            "session_id": poll.session_id,
        }
        self._save(table, {"poll_id": poll.poll_id}, values, poll.version)

    def save_vote(self, poll_id: PollId, person: PersonId, answers: Sequence[Answer]) -> None:
        """Write one person's answers in place of earlier ones; nobody else's are touched."""
        row = {"answers": [str(one) for one in answers]}
        self._put(poll_vote, {"poll_id": poll_id, "person_id": person}, [row])

    def _polls(self, wanted: ColumnElement[bool]) -> list[Poll]:
        query = select(table).where(self._mine(table), wanted)
        rows = self._all(query.order_by(table.c.made_at.desc(), table.c.poll_id))
        votes: dict[str, dict[PersonId, tuple[Answer, ...]]] = {}
        keys = [row.poll_id for row in rows]
        said = select(poll_vote).where(self._mine(poll_vote), poll_vote.c.poll_id.in_(keys))
        for vote in self._all(said) if keys else ():
            votes.setdefault(vote.poll_id, {})[vote.person_id] = vote_of(vote.answers)
        return [poll_of(row, votes.get(row.poll_id, {})) for row in rows]


def vote_of(kept: Iterable[str]) -> tuple[Answer, ...]:
    """Read the answers of one person."""
    return tuple(Answer(one) for one in kept)


def poll_of(row: Row[Any], votes: dict[PersonId, tuple[Answer, ...]]) -> Poll:
    """Read a row that has every column of `poll`."""
    return Poll(
        row.poll_id,
        row.tenant_id,
        row.relationship_id,
        row.made_by,
        row.made_at,
        tuple(span_from(pair) for pair in row.slots),
        row.quorum,
        row.deadline,
        votes,
        PollState(row.state),
        row.session_id,
        row.version,
    )
