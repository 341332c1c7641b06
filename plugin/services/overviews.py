"""What people and coordinators see of a whole course or programme at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugin.mentoring import policy
from plugin.mentoring.enrolment import Medium
from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.people import Actor, CourseId, Person
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.ports.reads import Counts, HomeFacts, PersonLine, Reads, RelationshipLine
from plugin.ports.store import Store
from plugin.ports.values import Clock, Course
from plugin.services.programmes import in_course


@dataclass(frozen=True, slots=True)
class Overview:
    """A programme as its coordinators see it: that people meet, never what they say."""

    programme: Programme
    coordinators: tuple[Person, ...]
    course: Course
    counts: Counts
    lines: tuple[RelationshipLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overviews:
    """Pages that show many people, each in a fixed number of queries."""

    store: Store
    reads: Reads
    clock: Clock

    def home(self, *, actor: Actor) -> HomeFacts:
        """Return the programmes of the launch's course, and the actor's part in each.

        Raises:
            UnknownThingError: the launch came from outside any course.

        """
        return self.reads.home(actor.tenant_id, _course(actor), actor.person_id)

    def first_page(self, *, actor: Actor) -> HomeFacts:
        """Return the same with the actor's own relationships, unless they coordinate.

        Raises:
            UnknownThingError: the launch came from outside any course.

        """
        return self.reads.first_page(
            actor.tenant_id,
            _course(actor),
            actor.person_id,
            now=self.clock(),
            coordinates=lambda programme: policy.may_coordinate(actor, programme),
        )

    def mine(self, *, actor: Actor) -> tuple[RelationshipLine, ...]:
        """Return the actor's own relationships in the course of the launch.

        Raises:
            UnknownThingError: the launch came from outside any course.

        """
        course, now = _course(actor), self.clock()
        return tuple(self.reads.mine(actor.tenant_id, course, actor.person_id, now=now))

    def of(self, programme_id: ProgrammeId, *, actor: Actor, page: int = 1) -> Overview:
        """Return one programme, with one page of its relationships.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        now = self.clock()
        head = self.reads.programme(actor.tenant_id, programme_id)
        if head is None or head.programme.course_id != actor.course_id:
            raise UnknownThingError
        _require_sight(actor, head.programme)
        return Overview(
            head.programme,
            head.coordinators,
            head.course,
            self.reads.counts(actor.tenant_id, programme_id, now=now),
            tuple(self.reads.relationships(actor.tenant_id, programme_id, now=now, page=page)),
        )

    def ways_met(self, programme_id: ProgrammeId, *, actor: Actor) -> Mapping[Medium, int]:
        """Return how many sessions have been, for each way of meeting side by side (P9).

        Raises:
            UnknownThingError, NotAllowedError.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = in_course(work, programme_id, actor=actor)
            policy.require(policy.may_coordinate(actor, programme))
            met = work.ways_met(programme_id, now=self.clock())
        return {medium: met.get(medium, 0) for medium in Medium}

    def people(
        self, programme_id: ProgrammeId, *, actor: Actor, page: int = 1, search: str = ""
    ) -> tuple[Programme, Sequence[PersonLine]]:
        """Return one page of the course's people, by name.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = in_course(work, programme_id, actor=actor)
        _require_sight(actor, programme)
        found = self.reads.people(actor.tenant_id, programme_id, page=page, search=search)
        return programme, found


def _course(actor: Actor) -> CourseId:
    if actor.course_id is None:
        raise UnknownThingError
    return actor.course_id


def _require_sight(actor: Actor, programme: Programme) -> None:
    """Coordinators see it; whoever teaches the course may look before becoming one."""
    policy.require(policy.may_coordinate(actor, programme) or policy.may_start_programme(actor))
