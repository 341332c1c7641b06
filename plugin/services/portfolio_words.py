"""Asking a partner for words for one's portfolio, giving them, and taking them along."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from plugin.mentoring.errors import UnknownThingError, WrongStateError
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.portfolio_words import LONGEST_WORDS, PortfolioWords, WordsState, asked
from plugin.mentoring.relationship import Relationship, RelationshipId, RelationshipState
from plugin.ports.store import Store, Work
from plugin.ports.values import UNREADABLE, Clock
from plugin.services.records import reads_notes, require_may_write
from plugin.services.relationships import opened
from plugin.services.telling import about, tell


@dataclass(frozen=True, slots=True)
class WordsPage:
    """Words for portfolios, as one member sees them.

    Attributes:
        mine: that the reader asked for; whoever was not asked yet is in `unasked`.
        of_me: that others ask the reader for.
        closed: what others wrote is read once the reader has signed the agreement.
        over: nobody asks or writes any more.

    """

    relationship: Relationship
    people: Mapping[PersonId, Person]
    mine: tuple[PortfolioWords, ...]
    of_me: tuple[PortfolioWords, ...]
    unasked: tuple[PersonId, ...]
    closed: bool
    over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsForPortfolios:
    """What partners say of one another, for them to take along."""

    store: Store
    clock: Clock

    def page(self, relationship_id: RelationshipId, *, actor: Actor) -> WordsPage:
        """Return the page for a member; UnknownThingError for anybody else."""
        me = actor.person_id
        with self.store.look(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            open_ = reads_notes(work, relationship, actor)
            found = work.portfolio_words(relationship_id, me)
            mine = tuple(one for one in found if one.asked_by == me) if open_ else ()
            of_me = tuple(one for one in found if one.asked_of == me)
            heard = {who for one in found for who in (one.asked_by, one.asked_of)}
            have = {one.asked_of for one in found if one.asked_by == me}
            return WordsPage(
                relationship,
                work.people(relationship.people | heard),
                mine,
                of_me,
                tuple(who for who in relationship.partners_of(me) if who not in have),
                not open_,
                relationship.state is RelationshipState.ENDED,
            )

    def ask(self, relationship_id: RelationshipId, *, of: PersonId, actor: Actor) -> None:
        """Ask a partner, once; asking again changes nothing.

        Raises:
            UnknownThingError, WrongStateError, AgreementMissingError.
            NotAllowedError: they are no partner in the relationship.

        """
        me, now = actor.person_id, self.clock()
        with self.store.work(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            require_may_write(work, relationship, actor)
            made = asked(relationship, by=me, of=of, now=now)
            if _between(work, relationship_id, me, of):
                return
            work.save_portfolio_words(made)
            thing = about("relationship", relationship_id, turn=f"words-{me}")
            tell(work, News.WORDS_ASKED, [of], thing=thing, now=now)

    def give(
        self, relationship_id: RelationshipId, text: str, *, to: PersonId, actor: Actor
    ) -> None:
        """Give words, or others in place of those that are not taken yet.

        Raises:
            UnknownThingError: also where nobody asked.
            WrongStateError: they are taken, or there are none to give.
            AgreementMissingError.

        """
        with self.store.work(actor.tenant_id) as work:
            relationship, before = _asked_of(work, relationship_id, to, actor)
            require_may_write(work, relationship, actor)
            said = text.replace(UNREADABLE, "").strip()[:LONGEST_WORDS]
            if not said:
                raise WrongStateError
            work.save_portfolio_words(before.given(said, now=self.clock()))
            turn = f"words-{actor.person_id}-{before.version}"
            thing = about("relationship", relationship_id, turn=turn)
            tell(work, News.WRITTEN, {to} & relationship.people, thing=thing, now=self.clock())

    def decline(self, relationship_id: RelationshipId, *, to: PersonId, actor: Actor) -> None:
        """Say no, or take the words back; also after the end, and nobody is told.

        Raises:
            UnknownThingError: also where nobody asked.
            WrongStateError: they are taken.

        """
        with self.store.work(actor.tenant_id) as work:
            _relationship, before = _asked_of(work, relationship_id, to, actor)
            work.save_portfolio_words(before.declined(now=self.clock()))

    def take(
        self, relationship_id: RelationshipId, *, of: PersonId, version: int, actor: Actor
    ) -> None:
        """Take the words that were read into the actor's portfolio; also after the end.

        Raises:
            UnknownThingError.
            WrongStateError: there are none any more, or they do not open.
            ConflictError: they are others by now.

        """
        with self.store.work(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            before = _between(work, relationship_id, actor.person_id, of)
            if before is None or not reads_notes(work, relationship, actor):
                raise UnknownThingError
            if before.text == UNREADABLE:
                raise WrongStateError
            made = replace(before, version=version).taken(relationship, now=self.clock())
            work.save_portfolio_words(made)


def taken_by(work: Work, relationship_id: RelationshipId, me: PersonId) -> list[PortfolioWords]:
    """Return what somebody has taken into their portfolio, the earliest first."""
    found = work.portfolio_words(relationship_id, me)
    return [one for one in found if one.asked_by == me and one.state is WordsState.TAKEN]


def _between(
    work: Work, relationship_id: RelationshipId, by: PersonId, of: PersonId
) -> PortfolioWords | None:
    found = work.portfolio_words(relationship_id, by)
    return next((x for x in found if (x.asked_by, x.asked_of) == (by, of)), None)


def _asked_of(
    work: Work, relationship_id: RelationshipId, by: PersonId, actor: Actor
) -> tuple[Relationship, PortfolioWords]:
    relationship = opened(work, relationship_id, actor=actor)
    found = _between(work, relationship_id, by, actor.person_id)
    if found is None:
        raise UnknownThingError
    return relationship, found
