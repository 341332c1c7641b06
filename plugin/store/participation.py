"""What is reported of who took part, and who agreed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, and_, func, or_, select

from plugin.mentoring.evidence import MOST_NEEDED
from plugin.mentoring.participation import Reporting, ScoreState, SentScore, Sharing
from plugin.mentoring.people import CourseRole, PersonId
from plugin.mentoring.presence import Seen
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.session import SessionState
from plugin.ports.participation import ParticipationLine
from plugin.ports.reads import PAGE_SIZE
from plugin.store import tables
from plugin.store.people import PERSON, person_of
from plugin.store.same_person import SamePerson
from plugin.store.tables import (
    course_member,
    held_word,
    membership,
    mentoring_session,
    person,
    presence,
    programme,
    relationship,
    seat,
)

_REPORTING = tables.reporting
_SHARING = tables.sharing
_SENT = tables.sent_score
_SCORE = ("given", "stamped_at", "state", "since", "attempts", "version")


class Participation(SamePerson):
    """Reads and writes reports of participation."""

    def reporting(self, programme_id: ProgrammeId) -> Reporting | None:
        """Return how the programme reports, or None."""
        row = self._one(select(_REPORTING).where(self._mine(_REPORTING, programme_id=programme_id)))
        if row is None:
            return None
        return Reporting(
            row.programme_id,
            row.tenant_id,
            row.active,
            row.target,
            row.changed_by,
            row.changed_at,
            row.column_url,
            row.problem,
            row.version,
        )

    def save_reporting(self, reporting: Reporting) -> None:
        """Write it."""
        self._own(reporting.tenant_id)
        values = {
            "active": reporting.on,
            "target": reporting.target,
            "changed_by": reporting.changed_by,
            "changed_at": reporting.changed_at,
            "column_url": reporting.column,
            "problem": reporting.problem,
        }
        key = {"programme_id": reporting.programme_id}
        self._save(_REPORTING, key, values, reporting.version)

    def reporting_programmes(self) -> Sequence[ProgrammeId]:
        """Return the programmes that report, in a fixed order."""
        mine = self._mine(_REPORTING, active=True)
        query = select(_REPORTING.c.programme_id).where(mine).order_by(_REPORTING.c.programme_id)
        return [row.programme_id for row in self._all(query)]

    def sharing(self, programme_id: ProgrammeId, person_id: PersonId) -> Sharing | None:
        """Return what the person said, or None."""
        mine = self._mine(_SHARING, programme_id=programme_id, person_id=person_id)
        row = self._one(select(_SHARING).where(mine))
        if row is None:
            return None
        said = (row.given_at, row.withdrawn_at, row.version)
        return Sharing(programme_id, self.tenant_id, person_id, *said)

    def save_sharing(self, sharing: Sharing) -> None:
        """Write it."""
        self._own(sharing.tenant_id)
        values = {"given_at": sharing.given_at, "withdrawn_at": sharing.withdrawn_at}
        self._save(_SHARING, _key(sharing), values, sharing.version)

    def sent_score(self, programme_id: ProgrammeId, person_id: PersonId) -> SentScore | None:
        """Return the person's latest score, or None."""
        mine = self._mine(_SENT, programme_id=programme_id, person_id=person_id)
        row = self._one(select(*(_SENT.c[name] for name in _SCORE)).where(mine))
        return self._score(programme_id, person_id, row) if row else None

    def save_sent_score(self, sent: SentScore) -> None:
        """Write it; raises ConflictError where another worker has it in hand."""
        self._own(sent.tenant_id)
        values = {name: getattr(sent, name) for name in _SCORE if name != "version"}
        self._save(_SENT, _key(sent), values, sent.version)

    def participation(
        self,
        programme_id: ProgrammeId,
        *,
        now: datetime,
        only: PersonId | None = None,
        sharing: bool = False,
        page: int | None = None,
    ) -> Sequence[ParticipationLine]:
        """Return learners with a place in the programme, by name: 1 query."""
        query = (
            select(
                *PERSON,
                person.c.subject,
                self._held(programme_id, now).label("held"),
                _SHARING.c.given_at,
                _SHARING.c.withdrawn_at,
                *(_SENT.c[name].label(f"score_{name}") for name in _SCORE),
            )
            .select_from(
                person.join(course_member, _same(course_member, person))
                .join(programme, _of_course(programme_id))
                .outerjoin(_SHARING, _same(_SHARING, person, programme_id))
                .outerjoin(_SENT, _same(_SENT, person, programme_id))
            )
            .where(
                self._mine(person, is_test=False),
                course_member.c.role == CourseRole.LEARNER,
                person.c.person_id.in_(self._placed(programme_id)),
            )
            .order_by(person.c.name_key == "", person.c.name_key, person.c.number)
        )
        if only is not None:
            query = query.where(person.c.person_id == only)
        if sharing:
            query = query.where(_SHARING.c.given_at.is_not(None), _SHARING.c.withdrawn_at.is_(None))
        if page is not None:
            query = query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
        return [self._line(programme_id, row) for row in self._all(query)]

    def person_known_as(self, registration_id: str, subject: str) -> PersonId | None:
        """Return who that is at the LMS, or None."""
        mine = self._mine(person, registration_id=registration_id, subject=subject)
        row = self._one(select(person.c.person_id).where(mine))
        return row.person_id if row else self.led_to(registration_id, subject)

    def _held(self, programme_id: ProgrammeId, now: datetime) -> Any:
        """Count a person's sessions of the programme that took place, by `evidence.evidence`."""
        return (
            select(func.count())
            .select_from(
                seat.join(mentoring_session, _session_of(seat)).join(
                    relationship, _relationship_of(mentoring_session)
                )
            )
            .where(
                seat.c.tenant_id == person.c.tenant_id,
                seat.c.person_id == person.c.person_id,
                relationship.c.programme_id == programme_id,
                mentoring_session.c.state == SessionState.PLANNED,
                mentoring_session.c.ends_at <= now,
                or_(self._words(held=True) >= MOST_NEEDED, _seen_together().exists()),
                self._words(held=False) == 0,
            )
            .correlate(person)
            .scalar_subquery()
        )

    def _words(self, *, held: bool) -> Any:
        """Count who of those invited said of a session that it took place, or did not."""
        invited = seat.alias("invited")
        return (
            select(func.count())
            .select_from(
                held_word.join(
                    invited,
                    and_(
                        invited.c.tenant_id == held_word.c.tenant_id,
                        invited.c.session_id == held_word.c.session_id,
                        invited.c.person_id == held_word.c.person_id,
                    ),
                )
            )
            .where(
                held_word.c.tenant_id == mentoring_session.c.tenant_id,
                held_word.c.session_id == mentoring_session.c.session_id,
                held_word.c.held.is_(held),
            )
            .correlate(mentoring_session)
            .scalar_subquery()
        )

    def _placed(self, programme_id: ProgrammeId) -> Any:
        return (
            select(membership.c.person_id)
            .join_from(membership, relationship, _relationship_of(membership))
            .where(
                membership.c.tenant_id == self.tenant_id,
                relationship.c.programme_id == programme_id,
            )
        )

    def _line(self, programme_id: ProgrammeId, row: Row[Any]) -> ParticipationLine:
        sent = None
        if row.score_given is not None:
            sent = self._score(programme_id, row.person_id, row[-len(_SCORE) :])
        shares = None if row.given_at is None else row.withdrawn_at is None
        return ParticipationLine(person_of(row), row.subject, row.held, shares, sent)

    def _score(
        self, programme_id: ProgrammeId, person_id: PersonId, values: Sequence[Any]
    ) -> SentScore:
        given, stamped_at, state, since, attempts, version = values
        return SentScore(
            programme_id,
            self.tenant_id,
            person_id,
            given,
            stamped_at,
            ScoreState(state),
            since,
            attempts,
            version,
        )


