"""Changes of a draft by hand, each of which can be taken back."""

from dataclasses import dataclass, replace

from plugin.mentoring.errors import ShapeError, WrongStateError
from plugin.mentoring.exclusions import require_none_excluded
from plugin.mentoring.people import Actor, PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.ports.store import Store
from plugin.services.drafts import moved, partners, regrouped, standing
from plugin.services.programmes import coordinated
from plugin.services.standing_drafts import drafted, ready_people


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """What a coordinator changes in a draft."""

    store: Store

    def move(
        self,
        programme_id: ProgrammeId,
        mentee: PersonId,
        mentor: PersonId | None,
        *,
        version: int,
        actor: Actor,
    ) -> None:
        """Give the mentee another mentor in the draft, or none.

        Args:
            programme_id: whose draft.
            mentee: who is moved.
            mentor: to whom; None leaves the mentee unplaced.
            version: of the draft on the coordinator's page.
            actor: a coordinator.

        Raises:
            UnknownThingError, NotAllowedError, WrongStateError.
            ConflictError: another coordinator changed the draft meanwhile.
            ExcludedError: a coordinator entered that the two are not to be matched.
            ShapeError: not a mentee, or not a mentor, of this draft.
            AlreadyPairedError: the mentor has no seat left.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            saved = drafted(work, programme_id, version)
            ready = ready_people(work, programme)
            taken = partners(work.relationships_in(programme_id))
            apart = work.apart(ready, programme_id)
            stands = standing(saved.draft, ready, taken, apart)
            after = moved(stands, ready, taken, mentee, mentor)
            if mentor is not None:
                require_none_excluded(mentee, [mentor], work.exclusions(programme_id))
            if mentor is not None and frozenset((mentee, mentor)) in apart:
                raise ShapeError
            work.save_draft(saved.changed_to(after))

    def regroup(
        self,
        programme_id: ProgrammeId,
        person: PersonId,
        target: int | None,
        *,
        version: int,
        actor: Actor,
    ) -> None:
        """Put somebody into another circle of the draft, counted from 0, or into none.

        Raises:
            UnknownThingError, NotAllowedError, WrongStateError, ShapeError, ExcludedError.
            ConflictError: another coordinator changed the draft meanwhile.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            saved = drafted(work, programme_id, version)
            ready = ready_people(work, programme)
            taken = partners(work.relationships_in(programme_id))
            apart = work.apart(ready, programme_id)
            now = standing(saved.draft, ready, taken, apart)
            if target is not None and 0 <= target < len(now.groups):
                there = now.groups[target].people
                require_none_excluded(person, there, work.exclusions(programme_id))
            work.save_draft(saved.changed_to(regrouped(now, ready, person, target, apart)))

    def undo(self, programme_id: ProgrammeId, *, version: int, actor: Actor) -> None:
        """Go back to the draft before the last change; who left meanwhile is not in it.

        Raises:
            UnknownThingError, NotAllowedError.
            WrongStateError: nothing was changed.
            ConflictError: another coordinator changed the draft meanwhile.

        """
        with self.store.work(actor.tenant_id) as work:
            coordinated(work, programme_id, actor=actor)
            saved = drafted(work, programme_id, version)
            if not saved.before:
                raise WrongStateError
            *before, last = saved.before
            work.save_draft(replace(saved, draft=last, before=tuple(before)))
