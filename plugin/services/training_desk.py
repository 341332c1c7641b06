"""What a coordinator decides about training and surveys, and what their answers say together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from plugin.mentoring import policy
from plugin.mentoring.agreed_link import usable_link
from plugin.mentoring.course_text import BlockKind, all_blocks
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import ReasonMissingError, ShapeError, UnknownThingError
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.mentoring.surveys import Figures, figures
from plugin.mentoring.training import (
    LONGEST_REASON,
    REPEATED,
    Kind,
    Module,
    Waiver,
    merged,
)
from plugin.ports.store import Store, Work
from plugin.ports.training import Library
from plugin.ports.values import Clock, NewId
from plugin.services.programmes import coordinated
from plugin.services.telling import about, tell
from plugin.services.training_gate import before_match, held_back

MOST_COHORTS = 4


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody whom training stands before, and how much of it."""

    person: Person
    left: int


@dataclass(frozen=True, slots=True)
class Desk:
    """All modules of a programme, hidden ones too.

    Attributes:
        done: how many people are done with each.
        held: who sent a profile and is not matched before their training is done.
        waivers: who was let pass, by whom and why.

    """

    programme: Programme
    modules: tuple[Module, ...]
    done: Mapping[str, int]
    held: tuple[Held, ...]
    waivers: tuple[tuple[Person, Person, Waiver], ...]


