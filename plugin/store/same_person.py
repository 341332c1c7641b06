"""Which accounts are whose: doubts about one, and two that are one person."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    and_,
    delete,
    or_,
    select,
    union,
    update,
)

from plugin.mentoring.people import CourseId, PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.roster import Told
from plugin.mentoring.same_person import Doubt, Joining, JoiningId
from plugin.store.lookalikes import Lookalikes, same_person
from plugin.store.tables import (
    alias,
    coordinator,
    course_member,
    doubt,
    enrolment,
    joining,
    membership,
    person,
    relationship,
    visit,
)
from plugin.store.upserts import insert
from plugin.store.visits import end_visits

_PARTS: Final = (
    (enrolment, enrolment, enrolment.c.person_id, enrolment.c.programme_id),
    (coordinator, coordinator, coordinator.c.person_id, coordinator.c.programme_id),
    (
        membership,
        membership.join(
            relationship,
            and_(
                relationship.c.tenant_id == membership.c.tenant_id,
                relationship.c.relationship_id == membership.c.relationship_id,
            ),
        ),
        membership.c.person_id,
        relationship.c.programme_id,
    ),
)
"""What says who is in which programme: table, where it is read from, and its two columns."""


class SamePerson(Lookalikes):
    """Reads and writes them; `Arrivals` and `Rosters` ask it whom an account leads to."""

    def doubt(self, person_id: PersonId) -> Doubt | None:
        """Return the doubt about the person's account, or None."""
        row = self._one(select(doubt).where(self._mine(doubt, person_id=person_id)))
        return _doubt(row) if row else None

    def doubts_in(self, programme_id: ProgrammeId) -> Sequence[Doubt]:
        """Return those about people of the programme: 1 query."""
        query = select(doubt).where(
            self._mine(doubt), doubt.c.person_id.in_(self._in(programme_id))
        )
        return [_doubt(row) for row in self._all(query.order_by(doubt.c.since))]

    def save_doubt(self, asked: Doubt) -> None:
        """Write it; one about the same person keeps its day."""
        self._own(asked.tenant_id)
        key = {"tenant_id": self.tenant_id, "person_id": asked.person_id}
        said = {"name": asked.name, "email": asked.email}
        new = insert(self._connection, doubt).values({**key, **said, "since": asked.since})
        self._connection.execute(new.on_conflict_do_update(index_elements=list(key), set_=said))

    def drop_doubt(self, person_id: PersonId) -> None:
        """Forget it."""
        self._connection.execute(delete(doubt).where(self._mine(doubt, person_id=person_id)))

    def programmes_of(self, person_id: PersonId) -> Sequence[ProgrammeId]:
        """Return where the person takes part or coordinates: 1 query."""
        found = (
            select(programme).select_from(source).where(self._mine(table), who == person_id)
            for table, source, who, programme in _PARTS
        )
        return sorted(ProgrammeId(row.programme_id) for row in self._all(union(*found)))

    def _in(self, programme_id: ProgrammeId) -> CompoundSelect[Any]:
        found = (
            select(who).select_from(source).where(self._mine(table), programme == programme_id)
            for table, source, who, programme in _PARTS
        )
        return union(*found)

    def part_account(self, person_id: PersonId, *, now: datetime) -> None:
        """Let no account lead to the person; their partners learn it as when somebody vanishes."""
        gone = {"subject": None, "registration_id": None, "version": person.c.version + 1}
        self._change(person_id, **gone)
        self._connection.execute(delete(alias).where(self._mine(alias, person_id=person_id)))
        mine = self._mine(course_member, person_id=person_id)
        away = {"active": False, "told": Told.ABSENT, "since": now, "told_since": now}
        self._connection.execute(update(course_member).where(mine).values(**away))
        self._end_all_visits(person_id)

    def joining(self, joining_id: JoiningId) -> Joining | None:
        """Return it, or None."""
        row = self._one(select(joining).where(self._mine(joining, joining_id=joining_id)))
        return _joining(row) if row else None

    def joinings_of(self, person_id: PersonId) -> Sequence[Joining]:
        """Return those that the person is one of: 1 query."""
        return self._joinings(or_(joining.c.kept_id == person_id, joining.c.other_id == person_id))

    def joinings_in(self, course_id: CourseId) -> Sequence[Joining]:
        """Return those of the course's members: 1 query."""
        here = select(course_member.c.person_id).where(
            self._mine(course_member, course_id=course_id)
        )
        return self._joinings(joining.c.kept_id.in_(here) & joining.c.other_id.in_(here))

    def _joinings(self, wanted: ColumnElement[bool]) -> list[Joining]:
        query = select(joining).where(self._mine(joining), wanted)
        return [_joining(row) for row in self._all(query.order_by(joining.c.made_at.desc()))]

    def save_joining(self, one: Joining) -> None:
        """Write it."""
        self._own(one.tenant_id)
        values = {
            "registration_id": one.registration_id,
            "kept_id": one.kept,
            "other_id": one.other,
            "kept_subject": one.kept_subject,
            "other_subject": one.other_subject,
            "made_by": one.made_by,
            "made_at": one.made_at,
            "said_at": one.said_at,
            "other_said_at": one.other_said_at,
            "joined_at": one.joined_at,
            "ended_at": one.ended_at,
        }
        self._save(joining, {"joining_id": one.joining_id}, values, one.version)

    def join(self, one: Joining, *, now: datetime) -> None:
        """Let both accounts lead to `kept`; the other's profiles are put aside."""
        self._change(one.other, subject=None, version=person.c.version + 1)
        self._lead(one.registration_id, one.other_subject, one.kept)
        theirs = self._mine(enrolment, person_id=one.other)
        self._connection.execute(update(enrolment).where(theirs).values(ready_at=None))
        self._keep_in_courses(one.other, active=False, now=now)
        self._end_all_visits(one.other)

    def part_joined(self, one: Joining, *, now: datetime) -> None:
        """Let each account lead to its own person again, by the subjects of that day."""
        both = (one.kept_subject, one.other_subject)
        led = self._mine(alias, registration_id=one.registration_id)
        self._connection.execute(delete(alias).where(led, alias.c.subject.in_(both)))
        for who, subject in ((one.kept, one.kept_subject), (one.other, one.other_subject)):
            self._change(who, subject=subject, version=person.c.version + 1)
        self._keep_in_courses(one.other, active=True, now=now)
        self._end_all_visits(one.kept)

    def led_to(self, registration_id: str, subject: str) -> PersonId | None:
        """Return to whom this account leads beside the one that they came with last."""
        mine = self._mine(alias, registration_id=registration_id, subject=subject)
        row = self._one(select(alias.c.person_id).where(mine))
        return PersonId(row.person_id) if row else None

    def came_as(self, who: PersonId, registration_id: str, subject: str) -> None:
        """Know the person by the account that they came with just now; the former leads on."""
        row = self._one(select(person.c.subject).where(self._mine(person, person_id=who)))
        mine = self._mine(alias, registration_id=registration_id, subject=subject)
        self._connection.execute(delete(alias).where(mine))
        self._change(who, subject=subject, version=person.c.version + 1)
        if row and row.subject:
            self._lead(registration_id, row.subject, who)

    def aliases(self, registration_id: str) -> Mapping[str, str]:
        """Return by which subject a person is known, for each other of theirs: 1 query."""
        same = and_(
            person.c.tenant_id == alias.c.tenant_id, person.c.person_id == alias.c.person_id
        )
        query = (
            select(alias.c.subject, person.c.subject.label("known"))
            .join_from(alias, person, same)
            .where(self._mine(alias, registration_id=registration_id))
        )
        return {row.subject: row.known for row in self._all(query) if row.known}

    def subjects_of(
        self, course_id: CourseId, people: Iterable[PersonId]
    ) -> Mapping[PersonId, tuple[str, str]]:
        """Return what the LMS calls those of them who are members."""
        query = (
            select(person.c.person_id, person.c.registration_id, person.c.subject)
            .join_from(course_member, person, same_person())
            .where(self._mine(course_member, course_id=course_id))
            .where(person.c.person_id.in_(list(people)), person.c.subject.is_not(None))
        )
        return {row.person_id: (row.registration_id, row.subject) for row in self._all(query)}

    def used_by(self, people: Iterable[PersonId]) -> frozenset[PersonId]:
        """Return who has or had somebody to work with, or coordinates."""
        return self._named_in(people, (membership, coordinator))

    def holders(self, people: Iterable[PersonId]) -> frozenset[PersonId]:
        """Return who has something that another person must not see."""
        return self._named_in(people, (membership, coordinator, enrolment))

    def _named_in(self, people: Iterable[PersonId], tables: Sequence[Any]) -> frozenset[PersonId]:
        wanted = list(people)
        queries = (
            select(table.c.person_id).where(self._mine(table), table.c.person_id.in_(wanted))
            for table in tables
        )
        return frozenset(row.person_id for row in self._all(union(*queries)))

    def _lead(self, registration_id: str, subject: str, who: PersonId) -> None:
        row = {"tenant_id": self.tenant_id, "registration_id": registration_id}
        row |= {"subject": subject, "person_id": who}
        self._connection.execute(insert(self._connection, alias).values(row))

    def _change(self, who: PersonId, **values: Any) -> None:
        mine = self._mine(person, person_id=who)
        self._connection.execute(update(person).where(mine).values(**values))

    def _keep_in_courses(self, who: PersonId, *, active: bool, now: datetime) -> None:
        mine = self._mine(course_member, person_id=who)
        kept = {"active": active, "since": now, "told": None, "told_since": None}
        self._connection.execute(update(course_member).where(mine).values(**kept))

    def _end_all_visits(self, who: PersonId) -> None:
        theirs = self._mine(visit, person_id=who)
        end_visits(self._connection, theirs, now=self._transaction.clock())


def _doubt(row: Row[Any]) -> Doubt:
    return Doubt(row.person_id, row.tenant_id, row.name, row.email, row.since)


def _joining(row: Row[Any]) -> Joining:
    return Joining(
        row.joining_id,
        row.tenant_id,
        row.registration_id,
        row.kept_id,
        row.other_id,
        row.kept_subject,
        row.other_subject,
        row.made_by,
        row.made_at,
        row.said_at,
        row.other_said_at,
        row.joined_at,
        row.ended_at,
        row.version,
    )
