"""Setting goals, celebrating steps, planning anew, and looking at all of them together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.goals import (
    LONGEST_PART,
    LONGEST_STEP,
    Course,
    Goal,
    GoalId,
    GoalState,
    Looked,
    Review,
    ReviewId,
    movements,
    next_review,
)
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.mentoring.questions import Bank
from plugin.mentoring.relationship import Relationship, RelationshipId
from plugin.ports.store import Store, Work
from plugin.ports.values import UNREADABLE, Clock, NewId
from plugin.services.contents import items_of
from plugin.services.goal_page import GoalsPage
from plugin.services.mirroring import mirror_steps
from plugin.services.programmes import coordinated
from plugin.services.records import reads_notes, require_may_write
from plugin.services.relationships import opened
from plugin.services.telling import about, tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Goals:
    """What members want to reach."""

    store: Store
    clock: Clock
    new_id: NewId

    def page(self, relationship_id: RelationshipId, *, actor: Actor) -> GoalsPage:
        """Return the goals for a member; UnknownThingError for anybody else."""
        me = actor.person_id
        with self.store.look(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            open_ = reads_notes(work, relationship, actor)
            goals = tuple(x for x in work.goals(relationship_id) if _shown(x, me, open_=open_))
            last = work.goal_review(relationship_id) if open_ else None
            agreement = work.agreement(relationship_id)
            items = items_of(work, relationship.programme_id)
            return GoalsPage(
                relationship,
                work.people(relationship.people.union(*(one.named for one in goals))),
                goals,
                tuple(one for one in items if one.bank is Bank.SKILLS),
                movements(goals, last),
                last,
                next_review(relationship, agreement, last),
                work.goal_sharing(relationship_id),
                not open_,
            )

    def of(self, goal_id: GoalId, *, actor: Actor) -> Goal:
        """Return the actor's own goal, to be changed; UnknownThingError for any other."""
        with self.store.look(actor.tenant_id) as work:
            goal = work.goal(goal_id)
            if goal is None or goal.owner != actor.person_id:
                raise UnknownThingError
            opened(work, goal.relationship_id, actor=actor)
        return goal

    def begin(self, said: Goal, *, firm: bool, actor: Actor) -> Goal:
        """Keep a new goal of the actor's; a draft, or set at once where `firm`.

        Raises:
            UnknownThingError, WrongStateError, AgreementMissingError.
            GoalUnfinishedError: it was to be set, and one of the five parts is missing.

        """
        now, me = self.clock(), actor.person_id
        with self.store.work(actor.tenant_id) as work:
            relationship = opened(work, said.relationship_id, actor=actor)
            require_may_write(work, relationship, actor, private=not firm)
            key = GoalId(self.new_id())
            goal = replace(
                _kept(said), goal_id=key, owner=me, made_at=now, changed_at=now, version=0
            )
            if firm:
                goal = goal.made_firm(by=me, now=now)
            work.save_goal(goal)
        return goal

    def write(self, goal_id: GoalId, said: Goal, *, firm: bool, actor: Actor) -> Goal:
        """Write other words; `said.version` is of the goal on the actor's page.

        Raises:
            UnknownThingError, NotAllowedError, WrongStateError, GoalUnfinishedError.
            ConflictError: it was changed meanwhile.

        """
        now, me = self.clock(), actor.person_id

        def change(goal: Goal) -> Goal:
            written = replace(goal, version=said.version).written(_kept(said), by=me, now=now)
            return written.made_firm(by=me, now=now) if firm else written

        return self._change(goal_id, change, actor)

    def end(self, goal_id: GoalId, state: GoalState, *, version: int, actor: Actor) -> Goal:
        """Say that it is reached, let it go, or take it up again.

        Raises:
            UnknownThingError, NotAllowedError, WrongStateError, GoalUnfinishedError, ConflictError.

        """
        now, me = self.clock(), actor.person_id
        return self._change(
            goal_id,
            lambda goal: replace(goal, version=version).ended(state, by=me, now=now),
            actor,
            reached="all" if state is GoalState.REACHED else "",
        )

    def add_milestone(
        self, goal_id: GoalId, text: str, *, actor: Actor, due_on: date | None = None
    ) -> Goal:
        """Put one step more on the way, for its goal's day where none is given.

        Raises:
            UnknownThingError, NotAllowedError, WrongStateError, ConflictError.

        """
        now, me = self.clock(), actor.person_id
        step = " ".join(_said(text).split())[:LONGEST_STEP]
        return self._change(
            goal_id,
            lambda goal: goal.with_milestone(step, by=me, now=now, due_on=due_on),
            actor,
        )

    def move_milestone(self, goal_id: GoalId, number: int, due_on: date, *, actor: Actor) -> Goal:
        """Give a step another day; nobody is told.

        Raises:
            UnknownThingError, NotAllowedError, WrongStateError, ConflictError.

        """
        now, me = self.clock(), actor.person_id
        return self._change(
            goal_id, lambda goal: goal.milestone_moved(number, due_on, by=me, now=now), actor
        )

    def reach(self, goal_id: GoalId, number: int, on: date | None, *, actor: Actor) -> Goal:
        """Say that a step is reached, or is not yet.

        Raises:
            UnknownThingError, NotAllowedError, WrongStateError, ConflictError.

        """
        now, me = self.clock(), actor.person_id
        return self._change(
            goal_id,
            lambda goal: goal.milestone_reached(number, on, by=me, now=now),
            actor,
            reached=str(number) if on else "",
        )

    def cheer(self, goal_id: GoalId, number: int | None, words: str, *, actor: Actor) -> Goal:
        """Say a word to a partner's step or goal that is reached.

        Raises:
            UnknownThingError, NotAllowedError, WrongStateError, ConflictError.

        """
        now, me, said = self.clock(), actor.person_id, _said(words)[:LONGEST_PART]
        return self._change(goal_id, lambda goal: goal.cheered(number, said, by=me, now=now), actor)

    def review(
        self,
        relationship_id: RelationshipId,
        words: Mapping[GoalId, tuple[Course, str]],
        *,
        actor: Actor,
    ) -> Review:
        """Keep what the members say of each goal that is set, with how far it is now.

        Raises:
            UnknownThingError: also for a goal that is not theirs.
            WrongStateError, AgreementMissingError.

        """
        with self.store.work(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            require_may_write(work, relationship, actor)
            goals = {one.goal_id: one for one in work.goals(relationship_id)}
            if not words or words.keys() - goals.keys():
                raise UnknownThingError
            looked = tuple(
                Looked(
                    key, course, _said(note)[:LONGEST_PART], *goals[key].steps, goals[key].due_on
                )
                for key, (course, note) in words.items()
            )
            review = Review(
                ReviewId(self.new_id()),
                actor.tenant_id,
                relationship_id,
                actor.person_id,
                self.clock(),
                looked,
            )
            work.save_goal_review(review)
            work.note("goals.reviewed", relationship=relationship_id)
        return review

    def share(self, relationship_id: RelationshipId, yes: bool, *, actor: Actor) -> None:
        """Keep the actor's word on whether coordinators see the goals; any no closes them.

        Raises UnknownThingError.
        """
        with self.store.work(actor.tenant_id) as work:
            opened(work, relationship_id, actor=actor)
            work.save_goal_sharing(relationship_id, actor.person_id, yes)
            word = "goals.shared" if yes else "goals.withheld"
            work.note(word, relationship=relationship_id, by=actor.person_id)

    def shared(
        self, programme_id: ProgrammeId, *, actor: Actor
    ) -> tuple[Programme, tuple[Goal, ...], Mapping[PersonId, Person]]:
        """Return for a coordinator what all of a relationship let them see; each look is audited.

        Raises UnknownThingError, NotAllowedError.
        """
        with self.store.look(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            goals = tuple(work.shared_goals(programme_id))
            ours = {one.relationship_id for one in work.relationships_of(actor.person_id)}
            people = work.people({one.owner for one in goals})
        if read := {one.owner for one in goals if one.relationship_id not in ours}:
            with self.store.work(actor.tenant_id) as work:
                work.audit("goals.read", by=actor.person_id, about=read, programme=programme_id)
        return programme, goals, people

    def _change(
        self, goal_id: GoalId, change: Callable[[Goal], Goal], actor: Actor, *, reached: str = ""
    ) -> Goal:
        with self.store.work(actor.tenant_id) as work:
            goal, relationship = _loaded(work, goal_id, actor)
            require_may_write(work, relationship, actor, private=goal.owner == actor.person_id)
            changed = change(goal)
            work.save_goal(changed)
            mirror_steps(work, goal, changed)
            if reached and changed.state is not GoalState.DRAFT:
                turn = f"{goal_id}.{reached}"
                thing = about("relationship", goal.relationship_id, turn=turn)
                others = relationship.people - {goal.owner}
                tell(work, News.REACHED, others, thing=thing, now=self.clock())
        return changed


def _loaded(work: Work, goal_id: GoalId, actor: Actor) -> tuple[Goal, Relationship]:
    goal = work.goal(goal_id)
    if goal is None:
        raise UnknownThingError
    relationship = opened(work, goal.relationship_id, actor=actor)
    if not _shown(goal, actor.person_id, open_=reads_notes(work, relationship, actor)):
        raise UnknownThingError
    return goal, relationship


def _shown(goal: Goal, person: PersonId, *, open_: bool) -> bool:
    return goal.owner == person or (open_ and goal.state is not GoalState.DRAFT)


def _kept(said: Goal) -> Goal:
    return replace(
        said,
        specific=_said(said.specific)[:LONGEST_PART],
        measurable=_said(said.measurable)[:LONGEST_PART],
        achievable=_said(said.achievable)[:LONGEST_PART],
        relevant=_said(said.relevant)[:LONGEST_PART],
    )


def _said(text: str) -> str:
    return text.replace(UNREADABLE, "").strip()