@dataclass(frozen=True, slots=True)
class Cohort:
    """What one cohort answered to a survey; statement by statement, without names."""

    programme: Programme
    figures: tuple[Figures, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingDesk:
    """Training, questionnaires and lists, for a programme's coordinators."""

    store: Store
    clock: Clock
    new_id: NewId
    library: Library

    def page(self, programme_id: ProgrammeId, *, language: str, actor: Actor) -> Desk:
        """Return every module, and who waits for what.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            modules = merged(self.library(language), work.modules(programme_id))
            done = work.done(programme_id, [one.key for one in modules])
            answers = [one for one in work.enrolments(programme_id) if one.ready_at]
            left = before_match(work, programme, {one.person_id: one.side for one in answers})
            waivers = work.waivers(programme_id)
            people = work.people(
                left.keys() | waivers.keys() | {one.waived_by for one in waivers.values()}
            )
        counts = {one.key: sum(one.key in some for some in done.values()) for one in modules}
        waiting = [Held(people[who], len(some)) for who, some in left.items()]
        passed = [(people[who], people[one.waived_by], one) for who, one in waivers.items()]
        return Desk(
            programme,
            modules,
            counts,
            tuple(sorted(waiting, key=lambda one: one.person.label)),
            tuple(sorted(passed, key=lambda one: one[0].label)),
        )

    def held(self, programme_id: ProgrammeId, *, actor: Actor) -> int:
        """Return how many people with a profile are in no draft before their training is done.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            answers = (one for one in work.enrolments(programme_id) if one.ready_at)
            return len(held_back(work, programme, answers))

    def save(
        self, programme_id: ProgrammeId, module: Module, *, language: str, actor: Actor
    ) -> Module:
        """Keep a module: a new one without a key, else in place of the one with its key.

        Raises:
            UnknownThingError: also a key that no module has.
            NotAllowedError, ConflictError, UnusableLinkError.
            ShapeError: no title or text; or other words for a survey that people have answered.

        """
        with self.store.work(actor.tenant_id) as work:
            coordinated(work, programme_id, actor=actor)
            known = self._known(work, programme_id, language)
            before = known.get(module.key)
            if module.key and before is None:
                raise UnknownThingError
            link = usable_link(module.link) if module.link else ""
            kept = replace(module, key=module.key or self.new_id(), link=link).kept()
            if before is not None:
                _check_answers(work, programme_id, before, kept)
                same = (kept.title, kept.text, kept.link) == (before.title, before.text, "")
                kept = replace(kept, kind=before.kind, ours=before.ours and same)
                kept = kept.in_place_of(before)
            work.save_module(programme_id, kept)
            work.note("training.changed", programme=programme_id, by=actor.person_id)
        return kept

    def ask(
        self,
        programme_id: ProgrammeId,
        side: Side,
        wanted: bool,
        *,
        language: str,
        actor: Actor,
    ) -> None:
        """Ask a side for all of its training before the first match, or for none of it.

        Raises:
            UnknownThingError, NotAllowedError, ConflictError.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            for one in self._known(work, programme_id, language).values():
                meant = one.kind is Kind.TRAINING and one.is_for(side) and not one.hidden
                if meant and (side in one.required) is not wanted:
                    work.save_module(programme_id, _asked(one, side, wanted))
            if wanted:
                answers = [x for x in work.enrolments(programme_id) if x.ready_at]
                held = held_back(work, programme, [x for x in answers if x.side is side])
                told = about("programme", programme_id)
                tell(work, News.TO_LEARN, held, thing=told, now=self.clock())
            work.note("training.asked", programme=programme_id, by=actor.person_id)

    def waive(
        self, programme_id: ProgrammeId, person_id: PersonId, reason: str, *, actor: Actor
    ) -> None:
        """Let somebody be matched without the training, and write down why.

        Raises:
            UnknownThingError: also somebody without a profile here.
            NotAllowedError.
            ReasonMissingError: it is not said why.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            if work.enrolment(programme_id, person_id) is None:
                raise UnknownThingError
            why = reason.strip()[:LONGEST_REASON]
            if not why:
                raise ReasonMissingError
            now = self.clock()
            waiver = Waiver(programme_id, programme.tenant_id, person_id, why, actor.person_id, now)
            work.save_waiver(waiver)
            work.note(
                "training.waived", programme=programme_id, person=person_id, by=actor.person_id
            )

    def surveys(
        self, programme_id: ProgrammeId, *, language: str, actor: Actor
    ) -> tuple[tuple[Module, tuple[Figures, ...]], ...]:
        """Return what has changed in this cohort by each survey, where enough people answered.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            known = self._known(work, programme_id, language).values()
            found = figures_of(work, programme, known)
        told = [(one, tuple(row for row in rows if row.change)) for one, rows in found]
        return tuple(line for line in told if line[1])

    def figures(
        self, programme_id: ProgrammeId, key: str, *, language: str, actor: Actor
    ) -> tuple[Module, tuple[Cohort, ...]]:
        """Return what a survey says of this cohort and those before it, the latest first.

        Raises:
            UnknownThingError: also a module that is no survey: nobody counts what is one's own.
            NotAllowedError.

        """
        with self.store.look(actor.tenant_id) as work:
            programme: Programme | None = coordinated(work, programme_id, actor=actor)
            module = self._known(work, programme_id, language).get(key)
            if module is None or module.kind is not Kind.SURVEY:
                raise UnknownThingError
            cohorts: list[Cohort] = []
            while programme is not None and len(cohorts) < MOST_COHORTS:
                cohorts.append(self._cohort(work, programme, key, language))
                before = programme.life.follows
                programme = work.programme(before) if before else None
                if programme is not None and not policy.may_coordinate(actor, programme):
                    programme = None
        return module, tuple(cohorts)

    def _cohort(self, work: Work, programme: Programme, key: str, language: str) -> Cohort:
        module = self._known(work, programme.programme_id, language).get(key)
        found = figures_of(work, programme, [module] if module else [])
        return Cohort(programme, found[0][1] if found else ())

    def _known(self, work: Work, programme_id: ProgrammeId, language: str) -> dict[str, Module]:
        found = merged(self.library(language), work.modules(programme_id))
        return {one.key: one for one in found}


def figures_of(
    work: Work, programme: Programme, modules: Iterable[Module]
) -> tuple[tuple[Module, tuple[Figures, ...]], ...]:
    """Return the surveys among these, and what everybody's answers to each say together.

    Where enough people answered; in one query.
    """
    surveys = [one for one in modules if one.kind is Kind.SURVEY]
    answers = work.answers_to(programme.programme_id, [one.key for one in surveys])
    return tuple(
        (one, figures(all_blocks(one.text, BlockKind.RATING, one.numbers), answers[one.key]))
        for one in surveys
    )


def _asked(module: Module, side: Side, wanted: bool) -> Module:
    others = tuple(one for one in module.required if one is not side)
    return replace(module, required=(*others, side) if wanted else others)


def _check_answers(work: Work, programme_id: ProgrammeId, before: Module, after: Module) -> None:
    """Raise ShapeError where a survey is to say other words than people have answered to."""
    changed = after.text != before.text and before.kind in REPEATED
    if changed and work.answers_to(programme_id, [before.key])[before.key]:
        raise ShapeError("module: answered")