def _key(thing: Sharing | SentScore) -> dict[str, str]:
    return {"programme_id": thing.programme_id, "person_id": thing.person_id}


def _same(
    table: Table, other: Table, programme_id: ProgrammeId | None = None
) -> ColumnElement[bool]:
    same = and_(table.c.tenant_id == other.c.tenant_id, table.c.person_id == other.c.person_id)
    return same if programme_id is None else and_(same, table.c.programme_id == programme_id)


def _of_course(programme_id: ProgrammeId) -> ColumnElement[bool]:
    return and_(
        programme.c.tenant_id == course_member.c.tenant_id,
        programme.c.course_id == course_member.c.course_id,
        programme.c.programme_id == programme_id,
    )


def _session_of(table: Table) -> ColumnElement[bool]:
    return and_(
        mentoring_session.c.tenant_id == table.c.tenant_id,
        mentoring_session.c.session_id == table.c.session_id,
    )


def _relationship_of(table: Table) -> ColumnElement[bool]:
    return and_(
        relationship.c.tenant_id == table.c.tenant_id,
        relationship.c.relationship_id == table.c.relationship_id,
    )


def _seen_together() -> Any:
    """Return the sights of people whom Teams saw together in a session's meeting."""
    return (
        select(presence.c.seen)
        .where(_session_of(presence), presence.c.seen == Seen.TOGETHER)
        .correlate(mentoring_session)
    )
