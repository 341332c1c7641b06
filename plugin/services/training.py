"""Working through training, questionnaires and lists: one's own, at one's own pace."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from plugin.mentoring import policy
from plugin.mentoring.eligibility import PACKS, is_offered
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.people import Actor
from plugin.mentoring.programme import Entry, Programme, ProgrammeId, Stage
from plugin.mentoring.surveys import round_now
from plugin.mentoring.training import (
    Module,
    Progress,
    Round,
    Said,
    Sent,
    Waiver,
    left_of,
    merged,
)
from plugin.ports.store import Store, Work
from plugin.ports.training import Library
from plugin.ports.values import Clock
from plugin.services.programmes import has_part, in_course
from plugin.services.training_gate import before_match


@dataclass(frozen=True, slots=True)
class Line:
    """One module for one person.

    Attributes:
        progress: of this round; None before the first page.
        earlier: the same in earlier rounds, for oneself to compare.

    """

    module: Module
    round: Round
    progress: Progress | None
    earlier: Mapping[Round, Progress]

    @property
    def is_done(self) -> bool:
        """Whether nothing is left of it in this round."""
        return self.progress is not None and self.progress.done_at is not None


@dataclass(frozen=True, slots=True)
class Shelf:
    """What there is to work through for one person.

    Attributes:
        side: whose modules are shown; None for somebody who has not chosen yet.
        asked: what their own side does before its first match.
        left: of that, what stands before theirs still.
        waiver: who let them pass, and why.

    """

    programme: Programme
    side: Side | None
    lines: tuple[Line, ...]
    asked: tuple[Line, ...]
    left: tuple[Module, ...]
    waiver: Waiver | None
    coordinates: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """One module in the reader's hands."""

    programme: Programme
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """A person's own training and questionnaires."""

    store: Store
    clock: Clock
    library: Library

    def shelf(
        self, programme_id: ProgrammeId, *, language: str, actor: Actor, side: Side | None = None
    ) -> Shelf:
        """Return what there is, with how far the actor is.

        Args:
            programme_id: of which programme.
            language: in which the tool's own modules are shown.
            actor: anybody who sees the programme.
            side: whose modules; None for those of the actor's own side.

        Raises:
            UnknownThingError: no programme of this course that the actor may see.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = seen_programme(work, programme_id, actor)
            mine = work.enrolment(programme_id, actor.person_id)
            own = mine.side if mine else side
            entry = mine.profile.entry if mine else None
            modules = merged(self.library(language), work.modules(programme_id))
            progress = work.progress(programme_id, actor.person_id)
            waiver = work.waivers(programme_id, actor.person_id).get(actor.person_id)
            waits = before_match(work, programme, {actor.person_id: own} if own else {})
        stage, of = programme.stage, side or own
        asked = left_of(modules, (), own, stage) if own else ()
        return Shelf(
            programme,
            of,
            tuple(
                self._line(programme, x, progress)
                for x in modules
                if x.is_shown(of, stage) and is_offered(x.key, entry)
            ),
            tuple(self._line(programme, x, progress) for x in asked),
            _in_words(modules, waits.get(actor.person_id, ())),
            waiver,
            policy.may_coordinate(actor, programme),
        )

    def left(
        self, parts: Sequence[tuple[Programme, Side]], *, language: str, actor: Actor
    ) -> Mapping[ProgrammeId, tuple[Module, ...]]:
        """Return the training that stands before the actor's first match, by programme.

        Args:
            parts: the actor's own programmes, with their side in each.
            language: in which the tool's own modules are named.
            actor: whose.

        """
        me, ours = actor.person_id, self.library(language)
        with self.store.look(actor.tenant_id) as work:
            waits = {
                one.programme_id: before_match(work, one, {me: side}).get(me, ())
                for one, side in parts
            }
        return {key: _in_words(merged(ours, some), some) for key, some in waits.items() if some}

    def packs(
        self, parts: Iterable[tuple[ProgrammeId, Entry]], *, language: str, actor: Actor
    ) -> Mapping[ProgrammeId, Module]:
        """Return the starter pack that fits what brings the actor, by programme.

        Args:
            parts: the actor's programmes, with what brings them to each.
            language: in which the tool's own are named.
            actor: whose.

        """
        ours, found = self.library(language), dict[ProgrammeId, Module]()
        with self.store.look(actor.tenant_id) as work:
            for key, entry in parts:
                known = {one.key: one for one in merged(ours, work.modules(key))}
                pack = known.get(PACKS[entry])
                if pack is not None and not pack.hidden:
                    found[key] = pack
        return found

    def open(self, programme_id: ProgrammeId, key: str, *, language: str, actor: Actor) -> Opened:
        """Return one module with the actor's own answers; UnknownThingError for who may not."""
        with self.store.look(actor.tenant_id) as work:
            programme = seen_programme(work, programme_id, actor)
            return self._opened(work, programme, key, language, actor)

    def answer(
        self,
        programme_id: ProgrammeId,
        key: str,
        sent: Sent,
        *,
        language: str,
        actor: Actor,
    ) -> Opened:
        """Keep the answers to one page, and go on where they are right.

        Raises:
            UnknownThingError, NotAllowedError, ConflictError.
            WrongStateError: a page that was not reached yet.

        """
        with self.store.work(actor.tenant_id) as work:
            opened, begun = self._begun(work, programme_id, key, language, actor)
            line = opened.line
            after = begun.answered(line.module, sent.page, sent.said, now=self.clock())
            work.save_progress(after)
        return replace(opened, line=replace(line, progress=after))

    def attest(
        self, programme_id: ProgrammeId, key: str, *, language: str, actor: Actor
    ) -> Progress:
        """Note that the actor says they have done a course elsewhere.

        Raises:
            UnknownThingError, NotAllowedError, ConflictError.
            WrongStateError: the module is to be done here.

        """
        with self.store.work(actor.tenant_id) as work:
            opened, begun = self._begun(work, programme_id, key, language, actor)
            after = begun.attested_at(opened.line.module, now=self.clock())
            work.save_progress(after)
        return after

    def _begun(
        self, work: Work, programme_id: ProgrammeId, key: str, language: str, actor: Actor
    ) -> tuple[Opened, Progress]:
        programme = seen_programme(work, programme_id, actor)
        part = has_part(work, programme, actor)
        policy.require(policy.may_take_part(actor, programme, has_part=part))
        opened = self._opened(work, programme, key, language, actor)
        now, me = self.clock(), actor.person_id
        new = Progress(programme_id, actor.tenant_id, me, key, opened.line.round, now)
        begun = opened.line.progress or new
        return opened, begun if begun.readable else replace(begun, said=Said(), readable=True)

    def _opened(
        self, work: Work, programme: Programme, key: str, language: str, actor: Actor
    ) -> Opened:
        found = work.modules(programme.programme_id)
        modules = {one.key: one for one in merged(self.library(language), found)}
        module = modules.get(key)
        if module is None or not module.is_shown(None, programme.stage):
            raise UnknownThingError
        progress = work.progress(programme.programme_id, actor.person_id)
        return Opened(programme, self._line(programme, module, progress))

    def _line(
        self,
        programme: Programme,
        module: Module,
        progress: Mapping[tuple[str, Round], Progress],
    ) -> Line:
        own = {round_: one for (key, round_), one in progress.items() if key == module.key}
        now = round_now(module.kind, programme, own, now=self.clock())
        earlier = {round_: one for round_, one in own.items() if round_ is not now}
        return Line(module, now, own.get(now), earlier)


def _in_words(modules: Iterable[Module], wanted: Iterable[Module]) -> tuple[Module, ...]:
    """Return those that are wanted, with the tool's words where they have none of their own."""
    keys = {one.key for one in wanted}
    return tuple(one for one in modules if one.key in keys)


def seen_programme(work: Work, programme_id: ProgrammeId, actor: Actor) -> Programme:
    """Load a programme that is open and that the actor sees, or that they coordinate."""
    programme = in_course(work, programme_id, actor=actor)
    part = has_part(work, programme, actor)
    open_ = programme.stage is not Stage.DRAFT
    open_ = open_ and policy.may_see_programme(actor, programme, has_part=part)
    if not open_ and not policy.may_coordinate(actor, programme):
        raise UnknownThingError
    return programme
