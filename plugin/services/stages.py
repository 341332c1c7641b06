"""Leading a programme through its life: steps on and back, pilot, pause, the next cohort."""

from dataclasses import dataclass, replace
from datetime import date

from plugin.mentoring import policy, stages
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor
from plugin.mentoring.programme import Life, Programme, ProgrammeId, Stage
from plugin.mentoring.spans import on_wall_clock
from plugin.mentoring.stages import Told
from plugin.ports.errors import ConflictError
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock, NewId
from plugin.services.programmes import coordinated
from plugin.services.telling import about, tell

LONGEST_NOTES = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """The steps of a programme, each kept with who took it."""

    store: Store
    clock: Clock
    new_id: NewId

    def step(self, programme_id: ProgrammeId, to: Stage, *, version: int, actor: Actor) -> None:
        """Go one step on.

        Raises:
            UnknownThingError, NotAllowedError, WrongStateError, ReviewMissingError,
            GoalMissingError, CoordinatorMissingError.
            ConflictError: another coordinator changed it meanwhile.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = _read(work, programme_id, version, actor)
            _keep(work, stages.stepped(programme, to), actor)
            if to is Stage.REVIEW:
                people = [x.person_id for x in work.enrolments(programme_id) if x.ready_at]
                thing = about("programme", programme_id, turn=f"end-{programme.version}")
                tell(work, News.SURVEY, people, thing=thing, now=self.clock())

    def undo(self, programme_id: ProgrammeId, *, version: int, actor: Actor) -> Stage:
        """Take the last step back; returns where the programme stands then.

        Raises:
            UnknownThingError, NotAllowedError, WrongStateError, ConflictError.
            ToldError: somebody has been told of the step.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = _read(work, programme_id, version, actor)
            undone = stages.undone(programme, _told(work, programme))
            _keep(work, undone, actor)
        return undone.stage

    def pilot(
        self, programme_id: ProgrammeId, *, cap: int, review_due: date, version: int, actor: Actor
    ) -> None:
        """Open the draft to a few people, with a day to look back at it.

        Raises:
            UnknownThingError, NotAllowedError, WrongStateError, OutOfBoundsError, ConflictError,
            GoalMissingError, CoordinatorMissingError.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = _read(work, programme_id, version, actor)
            today = on_wall_clock(self.clock(), programme.zone).date()
            _keep(
                work,
                stages.piloted(programme, cap=cap, review_due=review_due, today=today),
                actor,
            )

    def look_back(
        self, programme_id: ProgrammeId, text: str, *, version: int, actor: Actor
    ) -> None:
        """Write down what the pilot, or later the whole cohort, taught.

        Raises:
            UnknownThingError, NotAllowedError, ConflictError.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = _read(work, programme_id, version, actor)
            said = text.strip()[:LONGEST_NOTES]
            pilot = programme.stage is Stage.PILOT
            life = (
                replace(programme.life, pilot_review=said)
                if pilot
                else replace(programme.life, lessons=said)
            )
            work.save_programme(replace(programme, life=life))

    def pause(
        self, programme_id: ProgrammeId, until: date | None, *, version: int, actor: Actor
    ) -> None:
        """Let the programme rest up to a day; None lets it go on.

        Raises:
            UnknownThingError, NotAllowedError, WrongStateError, OutOfBoundsError, ConflictError.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = _read(work, programme_id, version, actor)
            work.save_programme(stages.paused(programme, until, now=self.clock()))
            work.note("programme.paused", programme=programme_id, by=actor.person_id)

    def begin_next(self, programme_id: ProgrammeId, *, actor: Actor) -> Programme:
        """Make the draft of the next cohort: the same settings, no dates, and what was learnt (P4).

        A second press finds the draft that the first one made.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        with self.store.work(actor.tenant_id) as work:
            last = coordinated(work, programme_id, actor=actor)
            policy.require(policy.may_coordinate(actor, last))
            made = _following(work, last)
            if made is None:
                made = replace(
                    last,
                    programme_id=ProgrammeId(self.new_id()),
                    starts_on=None,
                    ends_on=None,
                    stage=Stage.DRAFT,
                    version=0,
                    life=Life(
                        entries=last.life.entries,
                        self_match=last.life.self_match,
                        wishes=last.life.wishes,
                        eligible=last.life.eligible,
                        places=last.life.places,
                        lessons=last.life.lessons,
                        follows=last.programme_id,
                    ),
                )
                work.save_programme(made)
                work.note("programme.started", programme=made.programme_id, by=actor.person_id)
        return made


def _read(work: Work, programme_id: ProgrammeId, version: int, actor: Actor) -> Programme:
    programme = coordinated(work, programme_id, actor=actor)
    if programme.version != version:
        raise ConflictError("programme")
    return programme


def _keep(work: Work, programme: Programme, actor: Actor) -> None:
    work.save_programme(programme)
    work.note(
        "programme.stepped",
        programme=programme.programme_id,
        stage=programme.stage,
        by=actor.person_id,
    )


def _told(work: Work, programme: Programme) -> Told:
    answers = work.enrolments(programme.programme_id)
    return Told(
        profiles=sum(1 for one in answers if one.ready_at),
        relationships=len(work.relationships_in(programme.programme_id)),
        followed=_following(work, programme) is not None,
    )


def _following(work: Work, programme: Programme) -> Programme | None:
    others = work.programmes_in(programme.course_id)
    return next((x for x in others if x.life.follows == programme.programme_id), None)
