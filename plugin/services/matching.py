"""Drafting pairings, changing the draft by hand, and publishing it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from plugin.mentoring.counted import Part
from plugin.mentoring.enrolment import Enrolment, Side
from plugin.mentoring.errors import UnknownThingError, WrongStateError
from plugin.mentoring.match_run import MatchRun, weights_of
from plugin.mentoring.matching import Draft, Fit, Suggestion, Why, fit, suggest
from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.wishes import Wished, wished_for
from plugin.ports.errors import ConflictError
from plugin.ports.values import Clock, NewId, SavedDraft
from plugin.services.drafts import partners, seats, standing
from plugin.services.group_lines import GroupLine, group_lines
from plugin.services.match_hand import ByHand
from plugin.services.match_options import PersonPage, marked, options
from plugin.services.programmes import coordinated
from plugin.services.publishing import begin, hold, relationships_of
from plugin.services.standing_drafts import ready_people


@dataclass(frozen=True, slots=True)
class DraftPair:
    """One pair of the draft with what speaks for it; `wished` by one of them, or both."""

    mentee: Person
    mentor: Person
    fit: Fit
    by_hand: bool
    wished: bool = False


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft as its page shows it; `saved` and `run` are None before the first suggestion.

    Attributes:
        pairs: in the order of the mentees' names.
        mentors: everybody who could take a mentee, with the seats that the draft leaves them.
        as_made: whether it is as a run made it, so that what was proven of it holds.
        ready: who may be matched, with their profiles.

    """

    programme: Programme
    saved: SavedDraft | None
    run: MatchRun | None
    pairs: tuple[DraftPair, ...]
    unplaced: tuple[tuple[Person, Side, Why], ...]
    mentors: tuple[tuple[Person, int], ...]
    groups: tuple[GroupLine, ...] = ()
    as_made: bool = False
    ready: Mapping[PersonId, Enrolment] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(ByHand):
    """Who works with whom, suggested by rule and decided by a coordinator."""

    clock: Clock
    new_id: NewId
    with_places: bool = False

    def page(
        self,
        programme_id: ProgrammeId,
        *,
        actor: Actor,
        weights: Mapping[Part, int] | None = None,
    ) -> DraftPage:
        """Return the draft with its reasons.

        Args:
            programme_id: whose.
            actor: a coordinator.
            weights: to show the same pairs with; None are those of the last run.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            saved, run = work.draft(programme_id), work.match_run(programme_id)
            ready = ready_people(work, programme)
            people = work.people(ready)
            taken = partners(work.relationships_in(programme_id))
            apart = work.apart(ready, programme_id)
            wished = wished_for(work.partner_wishes(programme_id))
        draft = standing(saved.draft if saved else Draft((), ()), ready, taken, apart)
        return DraftPage(
            programme,
            saved,
            run,
            self._pairs(draft, ready, people, weights or weights_of(run), wished),
            tuple((people[who], ready[who].side, why) for who, why in draft.unplaced),
            seats(draft, ready, people, taken),
            group_lines(draft, ready, people, now=self.clock()),
            as_made=saved is not None and draft.placed == saved.draft.placed and not draft.by_hand,
            ready=ready,
        )

    def person(self, programme_id: ProgrammeId, person_id: PersonId, *, actor: Actor) -> PersonPage:
        """Return every mentor for one mentee, with what a move to each would change.

        Raises:
            UnknownThingError: not a mentee of this draft.
            NotAllowedError.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            saved, run = work.draft(programme_id), work.match_run(programme_id)
            ready = ready_people(work, programme)
            one = ready.get(person_id)
            if saved is None or one is None or one.side is not Side.MENTEE:
                raise UnknownThingError
            people = work.people(ready)
            taken = partners(work.relationships_in(programme_id))
            apart = work.apart(ready, programme_id)
            wished = wished_for(work.partner_wishes(programme_id))
            excluded = work.exclusions(programme_id)
        draft = standing(saved.draft, ready, taken, apart)
        left = {who.person_id: number for who, number in seats(draft, ready, people, taken)}
        table = options(one, draft, ready, left, weights=weights_of(run), now=self.clock())
        table = marked(table, person_id, apart, wished, excluded)
        return PersonPage(programme, saved, people, people[person_id], table)

    def suggest(self, programme_id: ProgrammeId, *, actor: Actor) -> SavedDraft:
        """Make a new draft at once, in plain Python; a worker makes those that pages ask for.

        Raises:
            UnknownThingError, NotAllowedError, WrongStateError, ConflictError.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            programme.running()  # a draft or closed programme matches nobody
            before = work.draft(programme_id)
            ready = ready_people(work, programme)
            taken = partners(work.relationships_in(programme_id))
            made = suggest(tuple(ready.values()), taken=taken, now=self.clock())
            draft = standing(made, ready, taken, work.apart(ready, programme_id))
            saved = SavedDraft(
                programme_id,
                actor.tenant_id,
                draft,
                actor.person_id,
                self.clock(),
                before.version if before else 0,
            )
            work.save_draft(saved)
        return saved

    def publish(
        self, programme_id: ProgrammeId, *, version: int, actor: Actor
    ) -> tuple[RelationshipId, ...]:
        """Turn the draft into relationships that their people see, in one step.

        Raises:
            UnknownThingError, NotAllowedError, WrongStateError.
            ConflictError: another coordinator changed or published the draft meanwhile, or somebody
                in it left, changed sides, offers less or was placed elsewhere. The draft is then
                kept without those pairs, to be looked at again.

        """
        made = self._published(programme_id, version, actor)
        if made is None:
            raise ConflictError("draft")
        return made

    def _published(
        self, programme_id: ProgrammeId, version: int, actor: Actor
    ) -> tuple[RelationshipId, ...] | None:
        """Publish, or return None where the draft had to be changed first."""
        with self.store.work(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            saved = work.draft(programme_id)
            if saved is None or not saved.draft.placed:
                raise WrongStateError
            if saved.version != version:
                raise ConflictError("draft")
            ready = ready_people(work, programme)
            taken = partners(work.relationships_in(programme_id))
            possible = standing(saved.draft, ready, taken, work.apart(ready, programme_id))
            work.save_draft(replace(saved, draft=possible))  # nobody else publishes this version
            if (possible.pairs, possible.groups) != (saved.draft.pairs, saved.draft.groups):
                return None
            hold(work, saved.draft, ready)
            found = relationships_of(
                saved.draft, ready, programme, now=self.clock(), new_id=self.new_id
            )
            made = []
            for one in found:
                begin(work, one, with_place=self.with_places)
                made.append(one.relationship_id)
            work.drop_draft(programme_id)
            work.save_programme(programme.running())
            work.note("draft.published", programme=programme_id, by=actor.person_id)
        return tuple(made)

    def _pairs(
        self,
        draft: Draft,
        ready: Mapping[PersonId, Enrolment],
        people: Mapping[PersonId, Person],
        weights: Mapping[Part, int],
        wished: Wished,
    ) -> tuple[DraftPair, ...]:
        now = self.clock()
        pairs = [
            DraftPair(
                people[pair.mentee],
                people[pair.mentor],
                _fit(ready, pair, now, weights),
                pair.by_hand,
                frozenset((pair.mentee, pair.mentor)) in wished,
            )
            for pair in draft.pairs
        ]
        return tuple(sorted(pairs, key=lambda pair: pair.mentee.label))


def _fit(
    ready: Mapping[PersonId, Enrolment],
    pair: Suggestion,
    now: datetime,
    weights: Mapping[Part, int],
) -> Fit:
    mentee, mentor = ready[pair.mentee].profile, ready[pair.mentor].profile
    return fit(mentee, mentor, now=now, weights=weights)
