"""What is held about a person: shown, given to them as a copy, and removed on their wish."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from plugin.mentoring.errors import TooManyCopiesError, UnknownThingError
from plugin.mentoring.people import Actor, CourseRole, Person, PersonId, TenantId
from plugin.mentoring.relationship import Relationship
from plugin.mentoring.session import Channel, SessionState, Sync
from plugin.ports.errors import TryLaterError
from plugin.ports.privacy import Consent, Copy, Ending, Erasure, Removals, Wish
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock, NewId
from plugin.services.bundle import bundled
from plugin.services.kinds import ERASE, MAKE_COPY
from plugin.services.leaving import leave_for_good
from plugin.services.memberships import Memberships
from plugin.services.retention import days_kept

ASKED = "privacy.asked"
COPIES_A_DAY: Final = 3
COPY_KEPT: Final = timedelta(days=1)
WAITS_FOR_CALENDARS: Final = timedelta(hours=12)
LOOKS_AGAIN: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Held:
    """What is held about one person, in figures where it is many.

    Attributes:
        microsoft: address of the connected account; None without one.
        asked_at: when the person last asked for a copy or for removal; None when never.
        days: how long words are kept after a programme has ended.
        endings: closed programmes of the person's, with the day they ended.

    """

    person: Person | None
    relationships: int
    sessions: int
    microsoft: str | None
    asked_at: datetime | None
    copies: tuple[Copy, ...] = ()
    erasure: Erasure | None = None
    days: int = 0
    endings: tuple[Ending, ...] = ()
    consents: tuple[Consent, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenLine:
    """Somebody opened what the person wrote: what it was, who, and when."""

    event: str
    label: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """A person's own view of what is held, and their rights over it.

    Attributes:
        requests: who asked and when, of an institution, the latest first.
        disconnect: forgets somebody's Microsoft account and its tokens.
        removals: where removals are written apart from the database; None where nowhere.

    """

    store: Store
    clock: Clock
    new_id: NewId
    requests: Callable[[TenantId], Sequence[Wish]]
    disconnect: Callable[[Actor], None]
    memberships: Memberships
    removals: Removals | None = None

    def held(self, *, actor: Actor) -> Held:
        """Return what is held about the person who asks, in every course of the institution."""
        with self.store.look(actor.tenant_id) as work:
            ties = work.relationships_of(actor.person_id)
            pairs = [one.relationship_id for one in ties]
            account = work.account(actor.person_id)
            mine = {one.programme_id for one in ties}
            held = Held(
                work.person(actor.person_id),
                len(pairs),
                len(work.sessions_of(pairs)),
                account.address if account else None,
                None,
                tuple(work.copies_of(actor.person_id)),
                work.erasure(actor.person_id),
                days_kept(work),
                tuple(one for one in work.endings() if one.programme_id in mine),
                tuple(work.consents_of(actor.person_id)),
            )
        asked = (x.at for x in self.requests(actor.tenant_id) if x.person == actor.person_id)
        return replace(held, asked_at=next(asked, None))

    def seen(self, *, actor: Actor) -> Sequence[SeenLine]:
        """Return who opened what the person wrote without being its member, the latest first."""
        with self.store.look(actor.tenant_id) as work:
            lines = work.opened_of(actor.person_id, now=self.clock())
            people = work.people({one.by for one in lines})
            return [SeenLine(one.event, people[one.by].label, one.at) for one in lines]

    def sign_out(self, *, actor: Actor) -> None:
        """End every visit of the person's, in every browser (K12)."""
        with self.store.work(actor.tenant_id) as work:
            work.end_visits(actor.person_id)

    def ask_copy(self, *, actor: Actor) -> None:
        """Have a worker make a copy.

        Raises:
            TooManyCopiesError: there were as many today as a person may have.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            known = work.copies_of(actor.person_id)
            if sum(one.asked_at > now - timedelta(days=1) for one in known) >= COPIES_A_DAY:
                raise TooManyCopiesError
            copy = Copy(self.new_id(), actor.person_id, now)
            work.save_copy(copy)
            work.note(ASKED, person=actor.person_id, wish="copy")
            work.audit("copy.asked", by=actor.person_id, about=[actor.person_id])
            payload = {"person": actor.person_id, "copy": copy.export_id}
            work.queue(MAKE_COPY, payload, key=f"{MAKE_COPY}:{copy.export_id}")

    def make_copy(self, tenant_id: TenantId, person_id: PersonId, export_id: str) -> None:
        """Make the copy that was asked for; what was made already stays as it is.

        Everything is read and opened before anything is locked, for it may take a while.
        """
        now = self.clock()
        with self.store.look(tenant_id) as work:
            if _wanted(work, person_id, export_id) is None:
                return
            bundle = bundled(work.own_data(person_id), at=now)
        with self.store.work(tenant_id) as work:
            wanted = _wanted(work, person_id, export_id)
            if wanted is None:  # removed, or made by another worker meanwhile
                return
            made = replace(wanted, made_at=now, expires_at=now + COPY_KEPT)
            work.save_copy(made, bundle)

    def take_copy(self, export_id: str, *, actor: Actor) -> bytes:
        """Return the copy, once; then it is gone.

        Raises:
            UnknownThingError: not the person's, not made yet, taken already, or out of date.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            copy = _copy(work, actor.person_id, export_id)
            content = work.bundle(export_id) if copy and copy.ready(now) else None
            if copy is None or content is None:
                raise UnknownThingError
            work.save_copy(replace(copy, taken_at=now))
            work.audit("copy.taken", by=actor.person_id, about=[actor.person_id])
        return content

    def ask_removal(self, *, actor: Actor) -> None:
        """Leave everything now, and have a worker remove what is the person's own. Repeatable."""
        with self.store.look(actor.tenant_id) as work:
            ties = work.relationships_of(actor.person_id)
            known = work.erasure(actor.person_id)
        if known is not None and known.done_at is None:
            return
        self._leave(ties, actor)
        with suppress(TryLaterError):  # the worker writes it before anything goes
            self._write_down(actor.tenant_id, Erasure(actor.person_id, self.clock()))
        with self.store.work(actor.tenant_id) as work:
            work.save_erasure(Erasure(actor.person_id, self.clock()))
            work.note(ASKED, person=actor.person_id, wish="removal")
            work.audit("removal.asked", by=actor.person_id, about=[actor.person_id])
            _queue(work, actor.person_id, self.clock())

    def erase(self, tenant_id: TenantId, person_id: PersonId) -> None:
        """Remove what is the person's own, once their calendar knows what was called off.

        Raises:
            TryLaterError: the removal could not be written down apart from the database.

        """
        now = self.clock()
        with self.store.look(tenant_id) as work:
            asked = work.erasure(person_id)
            if asked is None or asked.done_at is not None:
                return
            waits = now < asked.asked_at + WAITS_FOR_CALENDARS and _untold(work, person_id)
        if waits:
            with self.store.work(tenant_id) as work:
                _queue(work, person_id, now + LOOKS_AGAIN)
            return
        self._erase(tenant_id, replace(asked, done_at=now))

    def reapply(self, tenant_id: TenantId, person_id: PersonId, asked_at: datetime) -> bool:
        """Remove at once, as after an older backup has brought it back; False for nobody here.

        What they had left by then is left once more, and what was planned in it called off.

        Raises:
            TryLaterError: it could not be written down apart from the database.

        """
        with self.store.look(tenant_id) as work:
            if work.person(person_id) is None:
                return False
            ties = {who: work.relationships_of(who) for who in work.accounts_of(person_id)}
        for who, theirs in ties.items():
            self._leave(theirs, Actor(tenant_id, who, None, CourseRole.NONE))
        self._erase(tenant_id, Erasure(person_id, asked_at, self.clock()))
        return True

    def erasures(self, tenant_id: TenantId) -> Sequence[Erasure]:
        """Return every removal of the institution."""
        with self.store.look(tenant_id) as work:
            return work.erasures()

    def _leave(self, ties: Sequence[Relationship], actor: Actor) -> None:
        for one in ties:
            leave_for_good(self.memberships, one, actor=actor)

    def _erase(self, tenant_id: TenantId, done: Erasure) -> None:
        """Remove each account of the person's; nothing goes before all are written down."""
        accounts = self._write_down(tenant_id, done)
        for who in accounts:
            self.disconnect(Actor(tenant_id, who, None, CourseRole.NONE))
        counts: Counter[str] = Counter()
        with self.store.work(tenant_id) as work:
            for who in accounts:
                counts.update(work.erase(who))
                work.save_erasure(replace(done, person_id=who))
            work.save_erasure(replace(done, counts=counts))
            work.audit("removal.done", by=None, about=accounts)

    def _write_down(self, tenant_id: TenantId, asked: Erasure) -> Sequence[PersonId]:
        """Write the removal apart from the database, of each account; returns whose."""
        with self.store.look(tenant_id) as work:
            accounts = work.accounts_of(asked.person_id)
        if self.removals is not None:
            for who in accounts:
                self.removals.add(tenant_id, who, asked.asked_at)
        return accounts


def _copy(work: Work, person_id: PersonId, export_id: str) -> Copy | None:
    return next((x for x in work.copies_of(person_id) if x.export_id == export_id), None)


def _wanted(work: Work, person_id: PersonId, export_id: str) -> Copy | None:
    """Return the copy that was asked for and is not made yet, or None."""
    copy = _copy(work, person_id, export_id)
    return copy if copy and copy.made_at is None else None


def _queue(work: Work, person_id: PersonId, at: datetime) -> None:
    work.queue(ERASE, {"person": person_id}, key=f"{ERASE}:{person_id}", run_at=at)


def _untold(work: Work, person_id: PersonId) -> bool:
    """Whether a meeting in the person's own calendar is still to be taken out of it."""
    pairs = [one.relationship_id for one in work.relationships_of(person_id)]
    off = [
        one.session_id
        for one in work.sessions_of(pairs)
        if one.organiser == person_id and one.state is SessionState.CANCELLED
    ]
    return any(
        link.channel is Channel.OUTLOOK and link.sync is Sync.QUEUED and not link.told_cancelled
        for link in work.links(off).values()
    )
