"""Relationships as lines of a page: people, agreement, next session, last one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    or_,
    select,
)

from plugin.mentoring.enrolment import Side
from plugin.mentoring.people import CourseId, PersonId
from plugin.mentoring.programme import Format, ProgrammeId
from plugin.mentoring.relationship import RelationshipId, RelationshipState
from plugin.mentoring.session import SessionState, Sync
from plugin.mentoring.stages import is_before
from plugin.ports.between import NOTHING_WAITS, Waiting
from plugin.ports.reads import PAGE_SIZE, NextSession, RelationshipLine
from plugin.store.people import PERSON, person_of
from plugin.store.programmes import life_of
from plugin.store.read_hand import wants_hand
from plugin.store.read_left import has_left, somebody_left
from plugin.store.rows import both
from plugin.store.tables import (
    agreement,
    agreement_text,
    calendar_link,
    membership,
    mentoring_session,
    person,
    programme,
    relationship,
    seat,
    signature,
)
from plugin.store.work import SqlWork

QUIET = timedelta(days=14)
"""How long nothing booked is nothing to wonder about."""


class Lines:
    """Reads lines in two queries: the relationships with their people, and what comes next."""

    def __init__(self, work: SqlWork, *, now: datetime) -> None:
        self._work = work
        self._now = now

    def of_person(self, course_id: CourseId, person_id: PersonId) -> list[RelationshipLine]:
        """Return the person's relationships in the course, newest first, ended ones last."""
        rows = self._work.rows(_of_person(), course=course_id, person=person_id, now=self._now)
        ended = RelationshipState.ENDED
        going_on = dict.fromkeys(x.relationship_id for x in rows if x.state != ended)
        waits = self._work.waiting(person_id, going_on, now=self._now)
        return self._lines(rows, with_agenda=True, waits=waits)

    def of_person_everywhere(self, person_id: PersonId) -> list[RelationshipLine]:
        """Return the person's relationships in every course, in the same order."""
        rows = self._work.rows(_of_person_everywhere(), person=person_id, now=self._now)
        return self._lines(rows, with_agenda=False)

    def of_programme(self, programme_id: ProgrammeId, *, page: int) -> list[RelationshipLine]:
        """Return one page, those that may want a hand first, ended ones last."""
        rows = self._work.rows(
            _of_programme(),
            programme=programme_id,
            now=self._now,
            lately=self._now - QUIET,
            start=(max(page, 1) - 1) * PAGE_SIZE,
        )
        return self._lines(rows, with_agenda=False)

    def _lines(
        self,
        rows: Sequence[Row[Any]],
        *,
        with_agenda: bool,
        waits: Mapping[RelationshipId, Waiting] | None = None,
    ) -> list[RelationshipLine]:
        found: dict[RelationshipId, list[Row[Any]]] = {}
        for row in rows:
            found.setdefault(row.relationship_id, []).append(row)
        following = self._following(found, with_agenda=with_agenda) if found else {}
        known = waits or {}
        return [
            _line(rows, following.get(key), known.get(key, NOTHING_WAITS), now=self._now)
            for key, rows in found.items()
        ]

    def _following(
        self, keys: Iterable[RelationshipId], *, with_agenda: bool
    ) -> Mapping[RelationshipId, NextSession]:
        rows = self._work.rows(_next_sessions(), keys=list(keys), now=self._now)
        links = {row.session_id: row for row in rows}
        sessions = self._work.sessions_from(rows, with_agenda=with_agenda)
        return {
            one.relationship_id: NextSession(
                one,
                Sync(links[one.session_id].sync) if links[one.session_id].sync else None,
                links[one.session_id].join_url,
                links[one.session_id].checked_at,
            )
            for one in sessions
        }


def _with_person() -> ColumnElement[bool]:
    return exists().where(
        membership.c.tenant_id == relationship.c.tenant_id,
        membership.c.relationship_id == relationship.c.relationship_id,
        membership.c.person_id == bindparam("person"),
    )


@cache
def _of_person_everywhere() -> Select[Any]:
    return _with_people(_chosen(_ended()).where(_with_person()), newest_first=True)


@cache
def _of_person() -> Select[Any]:
    in_course = exists().where(
        programme.c.tenant_id == relationship.c.tenant_id,
        programme.c.programme_id == relationship.c.programme_id,
        programme.c.course_id == bindparam("course"),
    )
    chosen = _chosen(_ended()).where(_with_person(), in_course)
    return _with_people(chosen, newest_first=True)


@cache
def _of_programme() -> Select[Any]:
    rank = case((_ended() == 1, 2), (or_(wants_hand(), somebody_left()), 0), else_=1)
    order = ("rank", relationship.c.created_at, relationship.c.relationship_id)
    chosen = _chosen(rank).where(relationship.c.programme_id == bindparam("programme"))
    page = chosen.order_by(*order).limit(PAGE_SIZE).offset(bindparam("start", type_=Integer))
    return _with_people(page, left=has_left(membership))


