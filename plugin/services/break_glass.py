"""Opening what two people wrote, for a grave reason: a second person agrees, each look counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from plugin.mentoring import policy
from plugin.mentoring.agreement import Agreement
from plugin.mentoring.break_glass import (
    TOLD_WITHIN,
    Category,
    Opening,
    OpeningId,
)
from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.notes import Note
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor, Person, PersonId, TenantId
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.mentoring.promises import Promise
from plugin.mentoring.relationship import Relationship, RelationshipId
from plugin.mentoring.session import MentoringSession
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock, NewId
from plugin.services.programmes import coordinated
from plugin.services.relationships import programme_of
from plugin.services.telling import about, tell

VIEW = "break-glass.view"
TOLD_AGAIN = TOLD_WITHIN
"""For so long a notice that is due is written again, should it be missing: each counts once."""


@dataclass(frozen=True, slots=True)
class Openings:
    """A programme's openings, and whose pages could be asked for."""

    programme: Programme
    openings: tuple[Opening, ...]
    relationships: tuple[Relationship, ...]
    people: Mapping[PersonId, Person]


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """One opening, for who asked and who may decide."""

    opening: Opening
    relationship: Relationship
    people: Mapping[PersonId, Person]
    may_decide: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the members share; what each keeps for themselves is opened to nobody."""

    page: OpeningPage
    agreement: Agreement | None
    sessions: Sequence[MentoringSession]
    notes: Sequence[Note]
    promises: Sequence[Promise]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakGlass:
    """Asked for by one coordinator, allowed by another or by an officer of the institution."""

    store: Store
    clock: Clock
    new_id: NewId

    def of_programme(self, programme_id: ProgrammeId, *, actor: Actor) -> Openings:
        """Return what was opened, for its coordinators.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            ties = tuple(work.relationships_in(programme_id))
            found = tuple(work.openings_in(programme_id))
            asked = {one.asked_by for one in found}
            people = work.people({who for one in ties for who in one.people} | asked)
        others = tuple(one for one in ties if actor.person_id not in one.people)
        return Openings(programme, found, others, people)

    def ask(
        self,
        relationship_id: RelationshipId,
        category: Category,
        reason: str,
        *,
        tell_at: datetime | None = None,
        legal_reason: str = "",
        actor: Actor,
    ) -> OpeningId:
        """Ask somebody else to let one read.

        Raises:
            UnknownThingError, NotAllowedError.
            ReasonMissingError: without a reason, or told later without a legal one.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            one = work.relationship(relationship_id)
            if one is None:
                raise UnknownThingError
            programme = coordinated(work, one.programme_id, actor=actor)
            asked = Opening(
                OpeningId(self.new_id()),
                actor.tenant_id,
                relationship_id,
                one.programme_id,
                category,
                reason.strip(),
                actor.person_id,
                now,
                tell_at or now,
                legal_reason.strip(),
            ).checked(one)
            work.save_opening(asked)
            deciding = {*programme.coordinators, *work.support().officers}
            others = deciding - one.people - {actor.person_id}
            thing = about("opening", asked.opening_id)
            tell(work, News.OPENING_ASKED, others, thing=thing, now=now)
            _audit(work, "break-glass.asked", asked, actor)
        return asked.opening_id

    def page(self, opening_id: OpeningId, *, actor: Actor) -> OpeningPage:
        """Return an opening for who asked, and for who may decide.

        Raises:
            UnknownThingError: it is for others.

        """
        with self.store.look(actor.tenant_id) as work:
            return self._page(work, opening_id, actor)

    def decide(self, opening_id: OpeningId, agreed: bool, *, actor: Actor) -> None:
        """Let who asked read for a day, or not.

        Raises:
            UnknownThingError.
            NotAllowedError: the actor asked for it.
            WrongStateError: it was decided, or asked for too long ago.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            found = self._page(work, opening_id, actor)
            decided = found.opening.decided(
                agreed, by=actor.person_id, relationship=found.relationship, now=now
            )
            work.save_opening(decided)
            if agreed:
                _tell_members(work, decided, now)
            _audit(work, "break-glass.agreed" if agreed else "break-glass.refused", decided, actor)

    def read(self, opening_id: OpeningId, *, entered_at: datetime, actor: Actor) -> Sealed:
        """Return what the members share; each look is a line of the audit.

        Args:
            opening_id: which.
            entered_at: when the actor last showed who they are, by a launch or a sign-in.
            actor: who reads.

        Raises:
            UnknownThingError, NotAllowedError.
            NotFreshError: the actor came in too long ago.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            found = self._page(work, opening_id, actor)
            found.opening.require_open_to(actor.person_id, entered_at=entered_at, now=now)
            key = found.relationship.relationship_id
            sessions = work.sessions_of([key])
            notes = [
                note
                for session in (None, *(one.session_id for one in sessions))
                for note in work.writings(key, session_id=session)
                if note.shared
            ]
            work.audit(
                VIEW,
                by=actor.person_id,
                about=found.relationship.people,
                programme=found.opening.programme_id,
                opening=opening_id,
                tell_at=found.opening.tell_at.astimezone(UTC).isoformat(timespec="microseconds"),
            )
            return Sealed(found, work.agreement(key), sessions, notes, work.promises(key))

    def tell_late(self, tenant_id: TenantId) -> None:
        """Tell members whose day to be told has come; repeatable."""
        now = self.clock()
        with self.store.work(tenant_id) as work:
            for opening in work.openings_to_tell(after=now - TOLD_AGAIN, until=now):
                _tell_members(work, opening, now)

    def _page(self, work: Work, opening_id: OpeningId, actor: Actor) -> OpeningPage:
        opening = work.opening(opening_id)
        one = work.relationship(opening.relationship_id) if opening else None
        if opening is None or one is None or actor.person_id in one.people:
            raise UnknownThingError
        programme = programme_of(work, opening.programme_id)
        officer = actor.person_id in work.support().officers
        if not officer and not policy.may_coordinate(actor, programme):
            raise UnknownThingError
        others = {opening.asked_by} | ({opening.decided_by} if opening.decided_by else set())
        return OpeningPage(
            opening,
            one,
            work.people({*one.people, *others}),
            opening.agreed is None and actor.person_id != opening.asked_by,
            opening.is_open_to(actor.person_id, self.clock()),
        )


def _tell_members(work: Work, opening: Opening, now: datetime) -> None:
    """Tell them, unless a legal reason has set a later day; once, however often this is asked."""
    if opening.tell_at <= now:
        thing = about("relationship", opening.relationship_id, turn=opening.opening_id)
        tell(work, News.OPENED, opening.concerned, thing=thing, now=now)


def _audit(work: Work, event: str, opening: Opening, actor: Actor) -> None:
    work.audit(
        event,
        by=actor.person_id,
        programme=opening.programme_id,
        opening=opening.opening_id,
        category=opening.category,
    )
