"""A launch: the person, the course and the role, made or brought up to date.

Nearly every launch says what the one before said, so the usual one reads once and writes nothing.
"""

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, select, update

from plugin.mentoring.errors import AnotherPersonError
from plugin.mentoring.people import CourseId, Person, PersonId
from plugin.mentoring.roster import Told
from plugin.mentoring.same_person import looks_like_another
from plugin.ports.arrivals import Arrival
from plugin.ports.values import Course
from plugin.store.courses import COURSE, Courses, course_of, course_values
from plugin.store.people import PERSON, People, person_of, person_values
from plugin.store.same_person import SamePerson
from plugin.store.tables import course, course_member, person, visit
from plugin.store.upserts import insert
from plugin.store.visits import end_visits

_AWAY = frozenset({Told.ABSENT, Told.INACTIVE})


class Arrivals(People, Courses, SamePerson):
    """Takes in launches."""

    @property
    def has_news(self) -> bool:
        """Whether what arrived here said something new of person, course or role."""
        return self._transaction.has_news

    def arrive(self, arrival: Arrival, *, now: datetime) -> tuple[Person, Course | None]:
        """Return the person and the course; writes only what differs.

        Raises:
            AnotherPersonError: the account has something of its own, and seems to have passed to
                somebody else (S08). Nothing is written.

        """
        self._own(arrival.tenant_id)
        known = self._known(arrival)
        if known is None or (arrival.context_id and known.found_course is None):
            self._make(arrival)
            known = self._known(arrival)
        if known is None:  # cannot be: `_make` has made the person, or another launch has
            raise AssertionError("a person that was just made is found")
        someone = self._brought_up_to_date(known, arrival)
        if arrival.context_id is None:
            return someone, None
        where = self._course_brought_up_to_date(known, arrival)
        if not _is_told(known, arrival):
            self._keep_role(where.course_id, known, arrival, now)
        return someone, where

    def _known(self, arrival: Arrival) -> Row[Any] | None:
        """Read person, course and role in one statement; the course's columns are NULL if new."""
        return self._one(
            _known(),
            tenant=self.tenant_id,
            registration=arrival.registration_id,
            subject=arrival.subject,
            context=arrival.context_id,
        )

    def _make(self, arrival: Arrival) -> None:
        """Make what is not there; of two launches at once, one makes and both find."""
        self._transaction.has_news = True
        someone = Person(
            PersonId(self._transaction.new_id()),
            self.tenant_id,
            arrival.name,
            arrival.email,
            0,
            locale=arrival.locale,
            is_test=arrival.is_test,
        )
        self._make_person(someone, arrival)
        if arrival.context_id is None:
            return
        where = Course(
            CourseId(self._transaction.new_id()),
            self.tenant_id,
            arrival.registration_id,
            arrival.context_id,
            arrival.context_title or "",
            **_services(arrival),
        )
        row = {"tenant_id": self.tenant_id, "course_id": where.course_id, "version": 1}
        new = insert(self._connection, course).values(row | course_values(where))
        self._connection.execute(new.on_conflict_do_nothing())

    def _make_person(self, someone: Person, arrival: Arrival) -> None:
        mine = self._mine(person, registration_id=arrival.registration_id, subject=arrival.subject)
        if self._one(select(person.c.person_id).where(mine)):
            return
        led_to = self.led_to(arrival.registration_id, arrival.subject)
        if led_to is not None:
            self.came_as(led_to, arrival.registration_id, arrival.subject)
            return
        row = person_values(replace(someone, number=self._take_numbers(1))) | {
            "tenant_id": self.tenant_id,
            "person_id": someone.person_id,
            "registration_id": arrival.registration_id,
            "subject": arrival.subject,
            "version": 1,
        }
        new = insert(self._connection, person).values(row)
        self._connection.execute(new.on_conflict_do_nothing())

    def _brought_up_to_date(self, known: Row[Any], arrival: Arrival) -> Person:
        before = person_of(known)
        after = replace(
            before,
            name=arrival.name,
            email=arrival.email,
            locale=arrival.locale or before.locale,
            is_test=arrival.is_test,
        )
        if after != before:
            if looks_like_another(before, after.name, after.email) and self.holders(
                [before.person_id]
            ):
                raise AnotherPersonError(before.person_id)
            self._transaction.has_news = True
            self._update_person(before.person_id, person_values(after), None)
        return after

    def _course_brought_up_to_date(self, known: Row[Any], arrival: Arrival) -> Course:
        before = course_of(known[len(PERSON) :])
        after = replace(
            before,
            title=arrival.context_title or before.title,
            **{name: value for name, value in _services(arrival).items() if value},
        )
        if after == before:
            return before
        self._transaction.has_news = True
        changed = update(course).where(self._mine(course, course_id=before.course_id))
        said = course_values(after)
        values = {name: said[name] for name in ("title", *_services(arrival))}
        self._connection.execute(changed.values(**values, version=course.c.version + 1))
        return replace(after, version=before.version + 1)

    def _keep_role(
        self, course_id: CourseId, known: Row[Any], arrival: Arrival, now: datetime
    ) -> None:
        """Keep what they came as. A list that had them no more is older, and is forgotten."""
        self._transaction.has_news = True
        row = {
            "tenant_id": self.tenant_id,
            "course_id": course_id,
            "person_id": known.person_id,
            "role": arrival.role,
            "active": True,
            "since": now,
            "launched_as": arrival.role,
            "groups": arrival.groups,
        }
        values: dict[str, Any] = {"launched_as": arrival.role, "groups": arrival.groups}
        if (known.role, known.active) != (arrival.role, True):
            values |= {"role": arrival.role, "active": True, "since": now}
            self._end_visits_as_another(course_id, known, arrival)
        if known.told in _AWAY:
            values |= {"told": None, "told_since": None, "kept_at": None}
        new = insert(self._connection, course_member).values(row)
        self._connection.execute(
            new.on_conflict_do_update(
                index_elements=["tenant_id", "course_id", "person_id"], set_=values
            )
        )

    def _end_visits_as_another(
        self, course_id: CourseId, known: Row[Any], arrival: Arrival
    ) -> None:
        """End the open visits of the role that the person had: rights follow each launch."""
        theirs = self._mine(visit, person_id=known.person_id, course_id=course_id)
        others = theirs & (visit.c.role != arrival.role)
        end_visits(self._connection, others, now=self._transaction.clock())