def _chosen(rank: ColumnElement[int]) -> Select[Any]:
    """Return the ids that are wanted with their rank: what orders them before all else.

    A rank is asked for once a row. As the order of a window, SQLite would ask four times.
    """
    query = select(
        relationship.c.tenant_id,
        relationship.c.relationship_id,
        relationship.c.created_at,
        rank.label("rank"),
    )
    return query.where(relationship.c.tenant_id == bindparam("tenant"))


def _ended() -> ColumnElement[int]:
    return case((relationship.c.state == RelationshipState.ENDED, 1), else_=0)


def _with_people(
    chosen: Select[Any], *, newest_first: bool = False, left: ColumnElement[bool] | None = None
) -> Select[Any]:
    """Return a row for each member of the chosen relationships, with their signature."""
    page = chosen.subquery("page")
    begun = page.c.created_at.desc() if newest_first else page.c.created_at
    last = (
        select(func.max(mentoring_session.c.ends_at))
        .where(
            mentoring_session.c.tenant_id == page.c.tenant_id,
            mentoring_session.c.relationship_id == page.c.relationship_id,
            mentoring_session.c.state == SessionState.PLANNED,
            mentoring_session.c.ends_at <= bindparam("now"),
        )
        .scalar_subquery()
    )
    return (
        select(
            *PERSON,
            relationship.c.relationship_id,
            relationship.c.programme_id,
            relationship.c.state,
            relationship.c.created_at,
            relationship.c.format,
            relationship.c.title,
            agreement.c.number.label("agreement"),
            signature.c.signed_at,
            membership.c.side.label("seat_side"),
            agreement_text.c.proposed_at,
            programme.c.formal,
            programme.c.life,
            programme.c.zone.label("programme_zone"),
            relationship.c.paused_until,
            last.label("last_met_at"),
            (false() if left is None else left).label("has_left"),
        )
        .select_from(_members(page))
        .order_by(page.c.rank, begun, page.c.relationship_id, membership.c.position)
    )


def _members(page: Any) -> Any:
    """Join the chosen relationships with their members, agreement and signatures."""
    return (
        page.join(relationship, both(page, relationship, "relationship_id"))
        .join(membership, both(page, membership, "relationship_id"))
        .join(person, both(membership, person, "person_id"))
        .join(programme, both(relationship, programme, "programme_id"))
        .outerjoin(agreement, both(page, agreement, "relationship_id"))
        .outerjoin(
            agreement_text,
            and_(
                both(agreement, agreement_text, "relationship_id"),
                agreement_text.c.number == agreement.c.number,
            ),
        )
        .outerjoin(
            signature,
            and_(
                both(membership, signature, "relationship_id"),
                signature.c.person_id == membership.c.person_id,
                signature.c.number == agreement.c.number,
            ),
        )
    )


@cache
def _next_sessions() -> Select[Any]:
    """Return the next planned session of each of `keys`, a row for each of its people."""
    place = func.row_number().over(
        partition_by=mentoring_session.c.relationship_id,
        order_by=(mentoring_session.c.starts_at, mentoring_session.c.session_id),
    )
    coming = (
        select(mentoring_session.c.tenant_id, mentoring_session.c.session_id, place.label("place"))
        .where(
            mentoring_session.c.tenant_id == bindparam("tenant"),
            mentoring_session.c.relationship_id.in_(bindparam("keys", expanding=True)),
            mentoring_session.c.state == SessionState.PLANNED,
            mentoring_session.c.ends_at > bindparam("now"),
        )
        .subquery("coming")
    )
    return (
        select(
            mentoring_session,
            seat.c.person_id,
            calendar_link.c.sync,
            calendar_link.c.join_url,
            calendar_link.c.checked_at,
        )
        .select_from(
            coming.join(mentoring_session, both(coming, mentoring_session, "session_id"))
            .join(seat, both(coming, seat, "session_id"))
            .outerjoin(calendar_link, both(coming, calendar_link, "session_id"))
        )
        .where(coming.c.place == 1)
    )


def _line(
    rows: Sequence[Row[Any]], following: NextSession | None, waits: Waiting, *, now: datetime
) -> RelationshipLine:
    first = rows[0]
    return RelationshipLine(
        first.relationship_id,
        first.programme_id,
        tuple(person_of(row) for row in rows),
        RelationshipState(first.state),
        first.created_at,
        first.agreement,
        frozenset(row.person_id for row in rows if row.signed_at is not None),
        following,
        first.last_met_at,
        Format(first.format),
        first.title,
        first.formal,
        first.proposed_at,
        max((row.signed_at for row in rows if row.signed_at is not None), default=None),
        frozenset(row.person_id for row in rows if row.has_left),
        frozenset(row.person_id for row in rows if row.seat_side == Side.MENTOR),
        waits,
        _rests(first, now),
    )


def _rests(row: Row[Any], now: datetime) -> bool:
    days = (life_of(row.life).paused_until, row.paused_until)
    rest = any(is_before(day, row.programme_zone, now=now) for day in days)
    return rest and row.state != RelationshipState.ENDED
