"""Telling people, by their choices: one delivery at a time, each logged, its failure seen."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from plugin.mentoring.notices import (
    ONE_DAY,
    Choices,
    Clock,
    Notice,
    NoticeState,
    Way,
    planned,
)
from plugin.mentoring.people import Actor, Person, PersonId, TenantId
from plugin.mentoring.spans import known_zone
from plugin.ports import values
from plugin.ports.errors import RefusedError
from plugin.ports.notices import Delivery, Digests, Feed, Presses
from plugin.ports.outside import Post
from plugin.ports.store import Store, Work
from plugin.services.invitations import addresses_of
from plugin.services.kinds import DELIVER_NOTICES
from plugin.services.usefulness import is_useful

MOST_AT_ONCE = 1000
OFF = "off"
"""The purpose of an address that ends a person's mail."""
HARD = frozenset({"mail-550", "mail-551", "mail-553", "mail-521", "no-address"})
"""Refusals that say of an address that it takes no mail, today or tomorrow."""
GAVE_UP = "gave-up"


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """How a person is told.

    Attributes:
        address: where mail goes; None where none is known.
        problem: why mail there has stopped; None where it goes.
        feed: whether Teams' feed may be chosen here.

    """

    choices: Choices
    address: str | None
    problem: str | None
    feed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """Notices on their way to people.

    Attributes:
        digests, post: None where no mail is sent.
        feed: None where no Microsoft tenant is connected.

    """

    store: Store
    clock: values.Clock
    presses: Presses
    digests: Digests | None = None
    post: Post | None = None
    feed: Feed | None = None

    def mine(self, *, actor: Actor) -> NoticesPage:
        """Return how the actor is told."""
        with self.store.look(actor.tenant_id) as work:
            choices = _choices(work, actor.person_id)
            address = _address(work, actor.person_id)
            problem = work.stopped(address) if address else None
        return NoticesPage(choices, address, problem, self.feed is not None)

    def choose(self, choices: Choices, *, version: int, actor: Actor) -> None:
        """Keep how the actor wants to be told; it counts from the next notice.

        Raises:
            OutOfBoundsError, ConflictError.

        """
        kept = replace(
            choices, person_id=actor.person_id, tenant_id=actor.tenant_id, version=version
        ).checked()
        with self.store.work(actor.tenant_id) as work:
            work.save_choices(kept)
            _look_again(work, actor.person_id, self.clock())

    def try_mail_again(self, *, actor: Actor) -> None:
        """Send mail to the actor's address again, though it once came back."""
        with self.store.work(actor.tenant_id) as work:
            address = _address(work, actor.person_id)
            if address is not None:
                work.open_address(address)

    def would_end(self, token: str) -> bool:
        """Whether the token was made here for ending somebody's mail."""
        return self._person_of(token) is not None

    def end_mail(self, token: str) -> bool:
        """End the mail of the person whom the token was made for; repeatable. False for none."""
        found = self._person_of(token)
        if found is None:
            return False
        tenant_id, person_id = found
        with self.store.work(tenant_id) as work:
            choices = _choices(work, person_id)
            if choices.mail and work.person(person_id) is not None:
                work.save_choices(choices.without_mail())
                work.note("notice.mail-ended", person=person_id)
        return True

    def bounced(self, address: str, problem: str) -> int:
        """Stop mail to an address that it came back from; returns at how many institutions."""
        stopped = 0
        for tenant_id in self.store.tenants():
            with self.store.work(tenant_id) as work:
                if work.has_address(address):
                    work.stop_address(address, problem, at=self.clock())
                    work.note("mail.bounced", problem=problem)
                    stopped += 1
        return stopped

    def deliver_due(self, tenant_id: TenantId) -> int:
        """Queue a delivery for each person who has something to be told; returns how many."""
        with self.store.work(tenant_id) as work:
            people = work.people_to_tell(now=self.clock(), limit=MOST_AT_ONCE)
            for who in people:
                work.queue(DELIVER_NOTICES, {"person": who}, key=f"{DELIVER_NOTICES}:{who}")
        return len(people)

    def deliver(self, tenant_id: TenantId, person_id: PersonId) -> None:
        """Tell one person what is due, once. A repeat carries the same name as before.

        Raises:
            TryLaterError: the queue should call again.

        """
        with self.store.work(tenant_id) as work:
            going = self._claimed(work, person_id)
            delivery = self._delivery(work, going) if going else None
            account = work.account(person_id)
        if delivery is None:
            return
        if going[0].way is Way.FEED and self.feed is not None and account is not None:
            try:
                shown = self.feed.show(account.object_id, delivery)
            except RefusedError:
                shown = False
            if shown:
                self._settle(going, NoticeState.SENT)
                return
            going = self._by_mail_instead(going, delivery)
        if going:
            self._mail(going, delivery)

    def gave_up(self, tenant_id: TenantId, person_id: PersonId) -> None:
        """Note that the attempts at a delivery have ended without success."""
        with self.store.look(tenant_id) as work:
            going = work.notices_of(person_id, NoticeState.GOING)
        if going:
            self._settle(going, NoticeState.FAILED, GAVE_UP)

    def _person_of(self, token: str) -> tuple[TenantId, PersonId] | None:
        parts = self.presses.read(OFF, token)
        return (TenantId(parts[0]), PersonId(parts[1])) if parts and len(parts) == 2 else None

    def _claimed(self, work: Work, person_id: PersonId) -> Sequence[Notice]:
        """Return what goes now, marked as going: first of all what went and had no answer."""
        if begun := work.notices_of(person_id, NoticeState.GOING):
            first = begun[0].batch
            return [one for one in begun if one.batch == first]
        now = self.clock()
        waiting = work.notices_of(person_id, NoticeState.WAITING)
        person = work.person(person_id)
        if person is None or person.is_test:
            _drop(work, waiting, "nobody")
            return ()
        idle = [one for one in waiting if not is_useful(work, one)]
        _drop(work, idle, "settled")
        choices = _choices(work, person_id)
        plan = planned(
            [one for one in waiting if one not in idle],
            choices,
            _clock_of(work, person),
            lately=work.deliveries_since(person_id, now - ONE_DAY),
            now=now,
        )
        _drop(work, plan.late, "late")
        if plan.again_at is not None:
            left = (one for one in waiting if one not in (*idle, *plan.late))
            work.settle_notices(replace(one, due_at=plan.again_at) for one in left)
        if not plan.going:
            return ()
        return self._sent_off(work, plan.going, choices)

    def _sent_off(self, work: Work, going: Sequence[Notice], choices: Choices) -> Sequence[Notice]:
        ways = choices.ways(self._open_ways(work, choices.person_id))
        if not ways:
            _drop(work, going, "no-way")
            return ()
        batch = hashlib.sha256("\n".join(one.key for one in going).encode()).hexdigest()[:24]
        marked = [replace(one, state=NoticeState.GOING, batch=batch, way=ways[0]) for one in going]
        work.settle_notices(marked)
        return marked

    def _open_ways(self, work: Work, person_id: PersonId) -> frozenset[Way]:
        ways = set()
        if self.feed is not None and work.account(person_id) is not None:
            ways.add(Way.FEED)
        address = _address(work, person_id)
        if self.post and self.digests and address and work.stopped(address) is None:
            ways.add(Way.MAIL)
        return frozenset(ways)

    def _delivery(self, work: Work, going: Sequence[Notice]) -> Delivery:
        first = going[0]
        person = work.people([first.person_id])[first.person_id]
        return Delivery(
            first.batch or "",
            person,
            _address(work, first.person_id) or "",
            Counter(one.news for one in going),
            tuple(dict.fromkeys(one.thing for one in going)),
            max(one.made_at for one in going),
            self.presses.url(OFF, first.tenant_id, first.person_id),
        )

    def _by_mail_instead(self, going: Sequence[Notice], delivery: Delivery) -> Sequence[Notice]:
        """The feed said no, so nothing is there: mail may tell it, where mail is wanted."""
        with self.store.work(going[0].tenant_id) as work:
            choices = _choices(work, delivery.reader.person_id)
            open_ways = self._open_ways(work, delivery.reader.person_id)
            if Way.MAIL in choices.ways(open_ways):
                moved = [replace(one, way=Way.MAIL) for one in going]
                work.settle_notices(moved)
                return moved
        self._settle(going, NoticeState.FAILED, "no-app")
        return ()

    def _mail(self, going: Sequence[Notice], delivery: Delivery) -> None:
        if self.digests is None or self.post is None:
            self._settle(going, NoticeState.FAILED, "no-way")
            return
        try:
            self.post.send(self.digests.digest(delivery))
        except RefusedError as error:
            problem = str(error)
            self._settle(going, NoticeState.FAILED, problem)
            if problem in HARD:
                with self.store.work(going[0].tenant_id) as work:
                    work.stop_address(delivery.address, problem, at=self.clock())
            return
        self._settle(going, NoticeState.SENT)

    def _settle(
        self, going: Sequence[Notice], state: NoticeState, problem: str | None = None
    ) -> None:
        now = self.clock()
        sent_at = now if state is NoticeState.SENT else None
        with self.store.work(going[0].tenant_id) as work:
            work.settle_notices(
                replace(one, state=state, sent_at=sent_at, problem=problem) for one in going
            )
            way = str(going[0].way)
            work.note(f"notice.{state}", batch=going[0].batch or "", way=way, problem=problem or "")


def _choices(work: Work, person_id: PersonId) -> Choices:
    return work.choices(person_id) or Choices(person_id, work.tenant_id)


def _address(work: Work, person_id: PersonId) -> str | None:
    return addresses_of(work.people([person_id]), work.accounts([person_id])).get(person_id)


def _clock_of(work: Work, person: Person) -> Clock:
    own = work.own_times([person.person_id]).get(person.person_id)
    return Clock(known_zone(person.zone) or "UTC", own)


def _look_again(work: Work, person_id: PersonId, now: datetime) -> None:
    waiting = work.notices_of(person_id, NoticeState.WAITING)
    work.settle_notices(replace(one, due_at=now) for one in waiting)


def _drop(work: Work, notices: Sequence[Notice], problem: str) -> None:
    """Tell nobody, and count it."""
    work.settle_notices(replace(one, state=NoticeState.DROPPED, problem=problem) for one in notices)
    for one in notices:
        work.note("notice.dropped", news=one.news, problem=problem)
