"""How the members of a course stand beside the LMS's list, and what a coordinator decides of it."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, delete, func, or_, select, update

from plugin.mentoring.people import CourseId, CourseRole
from plugin.mentoring.programme import Stage
from plugin.mentoring.roster import Gap, Standing, Told
from plugin.ports.errors import ConflictError
from plugin.ports.reads import PAGE_SIZE
from plugin.ports.rosters import Proposal, Reading, RosterCounts, RosterLine
from plugin.store.people import PERSON, person_of
from plugin.store.rows import Rows
from plugin.store.tables import (
    course,
    course_member,
    person,
    programme,
    roster_proposal,
    roster_reading,
    visit,
)
from plugin.store.upserts import insert
from plugin.store.visits import end_visits

AT = course_member.c
_AWAY = AT.told.in_([Told.ABSENT, Told.INACTIVE])


class Reconciliation(Rows):
    """Reads and settles the differences between the list and what the tool knows."""

    def proposal(self, course_id: CourseId) -> Proposal | None:
        """Return the removals that wait, or None."""
        row = self._one(select(*_PROPOSAL).where(self._mine(roster_proposal, course_id=course_id)))
        return _proposal(row) if row else None

    def settle(self, proposal: Proposal, *, remove: bool, now: datetime) -> int:
        """Carry the proposal out, or keep everybody; returns how many it concerned."""
        self._own(proposal.tenant_id)
        mine = self._mine(roster_proposal, course_id=proposal.course_id, version=proposal.version)
        if self._connection.execute(delete(roster_proposal).where(mine)).rowcount != 1:
            raise ConflictError("roster_proposal")
        of_course = self._mine(course_member, course_id=proposal.course_id)
        waiting = update(course_member).where(of_course, _waits())
        values = {"active": False, "since": now} if remove else {"kept_at": now}
        settled = self._connection.execute(waiting.values(**values)).rowcount
        if remove:
            self._end_visits(proposal.course_id, Told.ABSENT, Told.INACTIVE)
        return settled

    def _end_visits(self, course_id: CourseId, *told: Told) -> None:
        """End open visits of inactive members of whom the list says one of these.

        Somebody who is merely absent may have launched a moment ago: some LMSs let their
        administrators in without listing them. Only a coordinator's decision ends such a visit.
        """
        gone = select(course_member.c.person_id).where(
            self._mine(course_member, course_id=course_id),
            ~course_member.c.active,
            course_member.c.told.in_(told),
        )
        theirs = self._mine(visit, course_id=course_id) & visit.c.person_id.in_(gone)
        end_visits(self._connection, theirs, now=self._transaction.clock())

    def _propose(self, proposal: Proposal, *, anew: bool) -> None:
        """Write the proposal in place of the one before, unless it is the same again."""
        before = self.proposal(proposal.course_id)
        if before and not anew and before.leaving == proposal.leaving:
            return
        self._withdraw(proposal.course_id)
        version = before.version + 1 if before else 1
        values = dict(zip((c.name for c in _PROPOSAL), _values(proposal), strict=True))
        row = {"tenant_id": self.tenant_id, **values, "version": version}
        self._connection.execute(roster_proposal.insert().values(row))

    def _withdraw(self, course_id: CourseId) -> None:
        mine = self._mine(roster_proposal, course_id=course_id)
        self._connection.execute(delete(roster_proposal).where(mine))

    def reading(self, course_id: CourseId) -> Reading | None:
        """Return how the reading goes; None before the first."""
        row = self._one(select(*_READING).where(self._mine(roster_reading, course_id=course_id)))
        return _reading(row) if row else None

    def save_reading(self, reading: Reading) -> None:
        """Write it; the latest writer is right."""
        self._own(reading.tenant_id)
        row = {column.name: getattr(reading, column.name) for column in _READING}
        new = insert(self._connection, roster_reading).values(row)
        key = ["tenant_id", "course_id"]
        changed = {name: new.excluded[name] for name in row if name not in key}
        self._connection.execute(new.on_conflict_do_update(index_elements=key, set_=changed))

    def courses_to_read(self, *, before: datetime) -> Sequence[CourseId]:
        """Return courses with a programme whose list was last asked for before that moment."""
        tried = and_(
            roster_reading.c.tenant_id == course.c.tenant_id,
            roster_reading.c.course_id == course.c.course_id,
        )
        with_programme = select(programme.c.programme_id).where(
            programme.c.tenant_id == course.c.tenant_id,
            programme.c.course_id == course.c.course_id,
            programme.c.stage != Stage.CLOSED,
        )
        query = (
            select(course.c.course_id)
            .select_from(course.outerjoin(roster_reading, tried))
            .where(self._mine(course), course.c.memberships_url.is_not(None))
            .where(with_programme.exists(), _before(course.c.roster_at, before))
            .where(_before(roster_reading.c.tried_at, before))
            .order_by(course.c.course_id)
        )
        return [CourseId(row.course_id) for row in self._all(query)]

    def roster_counts(self, course_id: CourseId) -> RosterCounts:
        """Count the members by standing and by gap: 1 query."""
        kinds: list[Standing | Gap] = [*Standing, *Gap]
        sums = [func.sum(case((_is(kind), 1), else_=0)).label(kind.value) for kind in kinds]
        every: list[ColumnElement[Any]] = [func.count().label("total"), *sums]
        query: Select[Any] = select(*every).select_from(_members())
        mine = self._mine(course_member, course_id=course_id)
        row: Sequence[Any] = self._all(query.where(mine))[0]
        number = dict(zip(kinds, (int(one or 0) for one in row[1:]), strict=True))
        return RosterCounts(
            row[0], {one: number[one] for one in Standing}, {one: number[one] for one in Gap}
        )

    def roster_lines(
        self, course_id: CourseId, *, kind: Standing | Gap | None = None, page: int = 1
    ) -> Sequence[RosterLine]:
        """Return one page by name, those without one last: 1 query."""
        query = _lines().where(self._mine(course_member, course_id=course_id))
        if kind is not None:
            query = query.where(_is(kind))
        start = (max(page, 1) - 1) * PAGE_SIZE
        return [_line(row) for row in self._all(query.limit(PAGE_SIZE).offset(start))]


_PROPOSAL = tuple(
    roster_proposal.c[name]
    for name in ("course_id", "tenant_id", "found_at", "leaving", "active", "version")
)
"""The columns of a Proposal, in the order of its fields."""
_READING = tuple(
    roster_reading.c[name]
    for name in (
        "course_id",
        "tenant_id",
        "tried_at",
        "people_read",
        "unread",
        "trouble_at",
        "etag",
        "changes_url",
        "whole_at",
        "whole_url",
    )
)
"""The columns of a Reading, in the order of its fields."""


def _proposal(values: Sequence[Any]) -> Proposal:
    return Proposal(*values)


def _reading(values: Sequence[Any]) -> Reading:
    return Reading(*values)


def _values(proposal: Proposal) -> list[object]:
    return [getattr(proposal, column.name) for column in _PROPOSAL]


def _before(column: Any, moment: datetime) -> ColumnElement[bool]:
    return or_(column.is_(None), column < moment)


def _waits() -> ColumnElement[bool]:
    """Return the condition that the list would end a membership and nobody has decided."""
    return and_(AT.active, _AWAY, AT.kept_at.is_(None))


@cache
def _standing() -> ColumnElement[str]:
    """Return a member's standing; the first that fits."""
    return case(
        (person.c.is_test, Standing.TEST),
        (and_(~AT.active, AT.told == Told.INACTIVE), Standing.INACTIVE),
        (~AT.active, Standing.GONE),
        (_waits(), Standing.WAITING),
        (_AWAY, Standing.KEPT),
        (AT.told.is_(None), Standing.JOINED),
        (AT.launched_as.is_(None), Standing.LISTED),
        else_=Standing.BOTH,
    )


