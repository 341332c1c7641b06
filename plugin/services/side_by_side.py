"""Several mentors side by side: a coordinator brings one more to a pairing (M13)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugin.mentoring.enrolment import Enrolment, Side
from plugin.mentoring.errors import AlreadyPairedError, NotAllowedError, UnknownThingError
from plugin.mentoring.exclusions import require_none_excluded
from plugin.mentoring.formats import MOST_MENTORS
from plugin.mentoring.groups import is_kept_away
from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.programme import Format, Programme, ProgrammeId
from plugin.mentoring.relationship import Relationship, RelationshipId, RelationshipState
from plugin.mentoring.seeding import free_leads
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock
from plugin.services.drafts import partners
from plugin.services.memberships import Memberships
from plugin.services.programmes import coordinated
from plugin.services.standing_drafts import here_and_ready
from plugin.services.training_gate import require_trained


@dataclass(frozen=True, slots=True)
class SideBySidePage:
    """Pairings that could have one mentor more, and mentors who have a place left."""

    programme: Programme
    pairs: tuple[Relationship, ...]
    mentors: tuple[Person, ...]
    people: Mapping[PersonId, Person]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """Bringing a second mentor, who then has the same rights as the first."""

    store: Store
    clock: Clock
    memberships: Memberships

    def page(self, programme_id: ProgrammeId, *, actor: Actor) -> SideBySidePage:
        """Return what a coordinator chooses between.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            found = work.relationships_in(programme_id)
            pairs = [
                one
                for one in found
                if one.format is Format.ONE_TO_ONE
                and one.state is not RelationshipState.ENDED
                and len(one.mentors) < MOST_MENTORS
            ]
            free = _with_a_place(work, programme, found)
            people = work.people({*free, *(who for one in pairs for who in one.people)})
        mentors = sorted((people[who] for who in free), key=lambda one: one.label.casefold())
        return SideBySidePage(programme, tuple(pairs), tuple(mentors), people)

    def bring(
        self, relationship_id: RelationshipId, person: PersonId, *, actor: Actor
    ) -> Relationship:
        """Bring one mentor more to a pairing of a programme that the actor coordinates; repeatable.

        They read and write once they have signed what the others agreed.

        Raises:
            UnknownThingError: no such pairing, or no mentor of the programme.
            NotAllowedError: no coordinator, or somebody in it is to be kept from this person.
            AlreadyPairedError: the mentor has no place left, or has left the course.
            WrongStateError, ShapeError, TrainingMissingError.

        """
        with self.store.work(actor.tenant_id) as work:
            before = work.relationship(relationship_id)
            if before is None:
                raise UnknownThingError
            programme = coordinated(work, before.programme_id, actor=actor)
            mine = work.enrolment(before.programme_id, person)
            if mine is None or mine.side is not Side.MENTOR or mine.ready_at is None:
                raise UnknownThingError
            after = before.mentored_by(person, now=self.clock())
            if after != before:
                self._check(work, programme, before, mine)
                self.memberships.keep(work, before, after, actor.person_id)
        return after

    @staticmethod
    def _check(work: Work, programme: Programme, before: Relationship, mine: Enrolment) -> None:
        who = mine.person_id
        key = programme.programme_id
        require_none_excluded(who, before.people, work.exclusions(key))
        if is_kept_away(who, before.people, work.apart({who, *before.people}, key)):
            raise NotAllowedError
        found = work.relationships_in(programme.programme_id)
        if who not in _with_a_place(work, programme, found):
            raise AlreadyPairedError
        require_trained(work, programme, mine)


def _with_a_place(
    work: Work, programme: Programme, relationships: Sequence[Relationship]
) -> tuple[PersonId, ...]:
    ready = {one.person_id: one for one in here_and_ready(work, programme)}
    return free_leads(ready, partners(relationships))
