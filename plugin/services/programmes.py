"""Starting and opening a programme in a course."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from plugin.mentoring import policy
from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.people import Actor, PersonId
from plugin.mentoring.programme import (
    Bounds,
    Format,
    Programme,
    ProgrammeGoal,
    ProgrammeId,
    Stage,
)
from plugin.mentoring.relationship import Relationship, RelationshipId, RelationshipState
from plugin.mentoring.templates import template
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock, NewId

MOST_ANCESTORS = 10
"""Courses of a copy's history that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a coordinator says about a programme.

    Attributes:
        cadence_weeks, length_min: what agreements begin with.
        capacity: mentees that a mentor may take at most.

    """

    template: str
    title: str
    purpose: str
    goal: str
    measure: str
    formal: bool
    zone: str
    cadence_weeks: int
    length_min: int
    capacity: int
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Programmes:
    """Starting, changing and opening programmes."""

    store: Store
    clock: Clock
    new_id: NewId

    def start(self, plan: Plan, *, actor: Actor) -> Programme:
        """Make a draft with `actor` as its coordinator.

        Raises:
            NotAllowedError: the actor does not teach this course.
            UnknownThingError: no such template.
            OutOfBoundsError: the length is none of those that the template allows.

        """
        policy.require(policy.may_start_programme(actor))
        made = self._from(plan, actor=actor)
        with self.store.work(actor.tenant_id) as work:
            work.save_programme(made)
            give_clock(work, made, actor.person_id)
            work.note("programme.started", programme=made.programme_id, by=actor.person_id)
        return made

    def open(self, programme_id: ProgrammeId, *, actor: Actor) -> Programme:
        """Let people send their profiles.

        Raises:
            UnknownThingError, NotAllowedError, WrongStateError, GoalMissingError,
            CoordinatorMissingError, ConflictError.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor).opened()
            work.save_programme(programme)
            work.note("programme.opened", programme=programme_id, by=actor.person_id)
        return programme

    def join_coordinators(self, programme_id: ProgrammeId, *, actor: Actor) -> Programme:
        """Make `actor`, who teaches the course, one of the coordinators; repeatable."""
        policy.require(policy.may_start_programme(actor))
        with self.store.work(actor.tenant_id) as work:
            programme = in_course(work, programme_id, actor=actor)
            joined = programme.with_coordinator(actor.person_id)
            if joined != programme:
                work.save_programme(joined)
                give_clock(work, joined, actor.person_id)
                work.note("coordinator.joined", programme=programme_id, by=actor.person_id)
        return joined

    def placeable(self, *, actor: Actor) -> Sequence[Programme]:
        """Return the programmes that a link in the actor's course may lead to.

        Raises:
            NotAllowedError: the actor does not teach this course.

        """
        policy.require(policy.may_start_programme(actor))
        if actor.course_id is None:
            return ()
        with self.store.look(actor.tenant_id) as work:
            found = work.programmes_in(actor.course_id)
        open_ = (one for one in found if one.stage is not Stage.CLOSED)
        return tuple(one for one in open_ if policy.is_listed(one))

    def placed(self, programme_id: ProgrammeId, *, actor: Actor) -> Programme:
        """Return the programme that a placed link names.

        A link keeps its parameters when its course is copied, so the programme may be of another
        course of the same LMS. Only its settings are for the copy, and only for whoever teaches
        there: ask `policy` before showing any.

        Raises:
            UnknownThingError: it is gone, or belongs to another LMS or institution.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = work.programme(programme_id)
            if programme is None or not _is_near(work, programme, actor):
                raise UnknownThingError
        return programme

    def placeable_circles(self, *, actor: Actor) -> Sequence[Relationship]:
        """Return the circles that a link may lead to: those of programmes the actor coordinates.

        Raises:
            NotAllowedError: the actor does not teach this course.

        """
        found = [one for one in self.placeable(actor=actor) if policy.may_coordinate(actor, one)]
        with self.store.look(actor.tenant_id) as work:
            circles = [
                circle
                for one in found
                for circle in work.relationships_in(one.programme_id)
                if circle.format is Format.CIRCLE and circle.state is not RelationshipState.ENDED
            ]
        return sorted(circles, key=lambda one: one.title)

    def placed_circle(
        self, relationship_id: RelationshipId, *, actor: Actor
    ) -> tuple[Programme, bool]:
        """Return the programme of the circle that a placed link names, and whether it is theirs.

        Raises:
            UnknownThingError: it is gone or over, or belongs to another LMS or institution.

        """
        with self.store.look(actor.tenant_id) as work:
            circle = work.relationship(relationship_id)
            if circle is None or circle.format is not Format.CIRCLE:
                raise UnknownThingError
        programme = self.placed(circle.programme_id, actor=actor)
        mine = policy.may_open_relationship(actor, circle)
        if circle.state is RelationshipState.ENDED and not mine:
            raise UnknownThingError
        return programme, mine

    def copied(self, *, actor: Actor) -> Programme | None:
        """Return a programme of the course that the actor's course was copied from.

        Only its settings are for the copy, and no person of it. None where the LMS tells of no
        copy, or no course of its history had a programme here; the latest that had one counts.

        Raises:
            NotAllowedError: the actor does not teach this course.

        """
        policy.require(policy.may_start_programme(actor))
        if actor.course_id is None:
            return None
        with self.store.look(actor.tenant_id) as work:
            here = work.course(actor.course_id)
            history = here.copied_from.split(",") if here else []
            for context_id in history[:MOST_ANCESTORS]:
                there = here and work.course_known_as(here.registration_id, context_id.strip())
                all_ = work.programmes_in(there.course_id) if there else ()
                found = [one for one in all_ if policy.is_listed(one)]
                if found:
                    return found[-1]
        return None

    def _from(self, plan: Plan, *, actor: Actor) -> Programme:
        base = template(plan.template)
        if base is None or actor.course_id is None:
            raise UnknownThingError
        base.bounds.check_length(plan.length_min)
        return Programme(
            programme_id=ProgrammeId(self.new_id()),
            tenant_id=actor.tenant_id,
            course_id=actor.course_id,
            title=plan.title,
            template=plan.template,
            formats=base.formats,
            formal=plan.formal,
            purpose=plan.purpose,
            goals=(ProgrammeGoal(plan.goal, plan.measure),),
            skills=base.skills,
            zone=plan.zone,
            coordinators=(actor.person_id,),
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
            bounds=_bounds(plan, base.bounds),
        )


def give_clock(work: Work, programme: Programme, coordinator: PersonId) -> None:
    """Show a coordinator's pages on the programme's clock, unless they have chosen another."""
    person = work.person(coordinator)
    if person is not None and person.zone is None:
        work.save_person(replace(person, zone=programme.zone))


def _bounds(plan: Plan, base: Bounds) -> Bounds:
    return replace(
        base,
        cadence_weeks=plan.cadence_weeks,
        length_min=plan.length_min,
        capacity=plan.capacity,
    )


def _is_near(work: Work, programme: Programme, actor: Actor) -> bool:
    if actor.course_id is None or programme.course_id == actor.course_id:
        return programme.course_id == actor.course_id
    here, there = work.course(actor.course_id), work.course(programme.course_id)
    return bool(here and there and here.registration_id == there.registration_id)


def in_course(work: Work, programme_id: ProgrammeId, *, actor: Actor) -> Programme:
    """Load a programme of the actor's course; raise UnknownThingError for any other."""
    programme = work.programme(programme_id)
    if programme is None or programme.course_id != actor.course_id:
        raise UnknownThingError
    return programme


