"""Mentees' requests to mentors."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, and_, exists, func, or_, select

from plugin.mentoring.enrolment import Side
from plugin.mentoring.mentor_requests import (
    WAITS,
    MentorRequest,
    MentorRequestId,
    RequestState,
    RequestWord,
)
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import TAKES_PROFILES, ProgrammeId
from plugin.mentoring.relationship import RelationshipState
from plugin.store.rows import Rows
from plugin.store.tables import (
    block,
    course_member,
    enrolment,
    exclusion,
    guest_link,
    membership,
    programme,
    relationship,
    request_word,
)
from plugin.store.tables import mentor_request as table


class MentorRequests(Rows):
    """Reads and writes requests, and the words of the two."""

    def mentor_request(self, request_id: MentorRequestId) -> MentorRequest | None:
        """Return the request, or None."""
        row = self._one(select(table).where(self._mine(table, request_id=request_id)))
        return _request(row) if row else None

    def mentor_requests(self, programme_id: ProgrammeId) -> Sequence[MentorRequest]:
        """Return every request of a programme, the latest first."""
        return self._requests(table.c.programme_id == programme_id)

    def mentor_requests_for(self, person_id: PersonId, *, now: datetime) -> Sequence[MentorRequest]:
        """Return those that wait for this person, where both have a place; training is not read."""
        theirs = or_(
            and_(table.c.mentor_id == person_id, table.c.state == RequestState.OPEN),
            and_(table.c.mentee_id == person_id, table.c.state == RequestState.ASKED_MORE),
        )
        possible = (
            self._has_place(table.c.mentee_id, Side.MENTEE),
            self._has_place(table.c.mentor_id, Side.MENTOR),
            ~self._are_apart(),
        )
        return self._requests(and_(theirs, table.c.until > now, *possible))

    def mentor_requests_lapsed(self, after: datetime, until: datetime) -> Sequence[MentorRequest]:
        """Return those whose time passed in this stretch without the last word."""
        passed = (table.c.until > after) & (table.c.until <= until)
        return self._requests(passed & table.c.state.in_(WAITS))

    def save_mentor_request(self, request: MentorRequest) -> None:
        """Write it; raise ConflictError when somebody else wrote it since it was read."""
        self._own(request.tenant_id)
        values = {
            "programme_id": request.programme_id,
            "mentee_id": request.mentee,
            "mentor_id": request.mentor,
            "made_at": request.made_at,
            "until": request.until,
            "state": request.state,
            "settled_at": request.settled_at,
        }
        self._save(table, {"request_id": request.request_id}, values, request.version)

    def request_words(self, request_id: MentorRequestId) -> Sequence[RequestWord]:
        """Return what the two wrote, in order."""
        mine = self._mine(request_word, request_id=request_id)
        rows = self._all(select(request_word).where(mine).order_by(request_word.c.number))
        return [self._word(row) for row in rows]

    def save_request_word(self, word: RequestWord) -> None:
        """Write a new one, sealed by who wrote it."""
        row = f"{word.request_id}/{word.number}"
        new = {
            "tenant_id": self.tenant_id,
            "request_id": word.request_id,
            "number": word.number,
            "author_id": word.author,
            "said_at": word.said_at,
            "body": self._seal(request_word, row, "body", word.text, by=word.author),
        }
        self._connection.execute(request_word.insert(), new)

    def _has_place(self, person: ColumnElement[str], side: Side) -> ColumnElement[bool]:
        """What `Choosing.may_meet` asks of one person, for one of many: no profile is read."""
        here = or_(self._is_member(person), self._is_guest(person))
        return exists().where(
            self._mine(enrolment),
            self._mine(programme),
            enrolment.c.programme_id == table.c.programme_id,
            enrolment.c.person_id == person,
            enrolment.c.side == side,
            enrolment.c.ready_at.is_not(None),
            enrolment.c.capacity > self._partners(person),
            programme.c.programme_id == table.c.programme_id,
            programme.c.stage.in_(TAKES_PROFILES),
            here,
        )

    def _partners(self, person: ColumnElement[str]) -> ScalarSelect[int]:
        return (
            select(func.count())
            .where(
                self._mine(membership),
                self._mine(relationship),
                membership.c.person_id == person,
                membership.c.relationship_id == relationship.c.relationship_id,
                relationship.c.programme_id == table.c.programme_id,
                relationship.c.state != RelationshipState.ENDED,
            )
            .correlate(table)
            .scalar_subquery()
        )

    def _is_member(self, person: ColumnElement[str]) -> ColumnElement[bool]:
        return (
            exists()
            .where(
                self._mine(course_member),
                course_member.c.course_id == programme.c.course_id,
                course_member.c.person_id == person,
                course_member.c.active,
            )
            .correlate(programme, table)
        )

    def _is_guest(self, person: ColumnElement[str]) -> ColumnElement[bool]:
        return (
            exists()
            .where(
                self._mine(guest_link),
                guest_link.c.programme_id == table.c.programme_id,
                guest_link.c.person_id == person,
                guest_link.c.admitted_at.is_not(None),
                guest_link.c.ended_at.is_(None),
            )
            .correlate(table)
        )

    def _are_apart(self) -> ColumnElement[bool]:
        one, other = table.c.mentee_id, table.c.mentor_id
        said = or_(
            and_(block.c.person_id == one, block.c.other_id == other),
            and_(block.c.person_id == other, block.c.other_id == one),
        )
        two = or_(
            and_(exclusion.c.one_id == one, exclusion.c.other_id == other),
            and_(exclusion.c.one_id == other, exclusion.c.other_id == one),
        )
        here = exclusion.c.programme_id == table.c.programme_id
        return or_(
            exists().where(self._mine(block), said).correlate(table),
            exists().where(self._mine(exclusion), here, two).correlate(table),
        )

    def _requests(self, wanted: ColumnElement[bool]) -> list[MentorRequest]:
        query = select(table).where(self._mine(table), wanted)
        rows = self._all(query.order_by(table.c.made_at.desc(), table.c.request_id))
        return [_request(row) for row in rows]

    def _word(self, row: Row[Any]) -> RequestWord:
        text = self._open(request_word, f"{row.request_id}/{row.number}", "body", row.body)
        return RequestWord(row.request_id, row.number, row.author_id, text, row.said_at)


def _request(row: Row[Any]) -> MentorRequest:
    return MentorRequest(
        row.request_id,
        row.tenant_id,
        row.programme_id,
        row.mentee_id,
        row.mentor_id,
        row.made_at,
        row.until,
        RequestState(row.state),
        row.settled_at,
        row.version,
    )
