"""An LMS's list of people, applied in one step."""

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from plugin.mentoring.people import CourseId, CourseRole, Person, PersonId
from plugin.mentoring.roster import Told, needs_a_look
from plugin.mentoring.same_person import looks_like_another
from plugin.ports.rosters import Proposal
from plugin.ports.values import Course, RosterChange, RosterMember
from plugin.store.bulk import MANY, among, look_again, look_once, write_many
from plugin.store.people import PERSON, People, name_key, person_of, person_values
from plugin.store.reconciliation import Reconciliation
from plugin.store.roster_places import Brake, List, Place, Plan, of_one_person, plan
from plugin.store.same_person import SamePerson
from plugin.store.tables import course_member, person
from plugin.store.upserts import Insert

_PLACE = tuple(course_member.c[name] for name in Place._fields)
_TOLD = course_member.c.told
_KNOWN = (person.c.subject, *PERSON)
_NEW_PERSON = (
    "tenant_id",
    "person_id",
    "registration_id",
    "subject",
    "name",
    "name_key",
    "email",
    "number",
    "is_test",
    "version",
)
_MEMBER_KEY = ("tenant_id", "course_id", "person_id")


class Rosters(People, Reconciliation, SamePerson):
    """Takes in whole lists: reads once, writes only what differs, deletes nobody."""

    def apply_roster(
        self,
        course: Course,
        members: Sequence[RosterMember],
        *,
        now: datetime,
        brake: Brake = needs_a_look,
    ) -> RosterChange:
        """Make the course's list what the LMS says; who is not on it becomes inactive."""
        self._own(course.tenant_id)
        members = of_one_person(members, self.aliases(course.registration_id))
        told = {one.subject: one for one in members if not one.unread}
        known, before = self._members(course)
        known |= self._by_subject(course, [one for one in told if one not in known])
        self._update_people(known, told)
        ids = {one: who.person_id for one, who in known.items() if one in told}
        ids |= self._make_people(course, [told[one] for one in told if one not in known])
        said = List(
            {ids[subject]: member for subject, member in told.items()},
            _silent(known, before, [one.subject for one in members if one.unread]),
            frozenset(who.person_id for who in known.values() if who.is_test),
        )
        found = plan(before, said, now=now, brake=brake)
        self._keep_places(course, found.changed)
        self._keep_proposal(course, found, now)
        if found.changed:
            self._end_visits(course.course_id, Told.INACTIVE)
        return RosterChange(found.joined, found.left, found.total, found.waiting)

    def listed(self, course_id: CourseId) -> Sequence[RosterMember]:
        """Return what the latest list says, as it would come again: 1 query."""
        same = person.c.person_id == course_member.c.person_id
        own = person.c.tenant_id == course_member.c.tenant_id
        query = (
            select(person.c.subject, person.c.is_test, course_member.c.listed_as, _TOLD)
            .join_from(course_member, person, same & own)
            .where(self._mine(course_member, course_id=course_id), person.c.subject.is_not(None))
            .where(_TOLD.in_([Told.ACTIVE, Told.INACTIVE]))
        )
        return [
            RosterMember(
                row.subject,
                None,
                None,
                CourseRole(row.listed_as),
                active=row.told == Told.ACTIVE,
                is_test=row.is_test,
            )
            for row in self._all(query)
        ]

    def _members(self, course: Course) -> tuple[dict[str, Person], dict[PersonId, Place]]:
        """Read everybody who is or was in the course, by subject, and their places: 1 query."""
        same = person.c.person_id == course_member.c.person_id
        own = person.c.tenant_id == course_member.c.tenant_id
        query = (
            select(*_KNOWN, *_PLACE)
            .join_from(course_member, person, same & own)
            .where(self._mine(course_member, course_id=course.course_id))
        )
        rows = self._all(query)
        start = len(_KNOWN)
        places = {row.person_id: Place._make(row[start:]) for row in rows}
        return {row.subject: _known(row) for row in rows if row.subject is not None}, places

    def _by_subject(self, course: Course, subjects: Iterable[str]) -> dict[str, Person]:
        """Read people of the connection, in the course or not: 1 query."""
        wanted = list(subjects)
        if not wanted:
            return {}
        if len(wanted) >= MANY:
            look_once(self._connection, person)
        mine = self._mine(person, registration_id=course.registration_id)
        listed = person.c.subject.in_(among(self._connection, wanted))
        rows = self._all(select(*_KNOWN).where(mine, listed))
        return {row.subject: _known(row) for row in rows}

    def _make_people(
        self, course: Course, members: Sequence[RosterMember]
    ) -> Mapping[str, PersonId]:
        """Make people who are not known; returns their ids by subject."""
        if not members:
            return {}
        made = {one.subject: self._transaction.new_id() for one in members}
        numbers = itertools.count(self._take_numbers(len(members)))
        rows = [
            (
                self.tenant_id,
                made[one.subject],
                course.registration_id,
                one.subject,
                one.name,
                name_key(one.name),
                one.email,
                number,
                one.is_test,
                1,
            )
            for one, number in zip(members, numbers, strict=False)
        ]
        # Somebody may arrive by a launch meanwhile; the row that was first stays.
        written = write_many(self._connection, person, _NEW_PERSON, rows, meeting=_leave)
        if written >= MANY:
            look_again(self._connection, person)
        if written == len(rows):
            return {subject: PersonId(key) for subject, key in made.items()}
        found = self._by_subject(course, made)
        return {subject: one.person_id for subject, one in found.items()}

    def _update_people(self, known: Mapping[str, Person], told: Mapping[str, RosterMember]) -> None:
        """Keep names and addresses; a list that withholds them takes none away."""
        changed = []
        news = {
            subject: (told[subject], before)
            for subject, before in known.items()
            if subject in told and _tells_news(told[subject], before)
        }
        doubtful = [
            before.person_id
            for member, before in news.values()
            if looks_like_another(before, member.name, member.email)
        ]
        # Their next launch asks who it is; the list must not answer that before (S08).
        kept = self.holders(doubtful) if doubtful else frozenset[PersonId]()
        for member, before in news.values():
            if before.person_id in kept:
                continue
            after = replace(
                before,
                name=member.name or before.name,
                email=member.email or before.email,
                is_test=member.is_test or before.is_test,
            )
            changed.append({"who": before.person_id, **person_values(after)})
        if changed:
            names = [name for name in changed[0] if name != "who"]
            mine = self._mine(person, person_id=bindparam("who"))
            values: dict[str, Any] = {name: bindparam(name) for name in names}
            statement = update(person).where(mine)
            self._connection.execute(
                statement.values(**values, version=person.c.version + 1), changed
            )

    def _keep_places(self, course: Course, changed: Mapping[PersonId, Place]) -> None:
        if not changed:
            return
        own = (self.tenant_id, course.course_id)
        rows = [(*own, who, *at) for who, at in changed.items()]
        names = (*_MEMBER_KEY, *Place._fields)
        write_many(self._connection, course_member, names, rows, meeting=_take_over)

    def _keep_proposal(self, course: Course, found: Plan, now: datetime) -> None:
        if not found.waiting:
            self._withdraw(course.course_id)
            return
        active = found.total - found.joined + found.left
        made = Proposal(course.course_id, self.tenant_id, now, found.waiting, active)
        self._propose(made, anew=found.anew)


def _take_over(new: Insert) -> Insert:
    """Let the list's word stand. A launch at this moment knows best as what it came."""
    taken = {name: new.excluded[name] for name in Place._fields if name != "launched_as"}
    return new.on_conflict_do_update(index_elements=_MEMBER_KEY, set_=taken)


def _leave(new: Insert) -> Insert:
    return new.on_conflict_do_nothing()


def _known(row: Row[Any]) -> Person:
    return person_of(row[1:])


def _tells_news(member: RosterMember, before: Person) -> bool:
    return (
        (member.name or before.name) != before.name
        or (member.email or before.email) != before.email
        or (member.is_test and not before.is_test)
    )


def _silent(
    known: Mapping[str, Person], places: Collection[PersonId], unread: Collection[str]
) -> frozenset[PersonId]:
    """Return of whom the list says nothing: it may be any of them whom a line does not name."""
    if "" in unread:
        return frozenset(places)
    from_lms = {who.person_id for who in known.values()}
    named = {known[subject].person_id for subject in unread if subject in known}
    return frozenset(who for who in places if who not in from_lms or who in named)
