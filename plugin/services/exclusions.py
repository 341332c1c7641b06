"""Entering whom not to match with whom; members are told nothing of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.exclusions import Exclusion, ExclusionKind, exclusion
from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.mentoring.relationship import RelationshipState
from plugin.ports.store import Store
from plugin.ports.values import UNREADABLE, Clock
from plugin.services.programmes import coordinated


@dataclass(frozen=True, slots=True)
class ExclusionsPage:
    """What a coordinator reads.

    Attributes:
        choices: who takes part, by name.
        together: those of the entered who work together all the same, since before.

    """

    programme: Programme
    exclusions: Sequence[Exclusion]
    people: Mapping[PersonId, Person]
    choices: tuple[Person, ...]
    together: frozenset[frozenset[PersonId]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusions:
    """Who is not to be matched with whom in a programme."""

    store: Store
    clock: Clock

    def page(self, programme_id: ProgrammeId, *, actor: Actor) -> ExclusionsPage:
        """Return what is entered, with the reasons; each look is audited.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            found = work.exclusions(programme_id)
            here = {one.person_id for one in work.enrolments(programme_id)}
            named = {who for one in found for who in (*one.both, one.made_by)}
            people = work.people(here | named)
            going = [
                one.people
                for one in work.relationships_in(programme_id)
                if one.state is not RelationshipState.ENDED
            ]
            if found:
                about = {who for one in found for who in one.both}
                work.audit(
                    "exclusions.read", by=actor.person_id, about=about, programme=programme_id
                )
        choices = (people[who] for who in here if who in people)
        return ExclusionsPage(
            programme,
            found,
            people,
            tuple(sorted(choices, key=lambda one: one.label)),
            frozenset(one.both for one in found if any(one.both <= x for x in going)),
        )

    def enter(
        self,
        programme_id: ProgrammeId,
        people: tuple[PersonId, PersonId],
        kind: ExclusionKind,
        reason: str,
        *,
        actor: Actor,
    ) -> None:
        """Enter that two are not to be matched, in place of what was entered of them before.

        Whoever works together already goes on; the page says so.

        Raises:
            UnknownThingError: also for somebody who takes no part there.
            NotAllowedError.
            ShapeError: one person twice.

        """
        said = reason.replace(UNREADABLE, "")
        with self.store.work(actor.tenant_id) as work:
            coordinated(work, programme_id, actor=actor)
            made = exclusion(programme_id, people, kind, said, by=actor.person_id, now=self.clock())
            if any(work.enrolment(programme_id, who) is None for who in people):
                raise UnknownThingError
            work.save_exclusion(made)
            work.audit(
                "exclusion.entered",
                by=actor.person_id,
                about=made.both,
                programme=programme_id,
                kind=kind,
            )

    def lift(
        self, programme_id: ProgrammeId, one: PersonId, other: PersonId, *, actor: Actor
    ) -> None:
        """Let the two be matched again. Repeatable.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        with self.store.work(actor.tenant_id) as work:
            coordinated(work, programme_id, actor=actor)
            if work.drop_exclusion(programme_id, one, other):
                work.audit(
                    "exclusion.lifted",
                    by=actor.person_id,
                    about={one, other},
                    programme=programme_id,
                )
