"""Circles that begin with the groups of a course: read from the LMS, looked at, then made."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from plugin.mentoring.enrolment import Enrolment, Side
from plugin.mentoring.errors import ShapeError, UnknownThingError, WrongStateError
from plugin.mentoring.groups import who_may_meet
from plugin.mentoring.people import Actor, CourseId, Person, PersonId, TenantId
from plugin.mentoring.place import Place, PlaceState
from plugin.mentoring.programme import Format, Programme, ProgrammeId
from plugin.mentoring.relationship import Membership, Relationship, RelationshipId
from plugin.mentoring.seeding import CourseGroup, Seed, free_leads, seed
from plugin.ports.errors import ConsentMissingError, RefusedError
from plugin.ports.groups import GroupReading, Groups, SeenGroup
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock, Course, NewId
from plugin.services.drafts import partners
from plugin.services.kinds import READ_GROUPS
from plugin.services.place_work import keep_place
from plugin.services.programmes import coordinated
from plugin.services.standing_drafts import ready_people

DONE: Final = "done"
QUEUED: Final = "queued"
NOT_ALLOWED: Final = "not-allowed"
GAVE_UP: Final = "gave-up"


@dataclass(frozen=True, slots=True)
class GroupsPage:
    """What a coordinator sees of the groups.

    Attributes:
        offered: whether the LMS tells this tool of groups at all.
        by_launches: whether it tells of them in launches only, by number and of who has come.
        seeds: what each would become, in the LMS's order.
        people: everybody named in them, and the free mentors.
        free: mentors with a seat left, by name.

    """

    programme: Programme
    offered: bool
    reading: GroupReading | None
    seeds: tuple[Seed, ...] = ()
    people: Mapping[PersonId, Person] | None = None
    free: tuple[Person, ...] = ()
    by_launches: bool = False


@dataclass(frozen=True, slots=True)
class _Here:
    """Who could begin: who is ready, how many partners they have, and who is kept apart."""

    ready: Mapping[PersonId, Enrolment]
    taken: Counter[PersonId]
    apart: Collection[frozenset[PersonId]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseGroups:
    """Seeding circles from groups."""

    store: Store
    clock: Clock
    new_id: NewId
    source: Groups
    with_places: bool = False

    def page(self, programme_id: ProgrammeId, *, actor: Actor) -> GroupsPage:
        """Return the groups as they were last read, and what they would become.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        with self.store.look(actor.tenant_id) as work:
            programme, course = _place(work, programme_id, actor)
            reading = work.group_reading(course.course_id)
            by_launches = not _offered(course)
            offered = not by_launches or bool(work.said_groups(course.course_id))
            if reading is None or not reading.groups:
                return GroupsPage(programme, offered, reading, by_launches=by_launches)
            ready = ready_people(work, programme)
            taken = partners(work.relationships_in(programme_id))
            free = free_leads(ready, taken)
            named = {who for one in reading.groups for who in one.people} | set(free)
            people = work.people(named)
        known = [_known(one, people) for one in reading.groups]
        leads = sorted((people[who] for who in free), key=lambda one: one.label)
        seeds = tuple(seed(one, ready, taken) for one in known)
        return GroupsPage(programme, offered, reading, seeds, people, tuple(leads), by_launches)

    def ask(self, programme_id: ProgrammeId, *, actor: Actor) -> None:
        """Queue one reading of the groups; pressing twice reads once.

        Raises:
            UnknownThingError, NotAllowedError.
            WrongStateError: the LMS tells nothing of groups.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            _programme, course = _place(work, programme_id, actor)
            key = course.course_id
            if not _offered(course):
                self._take_said(work, course)
                return
            before = work.group_reading(key) or GroupReading(key, course.tenant_id, QUEUED, now)
            work.save_group_reading(replace(before, state=QUEUED, asked_at=now))
            work.queue(READ_GROUPS, {"course": key}, key=f"{READ_GROUPS}:{key}")

    def read(self, tenant_id: TenantId, course_id: CourseId) -> int:
        """Read the groups whole; returns how many, 0 where the ones we have stay.

        Raises:
            TryLaterError: the queue should call again.

        """
        with self.store.look(tenant_id) as work:
            course = work.course(course_id)
        if course is None:
            return 0
        try:
            seen = self.source.fetch(course)
        except ConsentMissingError:
            self._failed(course, NOT_ALLOWED)
            return 0
        except RefusedError as error:
            self._failed(course, str(error))
            return 0
        with self.store.work(tenant_id) as work:
            groups = _people_of(work, course, seen)
            now = self.clock()
            reading = GroupReading(course_id, tenant_id, DONE, now, now, groups)
            work.save_group_reading(reading)
            work.note("groups.read", course=course_id, count=str(len(groups)))
        return len(groups)

    def gave_up(self, tenant_id: TenantId, course_id: CourseId) -> None:
        """Show on the page that the attempts have ended without success."""
        with self.store.look(tenant_id) as work:
            course = work.course(course_id)
        if course is not None:
            self._failed(course, GAVE_UP)

    def make(
        self, programme_id: ProgrammeId, chosen: Mapping[str, PersonId | None], *, actor: Actor
    ) -> tuple[RelationshipId, ...]:
        """Begin a circle with each of the chosen groups, all of them or none.

        Args:
            programme_id: which.
            chosen: group ids, each with who facilitates where the group has no mentor of its own.
            actor: a coordinator.

        Raises:
            UnknownThingError, NotAllowedError.
            WrongStateError: the programme has no circles, or takes nobody at present.
            ShapeError: too few, too many, or nobody to facilitate: people have come or gone.
            ConflictError: somebody of them was placed elsewhere at this moment.

        """
        with self.store.work(actor.tenant_id) as work:
            programme, course = _place(work, programme_id, actor)
            reading = work.group_reading(course.course_id)
            if reading is None or Format.CIRCLE not in programme.formats:
                raise WrongStateError
            running = programme.running()
            ready = ready_people(work, programme)
            taken = partners(work.relationships_in(programme_id))
            here = _Here(ready, taken, work.apart(ready, programme_id))
            groups = {one.group_id: one for one in reading.groups}
            made = [
                self._begin(work, programme, groups.get(key), lead, here)
                for key, lead in chosen.items()
            ]
            work.save_programme(running)
            work.note("circles.seeded", programme=programme_id, by=actor.person_id)
        return tuple(made)

    def _begin(
        self,
        work: Work,
        programme: Programme,
        group: CourseGroup | None,
        lead: PersonId | None,
        here: _Here,
    ) -> RelationshipId:
        if group is None:
            raise UnknownThingError
        planned = seed(group, here.ready, here.taken)
        free = free_leads(here.ready, here.taken)
        leads = planned.leads or ((lead,) if lead in free and lead else ())
        if not leads:
            raise ShapeError("circle: facilitator")
        kept = who_may_meet((*leads, *planned.members), here.apart)
        if not set(leads) <= set(kept):
            raise ShapeError("circle: facilitator")
        circle = self._circle(programme, group.name, leads, kept[len(leads) :])
        work.save_relationship(circle.check_formed(programme.bounds))
        for who in sorted(circle.people):
            work.save_enrolment(here.ready[who])  # a change at this very moment is a conflict
        here.taken.update(circle.people)
        if self.with_places:
            key = circle.relationship_id
            place = Place(key, programme.tenant_id, PlaceState.QUEUED, circle.created_at)
            work.save_place(place)
            keep_place(work, key)
        return circle.relationship_id

    def _circle(
        self,
        programme: Programme,
        name: str,
        leads: tuple[PersonId, ...],
        members: tuple[PersonId, ...],
    ) -> Relationship:
        now = self.clock()
        return Relationship(
            RelationshipId(self.new_id()),
            programme.tenant_id,
            programme.programme_id,
            Format.CIRCLE,
            (
                *(Membership(who, Side.MENTOR, now) for who in leads),
                *(Membership(who, Side.MENTEE, now) for who in members),
            ),
            now,
        ).named(name)

    def _take_said(self, work: Work, course: Course) -> None:
        """Take the groups that launches have named: whoever could be seated has come by one."""
        key, now = course.course_id, self.clock()
        said = tuple(work.said_groups(key))
        if not said:
            raise WrongStateError
        work.save_group_reading(GroupReading(key, course.tenant_id, DONE, now, now, said))
        work.note("groups.read", course=key, count=str(len(said)))

    def _failed(self, course: Course, problem: str) -> None:
        key, now = course.course_id, self.clock()
        with self.store.work(course.tenant_id) as work:
            before = work.group_reading(key) or GroupReading(key, course.tenant_id, problem, now)
            work.save_group_reading(replace(before, state=problem))
            work.note("groups.failed", course=key, problem=problem)


def _offered(course: Course) -> bool:
    """Whether the LMS tells of groups: their names, and in the course list who is in them."""
    return course.groups_url is not None and course.memberships_url is not None


def _place(work: Work, programme_id: ProgrammeId, actor: Actor) -> tuple[Programme, Course]:
    programme = coordinated(work, programme_id, actor=actor)
    course = work.course(programme.course_id)
    if course is None:
        raise UnknownThingError
    return programme, course


def _people_of(work: Work, course: Course, seen: Sequence[SeenGroup]) -> tuple[CourseGroup, ...]:
    named = {subject for one in seen for subject in one.subjects}
    people = work.people_known_as(course.registration_id, named)
    return tuple(
        CourseGroup(
            one.group_id,
            one.name,
            tuple(people[subject] for subject in one.subjects if subject in people),
        )
        for one in seen
    )


def _known(group: CourseGroup, people: Mapping[PersonId, Person]) -> CourseGroup:
    """Return the group without people who are not known here any more."""
    return replace(group, people=tuple(who for who in group.people if who in people))