def _services(arrival: Arrival) -> dict[str, Any]:
    """Return what the launch says of the services of its course, by the names of columns."""
    return {
        "memberships_url": arrival.memberships_url,
        "line_items_url": arrival.line_items_url,
        "grade_scopes": arrival.grade_scopes,
        "groups_url": arrival.groups_url,
        "copied_from": arrival.copied_from,
    }


def _is_told(known: Row[Any], arrival: Arrival) -> bool:
    """Whether all that this launch says of the membership is known already."""
    said = (arrival.role, True, arrival.role, arrival.groups)
    there = (known.role, known.active, known.launched_as, known.groups)
    return there == said and known.told not in _AWAY


@cache
def _known() -> Select[Any]:
    same_course = and_(
        course.c.tenant_id == person.c.tenant_id,
        course.c.registration_id == person.c.registration_id,
        course.c.context_id == bindparam("context"),
    )
    same_member = and_(
        course_member.c.tenant_id == person.c.tenant_id,
        course_member.c.course_id == course.c.course_id,
        course_member.c.person_id == person.c.person_id,
    )
    return (
        select(
            *PERSON,
            *COURSE,
            course.c.course_id.label("found_course"),
            course_member.c.role,
            course_member.c.active,
            course_member.c.launched_as,
            course_member.c.told,
            course_member.c.groups,
        )
        .select_from(person.outerjoin(course, same_course).outerjoin(course_member, same_member))
        .where(
            person.c.tenant_id == bindparam("tenant"),
            person.c.registration_id == bindparam("registration"),
            person.c.subject == bindparam("subject"),
        )
    )