@cache
def _is(kind: Standing | Gap) -> ColumnElement[bool]:
    here = and_(AT.active, ~person.c.is_test)
    match kind:
        case Gap.NO_NAME:
            return and_(here, person.c.name_key == "")
        case Gap.NO_EMAIL:
            return and_(here, person.c.email.is_(None))
        case Gap.OTHER_ROLE:
            # With a NULL on either side it is unknown, which is no difference.
            return and_(here, func.coalesce(AT.launched_as != AT.listed_as, False))
    return _standing() == kind


def _members() -> Any:
    same = and_(person.c.tenant_id == AT.tenant_id, person.c.person_id == AT.person_id)
    return course_member.join(person, same)


@cache
def _lines() -> Select[Any]:
    return (
        select(
            *PERSON,
            *(_is(gap).label(gap.value) for gap in Gap),
            _standing().label("standing"),
            func.coalesce(AT.told_since, AT.since, type_=AT.since.type).label("told_since"),
            AT.since,
            AT.launched_as,
            AT.listed_as,
        )
        .select_from(_members())
        .order_by(person.c.name_key == "", person.c.name_key, person.c.number)
    )


def _line(row: Row[Any]) -> RosterLine:
    standing = Standing(row.standing)
    found = zip(Gap, row[len(PERSON) :], strict=False)  # the columns that follow
    return RosterLine(
        person=person_of(row),
        standing=standing,
        since=row.since if standing is Standing.JOINED else row.told_since,
        gaps=frozenset(gap for gap, there in found if there),
        launched_as=CourseRole(row.launched_as) if row.launched_as else None,
        listed_as=CourseRole(row.listed_as) if row.listed_as else None,
    )
