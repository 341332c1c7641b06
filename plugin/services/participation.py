"""Reporting to the course who took part: off, until a coordinator and each learner say yes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from plugin.mentoring import policy
from plugin.mentoring.errors import NotAllowedError, UnknownThingError, WrongStateError
from plugin.mentoring.participation import (
    Reporting,
    Sharing,
)
from plugin.mentoring.people import Actor, PersonId
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.ports.participation import ParticipationLine
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock, Course
from plugin.services.kinds import REPORT_PARTICIPATION
from plugin.services.programmes import coordinated, in_course

COLUMN_GONE: Final = "column-gone"
"""Somebody removed the column; asking again makes a new one."""


@dataclass(frozen=True, slots=True)
class ParticipationPage:
    """What a coordinator sees: how reporting stands, and every learner's line."""

    programme: Programme
    course: Course
    reporting: Reporting | None
    lines: Sequence[ParticipationLine]


@dataclass(frozen=True, slots=True)
class OwnParticipation:
    """What one learner's participation in one programme comes to.

    Attributes:
        line: None for somebody without a place in it.

    """

    programme: Programme
    reporting: Reporting | None
    line: ParticipationLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """Switching reports on and off, agreeing to them, and seeing them."""

    store: Store
    clock: Clock

    def page(
        self, programme_id: ProgrammeId, *, actor: Actor, number: int = 1
    ) -> ParticipationPage:
        """Return how reporting stands and one page of learners.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            lines = work.participation(programme_id, now=self.clock(), page=number)
            course = course_of(work, programme)
            return ParticipationPage(programme, course, work.reporting(programme_id), lines)

    def switch_on(self, programme_id: ProgrammeId, target: int, *, actor: Actor) -> Reporting:
        """Report from now on; also the answer to a problem, once it is mended.

        Raises:
            UnknownThingError, NotAllowedError, OutOfBoundsError, TargetFixedError, ConflictError.
            WrongStateError: the LMS offers no grade book here.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            if course_of(work, programme).line_items_url is None:
                raise WrongStateError
            now = self.clock()
            before = work.reporting(programme_id) or Reporting(
                programme_id, actor.tenant_id, False, target, actor.person_id, now
            )
            if before.problem == COLUMN_GONE:
                before = replace(before, column=None)
            work.save_reporting(before.switched_on(target, by=actor.person_id, now=now))
            work.note("participation.on", programme=programme_id, by=actor.person_id)
            queue_report(work, programme_id)
        return before

    def switch_off(self, programme_id: ProgrammeId, *, actor: Actor) -> None:
        """Send nothing more. What the grade book has stays there.

        Raises:
            UnknownThingError, NotAllowedError, ConflictError.

        """
        with self.store.work(actor.tenant_id) as work:
            coordinated(work, programme_id, actor=actor)
            before = work.reporting(programme_id)
            if before is not None and before.on:
                off = before.switched_off(by=actor.person_id, now=self.clock())
                work.save_reporting(off)
                work.note("participation.off", programme=programme_id, by=actor.person_id)

    def mine(self, programme_id: ProgrammeId, *, actor: Actor) -> OwnParticipation:
        """Return the actor's own participation.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        return self.of(programme_id, actor.person_id, actor=actor)

    def of(
        self, programme_id: ProgrammeId, person_id: PersonId, *, actor: Actor
    ) -> OwnParticipation:
        """Return one learner's participation, for whom `policy` lets see it.

        Raises:
            UnknownThingError: no such programme in this course.
            NotAllowedError: also where the learner has not agreed; it says no more than that.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = in_course(work, programme_id, actor=actor)
            reporting = work.reporting(programme_id)
            found = work.participation(programme_id, now=self.clock(), only=person_id)
            line = found[0] if found else None
            shared = bool(reporting and reporting.on and line and line.shares)
            policy.require(policy.may_see_participation(actor, programme, person_id, shared=shared))
        return OwnParticipation(programme, reporting, line)

    def reviewed(self, person_id: PersonId, *, actor: Actor) -> Sequence[OwnParticipation]:
        """Return a learner's participation in every programme of the course that shows it.

        Raises:
            NotAllowedError: none of them does, to this actor.

        """
        if actor.course_id is None:
            raise UnknownThingError
        with self.store.look(actor.tenant_id) as work:
            keys = [one.programme_id for one in work.programmes_in(actor.course_id)]
        found = []
        for key in keys:
            try:
                one = self.of(key, person_id, actor=actor)
            except NotAllowedError:
                continue
            if one.line is not None:
                found.append(one)
        policy.require(bool(found))
        return found

    def agree(self, programme_id: ProgrammeId, *, yes: bool, actor: Actor) -> Sharing:
        """Let one's own participation be reported, or stop it; repeatable.

        Raises:
            UnknownThingError, NotAllowedError, ConflictError.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = in_course(work, programme_id, actor=actor)
            policy.require(policy.may_share_participation(actor, programme))
            who = actor.person_id
            said = work.sharing(programme_id, who) or Sharing(programme_id, actor.tenant_id, who)
            now = self.clock()
            after = said.given(now=now) if yes else said.withdrawn(now=now)
            if after != said:
                work.save_sharing(after)
                word = "participation.shared" if yes else "participation.withheld"
                work.note(word, programme=programme_id, by=who)
            reporting = work.reporting(programme_id)
            if yes and reporting is not None and reporting.on:
                queue_report(work, programme_id)
        return after


def course_of(work: Work, programme: Programme) -> Course:
    """Load the programme's course; raise UnknownThingError where it is gone."""
    course = work.course(programme.course_id)
    if course is None:  # cannot be: a foreign key, and no course is ever deleted
        raise UnknownThingError
    return course


def queue_report(work: Work, programme_id: ProgrammeId) -> None:
    """Ask a worker to send what is due; asking twice sends once."""
    key = f"{REPORT_PARTICIPATION}:{programme_id}"
    work.queue(REPORT_PARTICIPATION, {"programme": programme_id}, key=key)
