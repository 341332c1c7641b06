"""What pages show: a fixed number of queries each, however many people there are.

A page of many is cut out first, in a subquery, and joined afterwards.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, func, or_, select

from plugin.mentoring.enrolment import Side
from plugin.mentoring.people import CourseId, CourseRole, PersonId, TenantId
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.mentoring.relationship import RelationshipState
from plugin.ports.reads import (
    PAGE_SIZE,
    Counts,
    HomeFacts,
    OwnFacts,
    PersonLine,
    ProgrammeHead,
    RelationshipLine,
)
from plugin.store.courses import COURSE, course_of
from plugin.store.people import PERSON, name_key, person_of
from plugin.store.programmes import programmes_of, with_coordinators
from plugin.store.read_counts import counts
from plugin.store.read_home import apart, home_facts
from plugin.store.read_lines import Lines
from plugin.store.store import SqlStore
from plugin.store.tables import (
    account,
    coordinator,
    course,
    course_member,
    enrolment,
    membership,
    person,
    programme,
    relationship,
)


@dataclass(frozen=True, slots=True)
class SqlReads:
    """The port `Reads`."""

    store: SqlStore

    def home(self, tenant_id: TenantId, course_id: CourseId, person_id: PersonId) -> HomeFacts:
        """Read the person, and the course's programmes with the person's part: 1 query."""
        with self.store.look(tenant_id) as work:
            return home_facts(work, course_id, person_id)

    def first_page(
        self,
        tenant_id: TenantId,
        course_id: CourseId,
        person_id: PersonId,
        *,
        now: datetime,
        coordinates: Callable[[Programme], bool],
    ) -> HomeFacts:
        """Read what `home` does; in the same transaction what `mine` does, for others than leaders.

        Where the course has no programme, there is nothing more to read.
        """
        with self.store.look(tenant_id) as work:
            facts = home_facts(work, course_id, person_id)
            found = [line.programme for line in facts.programmes]
            if not found or any(map(coordinates, found)):
                return facts
            mine = Lines(work, now=now).of_person(course_id, person_id)
            return replace(facts, mine=tuple(mine))

    def own(self, tenant_id: TenantId, person_id: PersonId, *, now: datetime) -> OwnFacts:
        """Read the person, and their relationships in every course: 3 queries."""
        with self.store.look(tenant_id) as work:
            rows = work.rows(_own(), person=person_id)
            lines = Lines(work, now=now).of_person_everywhere(person_id)
        linked = bool(rows and rows[0].linked)
        return OwnFacts(
            person_of(rows[0]) if rows else None,
            linked,
            bool(linked and rows[0].needs_sign_in_since),
            tuple(lines),
        )

    def mine(
        self, tenant_id: TenantId, course_id: CourseId, person_id: PersonId, *, now: datetime
    ) -> Sequence[RelationshipLine]:
        """Read the person's relationships in the course: 3 queries, 4 with open promises."""
        with self.store.look(tenant_id) as work:
            return Lines(work, now=now).of_person(course_id, person_id)

    def programme(self, tenant_id: TenantId, programme_id: ProgrammeId) -> ProgrammeHead | None:
        """Read the programme, its course and its coordinators: 1 query."""
        with self.store.look(tenant_id) as work:
            rows = work.rows(_head(), programme=programme_id)
        if not rows:
            return None
        start = len(PERSON)
        return ProgrammeHead(
            programmes_of(rows)[0],
            course_of(rows[0][start:]),
            tuple(person_of(row) for row in rows if row.coordinator is not None),
        )

    def counts(self, tenant_id: TenantId, programme_id: ProgrammeId, *, now: datetime) -> Counts:
        """Count people and relationships: 1 query."""
        with self.store.look(tenant_id) as work:
            found = work.rows(counts(), programme=programme_id, now=now)
        return _counted(found[0])

    def relationships(
        self, tenant_id: TenantId, programme_id: ProgrammeId, *, now: datetime, page: int = 1
    ) -> Sequence[RelationshipLine]:
        """Read one page, those that may want a hand first: 2 queries. Agendas are left out."""
        with self.store.look(tenant_id) as work:
            return Lines(work, now=now).of_programme(programme_id, page=page)

    def people(
        self, tenant_id: TenantId, programme_id: ProgrammeId, *, page: int = 1, search: str = ""
    ) -> Sequence[PersonLine]:
        """Read one page of people by name, those without one last: 1 query."""
        with self.store.look(tenant_id) as work:
            rows = work.rows(_people(tenant_id, programme_id, page, search))
        return [_person_line(row) for row in rows]


def _counted(numbers: Sequence[Any]) -> Counts:
    return Counts(*numbers)


