"""Two accounts that are one person (S04), and accounts that have changed hands (S08).

Names and addresses only propose. Both accounts say that they are one person; and of an account
that came under another name, a coordinator who knows the people says whose it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from plugin.mentoring.errors import (
    BothUsedError,
    NotAllowedError,
    UnknownThingError,
    WrongStateError,
)
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor, Person, PersonId, TenantId
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.mentoring.same_person import Doubt, Joining, JoiningId
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock, NewId
from plugin.services.programmes import coordinated
from plugin.services.telling import about, tell


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """What a coordinator sees.

    Attributes:
        doubts: accounts that came under another name, each with whose it was.
        lookalikes: members of one name or address about whom nobody was asked yet.
        joinings: those who were asked, the latest first.

    """

    programme: Programme
    people: Mapping[PersonId, Person]
    doubts: tuple[Doubt, ...]
    lookalikes: tuple[tuple[Person, Person], ...]
    joinings: tuple[Joining, ...]


@dataclass(frozen=True, slots=True)
class MyAccounts:
    """Where the actor is asked whether another account is theirs, or said so."""

    joinings: tuple[Joining, ...]
    people: Mapping[PersonId, Person]


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePersons:
    """Who is whom."""

    store: Store
    clock: Clock
    new_id: NewId

    def page(self, programme_id: ProgrammeId, *, actor: Actor) -> AccountsPage:
        """Return what there is to decide.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            doubts = tuple(work.doubts_in(programme_id))
            joinings = tuple(work.joinings_in(programme.course_id))
            alike = work.lookalikes(programme.course_id)
            named = {who for one in joinings for who in (one.kept, one.other)}
            named |= {who for pair in alike for who in pair} | {x.person_id for x in doubts}
            people = work.people(named)
        pairs = tuple((people[first], people[last]) for first, last in alike)
        return AccountsPage(programme, people, doubts, pairs, joinings)

    def ask(
        self, programme_id: ProgrammeId, first: PersonId, last: PersonId, *, actor: Actor
    ) -> Joining:
        """Ask both accounts whether they are one person.

        Raises:
            UnknownThingError: not two members of the course, or of two LMSs.
            NotAllowedError: the actor does not coordinate here, or is one of the two.
            WrongStateError: they are asked already, or one.
            BothUsedError: both have somebody to work with, or coordinate.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            if actor.person_id in (first, last):
                raise NotAllowedError
            made = self._made(work, programme, first, last, actor=actor, now=now)
            work.save_joining(made)
            thing = about("programme", programme_id, turn=made.joining_id)
            tell(work, News.ACCOUNT, (first, last), thing=thing, now=now)
            work.audit("accounts.asked", by=actor.person_id, about=(first, last))
        return made

    def mine(self, *, actor: Actor) -> MyAccounts:
        """Return what the actor is asked, and what they may still take back."""
        now = self.clock()
        with self.store.look(actor.tenant_id) as work:
            known = work.joinings_of(actor.person_id)
            shown = tuple(x for x in known if x.is_open or x.may_be_taken_back(now))
            named = {who for x in shown for who in (x.kept, x.other, x.made_by)}
            return MyAccounts(shown, work.people(named))

    def answer(self, joining_id: JoiningId, *, yes: bool, actor: Actor) -> Joining:
        """Say whether the other account is the actor's too; the second yes joins the two.

        Raises:
            UnknownThingError: the actor is neither of the two.
            WrongStateError: it is over or done.
            BothUsedError: meanwhile both have somebody to work with.

        """
        now, me = self.clock(), actor.person_id
        with self.store.work(actor.tenant_id) as work:
            known = _joining(work, joining_id)
            said = known.agreed(me, now=now) if yes else known.declined(me, now=now)
            if said.joined_at is not None:
                if work.used_by([said.other]):
                    raise BothUsedError
                work.join(said, now=now)
                work.audit("accounts.joined", by=me, about=(said.kept, said.other))
            work.save_joining(said)
        return said

    def take_back(self, joining_id: JoiningId, *, actor: Actor) -> Joining:
        """Tell the two accounts apart again, for whoever of both has come.

        Raises:
            UnknownThingError: not the actor's.
            WrongStateError: not joined, or more than two weeks ago.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            known = _joining(work, joining_id)
            if actor.person_id not in (known.kept, known.other):
                raise UnknownThingError
            apart = known.taken_back(now=now)
            work.part_joined(apart, now=now)
            work.save_joining(apart)
            work.audit("accounts.parted", by=actor.person_id, about=(known.kept, known.other))
        return apart

    def doubted(
        self, tenant_id: TenantId, person_id: PersonId, name: str | None, email: str | None
    ) -> None:
        """Keep that somebody came with this person's account, and tell who may say who it is."""
        now = self.clock()
        with self.store.work(tenant_id) as work:
            known = work.doubt(person_id)
            work.save_doubt(Doubt(person_id, tenant_id, name, email, now))
            if known is not None:
                return
            for key in work.programmes_of(person_id):
                programme = work.programme(key)
                told = set(programme.coordinators) - {person_id} if programme else ()
                thing = about("programme", key, turn=f"{person_id}/{now:%Y%m%d%H%M%S}")
                tell(work, News.ACCOUNT, told, thing=thing, now=now)
            work.note("account.doubted", person=person_id)

    def decide(
        self, programme_id: ProgrammeId, person_id: PersonId, *, same: bool, actor: Actor
    ) -> None:
        """Say whether whoever came with the account is still the same person.

        If so, the new name is theirs. If not, the account begins anew at its next launch, and what
        was there stays closed to it.

        Raises:
            UnknownThingError: no such doubt about somebody of this programme.
            NotAllowedError: the actor does not coordinate here, or it is their own account.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            coordinated(work, programme_id, actor=actor)
            doubts: Sequence[Doubt] = work.doubts_in(programme_id)
            asked = next((one for one in doubts if one.person_id == person_id), None)
            person = work.person(person_id)
            if asked is None or person is None:
                raise UnknownThingError
            if person_id == actor.person_id:
                raise NotAllowedError
            if same:
                work.save_person(replace(person, name=asked.name, email=asked.email))
            else:
                work.part_account(person_id, now=now)
            work.drop_doubt(person_id)
            event = "account.kept" if same else "account.parted"
            work.audit(event, by=actor.person_id, about=[person_id], programme=programme_id)

    def _made(
        self,
        work: Work,
        programme: Programme,
        first: PersonId,
        last: PersonId,
        *,
        actor: Actor,
        now: datetime,
    ) -> Joining:
        known = work.subjects_of(programme.course_id, (first, last))
        if len(known) != 2 or known[first][0] != known[last][0]:
            raise UnknownThingError
        for one in (*work.joinings_of(first), *work.joinings_of(last)):
            if one.is_open or one.may_be_taken_back(now):
                raise WrongStateError
        used = work.used_by((first, last))
        if len(used) == 2:
            raise BothUsedError
        people = work.people((first, last))
        older = min((first, last), key=lambda who: people[who].number)
        kept = next(iter(used), older)
        other = last if kept == first else first
        return Joining(
            JoiningId(self.new_id()),
            actor.tenant_id,
            known[kept][0],
            kept,
            other,
            known[kept][1],
            known[other][1],
            actor.person_id,
            now,
        )


def _joining(work: Work, joining_id: JoiningId) -> Joining:
    found = work.joining(joining_id)
    if found is None:
        raise UnknownThingError
    return found