def seen(work: Work, programme_id: ProgrammeId, *, actor: Actor) -> Programme:
    """Load a programme that the actor may see; raise UnknownThingError for any other."""
    programme = in_course(work, programme_id, actor=actor)
    if not policy.may_see_programme(actor, programme, has_part=has_part(work, programme, actor)):
        raise UnknownThingError
    return programme


def taking_part(work: Work, programme_id: ProgrammeId, *, actor: Actor) -> Programme:
    """Load a programme that the actor may take part in.

    Raises:
        UnknownThingError: they may not see it.
        NotAllowedError: they may see it, and no more.

    """
    programme = seen(work, programme_id, actor=actor)
    policy.require(
        policy.may_take_part(actor, programme, has_part=has_part(work, programme, actor))
    )
    return programme


def has_part(work: Work, programme: Programme, actor: Actor) -> bool:
    """Whether the actor is enrolled in it, for `policy`; looked up only where it decides."""
    if policy.is_listed(programme):
        return False
    return work.enrolment(programme.programme_id, actor.person_id) is not None


def coordinated(work: Work, programme_id: ProgrammeId, *, actor: Actor) -> Programme:
    """Load a programme that the actor coordinates.

    Raises:
        UnknownThingError: it belongs to another course.
        NotAllowedError: the actor is no coordinator of it.

    """
    programme = in_course(work, programme_id, actor=actor)
    policy.require(policy.may_coordinate(actor, programme))
    return programme
