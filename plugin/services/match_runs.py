"""Asking for a draft, and making it in a worker: one run of a programme at a time."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from plugin.mentoring.counted import WEIGHTS, Part
from plugin.mentoring.enrolment import Enrolment
from plugin.mentoring.errors import ShapeError, WrongStateError
from plugin.mentoring.groups import NO_CHOICES, Choices
from plugin.mentoring.match_run import MatchRun, Proof, RunState
from plugin.mentoring.matching import Draft, weighed
from plugin.mentoring.people import Actor, PersonId, TenantId
from plugin.mentoring.programme import Format, Programme, ProgrammeId
from plugin.mentoring.wishes import Wished, wished_for
from plugin.ports.errors import ConflictError
from plugin.ports.solving import Solver
from plugin.ports.store import Store
from plugin.ports.values import Clock, SavedDraft
from plugin.services.drafts import partners, standing
from plugin.services.group_problem import Gathering
from plugin.services.kinds import MATCH
from plugin.services.match_problem import Cohort
from plugin.services.programmes import coordinated
from plugin.services.standing_drafts import ready_people, with_background

TOLD_EVERY_S = 0.5


@dataclass(frozen=True, slots=True)
class _Found:
    draft: Draft
    proof: Proof | None
    stopped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRuns:
    """Runs of the matching.

    Attributes:
        solver: makes one when the first run needs it: a web process never does.

    """

    store: Store
    clock: Clock
    solver: Callable[[], Solver]

    def ask(
        self,
        programme_id: ProgrammeId,
        *,
        importance: Mapping[Part, int] | None,
        actor: Actor,
        choices: Choices | None = None,
    ) -> None:
        """Ask for a new draft of everybody who is ready and not placed.

        Args:
            programme_id: whose.
            importance: how much each part counts; None as last time.
            actor: a coordinator.
            choices: what the draft is to be; None as last time.

        Raises:
            UnknownThingError, NotAllowedError, WrongStateError, ConflictError.
            ShapeError: the programme has no such format.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            programme.running()  # a draft or closed programme matches nobody
            if choices and choices.kind and choices.kind not in programme.formats:
                raise ShapeError("format")
            before = work.match_run(programme_id)
            last = before.weights if before else WEIGHTS
            run = MatchRun(
                programme_id,
                actor.tenant_id,
                RunState.QUEUED,
                actor.person_id,
                self.clock(),
                weighed(importance) if importance else last,
                version=before.version if before else 0,
                choices=choices or (before.choices if before else NO_CHOICES),
            )
            work.save_match_run(run)
            key = f"{MATCH}:{programme_id}"
            work.queue(MATCH, {"programme": programme_id}, key=key)

    def stop(self, programme_id: ProgrammeId, *, actor: Actor) -> None:
        """Have a run end with the best so far.

        Raises:
            UnknownThingError, NotAllowedError, ConflictError.
            WrongStateError: nothing is under way.

        """
        with self.store.work(actor.tenant_id) as work:
            coordinated(work, programme_id, actor=actor)
            run = work.match_run(programme_id)
            if run is None or not run.under_way:
                raise WrongStateError
            work.save_match_run(run.at(RunState.STOPPING))

    def run(self, tenant_id: TenantId, programme_id: ProgrammeId) -> None:
        """Make the draft; may be repeated. Nothing is held open while it is being made."""
        with self.store.work(tenant_id) as work:
            programme, run = work.programme(programme_id), work.match_run(programme_id)
            if programme is None or run is None or not run.under_way:
                return
            if run.state is not RunState.STOPPING:
                work.save_match_run(run.at(RunState.RUNNING, percent=1))
            before = work.draft(programme_id)
            taken = partners(work.relationships_in(programme_id))
            ready = with_background(programme, ready_people(work, programme))
            apart = work.apart(ready, programme_id)
            wished = wished_for(work.partner_wishes(programme_id))
        found = self._made(programme, run, ready, taken, apart, wished)
        self._keep(tenant_id, programme_id, found, before.version if before else 0)

    def _made(
        self,
        programme: Programme,
        run: MatchRun,
        ready: Mapping[PersonId, Enrolment],
        taken: Mapping[PersonId, int],
        apart: Collection[frozenset[PersonId]],
        wished: Wished,
    ) -> _Found:
        """Let the solver find who goes with whom."""
        now, tell = self.clock(), self._telling(run.tenant_id, run.programme_id)
        kind = run.choices.kind or programme.formats[0]
        if kind is Format.ONE_TO_ONE:
            cohort = Cohort.of(ready.values(), taken)
            problem = cohort.problem(run.weights, now=now, apart=apart, wished=wished)
            placed = self.solver().cohort(problem, tell)
            proof = Proof(placed.value, placed.bound, placed.floor)
            return _Found(cohort.draft(placed, now=now), proof, placed.stopped)
        people = Gathering.of(kind, ready.values(), taken, programme.bounds)
        if not people.seated:
            return _Found(Draft((), people.over), None, stopped=False)
        grouping = people.problem(run.weights, run.choices, now=now, apart=apart, wished=wished)
        solver = self.solver()
        grouped = (solver.peers if kind is Format.PEER else solver.circles)(grouping, tell)
        proof = Proof(grouped.value, grouped.bound or 0, 0)
        return _Found(people.draft(grouped), proof, stopped=False)

    def gave_up(self, tenant_id: TenantId, programme_id: ProgrammeId) -> None:
        """Say that no draft came of it."""
        with self.store.work(tenant_id) as work:
            run = work.match_run(programme_id)
            if run is not None and run.under_way:
                work.save_match_run(run.at(RunState.FAILED))

    def _keep(
        self,
        tenant_id: TenantId,
        programme_id: ProgrammeId,
        found: _Found,
        version: int,
    ) -> None:
        """Save the draft without those who left meanwhile, unless somebody has changed it."""
        with self.store.work(tenant_id) as work:
            programme, run = work.programme(programme_id), work.match_run(programme_id)
            if programme is None or run is None:
                return
            now = work.draft(programme_id)
            if (now.version if now else 0) != version:
                work.save_match_run(run.at(RunState.CHANGED, percent=100))
                return
            taken = partners(work.relationships_in(programme_id))
            ready = ready_people(work, programme)
            kept = standing(found.draft, ready, taken, work.apart(ready, programme_id))
            made = SavedDraft(programme_id, tenant_id, kept, run.asked_by, self.clock(), version)
            if now is not None:
                made = replace(now.changed_to(kept), made_by=run.asked_by, made_at=self.clock())
            work.save_draft(made)
            state = RunState.STOPPED if found.stopped else RunState.DONE
            proof = found.proof if kept.placed == found.draft.placed else None
            work.save_match_run(replace(run.at(state, percent=100), proof=proof))

    def _telling(self, tenant_id: TenantId, programme_id: ProgrammeId) -> Callable[[float], bool]:
        told = [time.monotonic(), 1.0]

        def tell(done: float) -> bool:
            if time.monotonic() - told[0] >= TOLD_EVERY_S:
                told[:] = [time.monotonic(), self._told(tenant_id, programme_id, done)]
            return bool(told[1])

        return tell

    def _told(self, tenant_id: TenantId, programme_id: ProgrammeId, done: float) -> float:
        """Write how far it is; returns whether to go on."""
        try:
            with self.store.work(tenant_id) as work:
                run = work.match_run(programme_id)
                if run is None or run.state is not RunState.RUNNING:
                    return 0.0
                work.save_match_run(run.at(RunState.RUNNING, percent=round(done * 100)))
        except ConflictError:
            return 1.0  # somebody asks it to stop at this moment; the next look sees that
        return 1.0
