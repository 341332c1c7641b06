"""When it does not go well: another match, keeping somebody away, a place of help (T11, T15)."""

from contextlib import suppress
from dataclasses import dataclass

from plugin.mentoring.errors import LastFacilitatorError, NotAllowedError
from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.programme import Programme
from plugin.mentoring.relationship import Relationship, RelationshipId
from plugin.ports.store import Store
from plugin.ports.trouble import Contact
from plugin.ports.values import Clock
from plugin.services.memberships import Memberships
from plugin.services.relationships import opened, programme_of, require_going_on


@dataclass(frozen=True, slots=True)
class TroublePage:
    """What one member may do; nothing of it is told to the others.

    Attributes:
        readers: who may be told of a concern.
        wishes: whether this member asked for another match.
        blocked: of the others, whom this member keeps away.
        opened: how many times sealed pages were opened in this programme.

    """

    programme: Programme
    relationship: Relationship
    others: tuple[Person, ...]
    readers: tuple[Person, ...]
    contacts: tuple[Contact, ...]
    wishes: bool
    blocked: frozenset[PersonId]
    opened: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What either side may do at any time, in one step and without a reason."""

    store: Store
    clock: Clock
    memberships: Memberships

    def page(self, relationship_id: RelationshipId, *, actor: Actor) -> TroublePage:
        """Return what can be done.

        Raises:
            UnknownThingError: not a member, or no such relationship.

        """
        with self.store.look(actor.tenant_id) as work:
            one = opened(work, relationship_id, actor=actor)
            programme = programme_of(work, one.programme_id)
            support, blocked = work.support(), work.blocks_of(actor.person_id)
            others = one.partners_of(actor.person_id)
            told = dict.fromkeys((*programme.coordinators, *support.officers))
            people = work.people({*others, *told, *blocked})
            # Whoever was blocked is shown even after leaving, so that it can be taken back here.
            known = dict.fromkeys((*others, *sorted(blocked)))
            return TroublePage(
                programme,
                one,
                tuple(people[who] for who in known if who in people),
                tuple(people[x] for x in told if x in people and x != actor.person_id),
                support.contacts,
                actor.person_id in work.wishes_for_another(relationship_id),
                blocked,
                sum(x.agreed is True for x in work.openings_in(one.programme_id)),
            )

    def ask_another(self, relationship_id: RelationshipId, *, wanted: bool, actor: Actor) -> None:
        """Note, or take back, the wish for another match; coordinators see it, partners do not.

        Raises:
            UnknownThingError.
            WrongStateError: the relationship has ended.

        """
        with self.store.work(actor.tenant_id) as work:
            require_going_on(opened(work, relationship_id, actor=actor))
            if wanted:
                work.wish_for_another(relationship_id, actor.person_id, at=self.clock())
            else:
                work.drop_wish_for_another(relationship_id, actor.person_id)

    def block(self, relationship_id: RelationshipId, other: PersonId, *, actor: Actor) -> None:
        """Keep somebody away, in every programme; what the two had together is left. Repeatable.

        A circle's only facilitator stays in it until it is handed over; the page says so.

        Raises:
            UnknownThingError.
            NotAllowedError: not one of the others.

        """
        with self.store.work(actor.tenant_id) as work:
            if other not in opened(work, relationship_id, actor=actor).partners_of(actor.person_id):
                raise NotAllowedError
            work.block(actor.person_id, other, at=self.clock())
            shared = [x for x in work.relationships_of(actor.person_id) if other in x.people]
        for one in shared:
            with suppress(LastFacilitatorError):
                self.memberships.leave(one.relationship_id, actor=actor)

    def unblock(self, other: PersonId, *, actor: Actor) -> None:
        """Let somebody come near again; what has ended stays so."""
        with self.store.work(actor.tenant_id) as work:
            work.unblock(actor.person_id, other)