@cache
def _own() -> Select[Any]:
    """Return the person with account."""
    own = person.c.tenant_id
    linked = and_(account.c.tenant_id == own, account.c.person_id == person.c.person_id)
    return (
        select(*apart(PERSON), account.c.object_id.label("linked"), account.c.needs_sign_in_since)
        .select_from(person.outerjoin(account, linked))
        .where(own == bindparam("tenant"), person.c.person_id == bindparam("person"))
    )


@cache
def _head() -> Select[Any]:
    """Return the programme and its course, once for each coordinator."""
    own = programme.c.tenant_id
    in_course = and_(course.c.tenant_id == own, course.c.course_id == programme.c.course_id)
    is_person = and_(person.c.tenant_id == own, person.c.person_id == coordinator.c.person_id)
    return (
        select(
            *apart(PERSON),
            *apart(COURSE),
            programme,
            coordinator.c.person_id.label("coordinator"),
        )
        .select_from(
            programme.join(course, in_course)
            .outerjoin(coordinator, with_coordinators())
            .outerjoin(person, is_person)
        )
        .where(own == bindparam("tenant"), programme.c.programme_id == bindparam("programme"))
        .order_by(coordinator.c.position)
    )


def _people(tenant_id: TenantId, programme_id: ProgrammeId, page: int, search: str) -> Any:
    own = programme.c.tenant_id
    people = (
        select(*PERSON, person.c.name_key, course_member.c.active)
        .select_from(
            programme.join(
                course_member,
                and_(course_member.c.tenant_id == own, _same(course_member, "course_id")),
            ).join(person, _person_is(course_member))
        )
        .where(own == tenant_id, programme.c.programme_id == programme_id)
        .where(person.c.is_test.is_(False), _has_a_part(programme_id), *_matching(search))
        .order_by(*_by_name(person.c))
        .limit(PAGE_SIZE)
        .offset((max(page, 1) - 1) * PAGE_SIZE)
        .subquery("people")
    )
    part = and_(
        enrolment.c.tenant_id == people.c.tenant_id,
        enrolment.c.programme_id == programme_id,
        enrolment.c.person_id == people.c.person_id,
    )
    return (
        select(people, enrolment.c.side, enrolment.c.ready_at, _partners(people, programme_id))
        .select_from(people.outerjoin(enrolment, part))
        .order_by(*_by_name(people.c))
    )


def _has_a_part(programme_id: ProgrammeId) -> ColumnElement[bool]:
    """Leave out who only looked in, as whoever administers the LMS does."""
    takes_part = exists().where(
        enrolment.c.tenant_id == course_member.c.tenant_id,
        enrolment.c.programme_id == programme_id,
        enrolment.c.person_id == course_member.c.person_id,
    )
    return or_(course_member.c.role != CourseRole.NONE, takes_part)


def _partners(people: Any, programme_id: ProgrammeId) -> Any:
    """Count the others in the person's active relationships."""
    mine, other = membership.alias("mine"), membership.alias("other")
    return (
        select(func.count())
        .select_from(mine)
        .join(
            relationship,
            and_(
                relationship.c.tenant_id == mine.c.tenant_id,
                relationship.c.relationship_id == mine.c.relationship_id,
                relationship.c.programme_id == programme_id,
                relationship.c.state != RelationshipState.ENDED,
            ),
        )
        .join(
            other,
            and_(
                other.c.tenant_id == mine.c.tenant_id,
                other.c.relationship_id == mine.c.relationship_id,
                other.c.person_id != mine.c.person_id,
            ),
        )
        .where(
            mine.c.tenant_id == people.c.tenant_id,
            mine.c.person_id == people.c.person_id,
        )
        .correlate(people)
        .scalar_subquery()
        .label("partners")
    )


def _by_name(columns: Any) -> tuple[ColumnElement[Any], ...]:
    return (columns.name_key == "", columns.name_key, columns.number)


def _matching(search: str) -> list[ColumnElement[bool]]:
    wanted = name_key(search.strip())
    if not wanted:
        return []
    return [or_(person.c.name_key.contains(wanted, autoescape=True))]


def _same(table: Any, name: str) -> ColumnElement[bool]:
    return table.c[name] == programme.c[name]  # type: ignore[no-any-return] # columns are untyped


def _person_is(table: Any) -> ColumnElement[bool]:
    return and_(person.c.tenant_id == table.c.tenant_id, person.c.person_id == table.c.person_id)


def _person_line(row: Row[Any]) -> PersonLine:
    return PersonLine(
        person_of(row),
        row.active,
        Side(row.side) if row.side else None,
        row.ready_at is not None,
        row.partners,
    )
