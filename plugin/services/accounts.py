"""Connecting a person's Microsoft account, and keeping Outlook's promise to tell us of changes."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from plugin.mentoring.errors import OnlyDoorError
from plugin.mentoring.may_run import Feature
from plugin.mentoring.people import Actor, PersonId, TenantId
from plugin.mentoring.session import Sync
from plugin.ports.errors import (
    ConsentMissingError,
    GoneError,
    OutsideError,
    RefusedError,
    SignInNeededError,
)
from plugin.ports.outside import Calendars, Notes, Owners, Post, SignIns
from plugin.ports.store import Store, Work
from plugin.ports.values import Account, Clock, NewId, Subscription
from plugin.services.kinds import KEEP_SUBSCRIPTION, TELL_LAPSED
from plugin.services.mirroring import mirror_again
from plugin.services.place_work import keep_place
from plugin.services.planning import push
from plugin.services.running import ALONE, Running
from plugin.services.sessions import read_again

LASTS = timedelta(days=3)
RENEW_BEFORE = timedelta(hours=36)
MAKING = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """Microsoft accounts of people, each linked by an act of its owner in both sessions.

    Attributes:
        owners: says where a person's mail arrives and which clock they keep; None as above.
        sign_ins: where tokens are kept; None where there is no Microsoft.
        running: says whether the calendar may be asked, and as whom.
        notes, post: write and send "please sign in again"; None where no mail is sent.

    """

    store: Store
    clock: Clock
    new_id: NewId
    calendars: Calendars | None
    sign_ins: SignIns | None = None
    owners: Owners | None = None
    notes: Notes | None = None
    post: Post | None = None
    running: Running = ALONE

    @property
    def offered(self) -> bool:
        """Whether there is a Microsoft tenant to connect to."""
        return self.calendars is not None

    def choose_zone(self, zone: str, *, actor: Actor) -> None:
        """Show the actor's pages on this zone's clock; nothing that is booked moves."""
        with self.store.work(actor.tenant_id) as work:
            person = work.person(actor.person_id)
            if person is not None and person.zone != zone:
                work.save_person(replace(person, zone=zone))

    def mine(self, *, actor: Actor) -> Account | None:
        """Return the actor's own account, None before they connected one."""
        with self.store.look(actor.tenant_id) as work:
            return work.account(actor.person_id)

    def connect(self, account: Account) -> None:
        """Keep an account that its owner has just signed in to; what waited for it goes on.

        Raises:
            ConflictError: the account is connected to another person of this institution.

        """
        with self.store.work(account.tenant_id) as work:
            before = self.keep(work, account)
        if before is not None and _identity(before) != _identity(account):
            self._forget(before)

    def keep(self, work: Work, account: Account) -> Account | None:
        """Keep it with what else `work` saves; return the one there was, whose tokens are over.

        Raises:
            ConflictError: the account is connected to another person of this institution.

        """
        before = work.account(account.person_id)
        version = before.version if before else 0
        promised = work.subscription_of(account.person_id)
        if before and _identity(before) != _identity(account):
            work.drop_adopting(account.person_id)
            work.drop_mirror(account.person_id)  # of another To Do
            if promised:
                work.drop_subscription(promised.subscription_id)  # of another mailbox
        work.save_account(replace(account, needs_sign_in_since=None, version=version))
        self._go_on(work, account.person_id)
        work.note("account.connected", person=account.person_id)
        return before

    def disconnect(self, *, actor: Actor) -> None:
        """Forget the actor's account and its tokens, at once. Repeatable.

        Raises:
            OnlyDoorError: the actor mentors from outside a course, and comes in by it. Somebody
                whom a course counts among its people comes in by the course.

        """
        who = actor.person_id
        with self.store.look(actor.tenant_id) as work:
            if work.is_guest(who) and not work.members_among([who]):
                raise OnlyDoorError
        self.forget(actor.tenant_id, actor.person_id)

    def forget(self, tenant_id: TenantId, person_id: PersonId) -> None:
        """Forget the account, whoever they are, and its tokens. Repeatable.

        What stands in Outlook stays there, and is theirs. Outlook's promise to tell of changes ends
        by itself within three days; what it says until then belongs to nobody here.
        """
        with self.store.work(tenant_id) as work:
            account = work.account(person_id)
            if account is None:
                return
            promised = work.subscription_of(person_id)
            if promised is not None:
                work.drop_subscription(promised.subscription_id)
            work.drop_mirror(person_id)
            work.drop_account(person_id)
            work.drop_adopting(person_id)
            for one in work.relationships_of(person_id):
                keep_place(work, one.relationship_id)  # the folder was open to that address
            work.note("account.disconnected", person=person_id)
        self._forget(account)

    def tell_lapsed(self, tenant_id: TenantId, person_id: PersonId) -> None:
        """Mail a person that Microsoft wants them to sign in again: once for each time it does.

        Raises:
            TryLaterError: the queue should call again.

        """
        with self.store.look(tenant_id) as work:
            account, person = work.account(person_id), work.person(person_id)
        if account is None or person is None or account.needs_sign_in_since is None:
            return  # they have done so meanwhile
        if self.notes is None or self.post is None or self.running.covers(account):
            return
        try:
            self.post.send(self.notes.sign_in_again(account, person, now=self.clock()))
        except RefusedError:
            with self.store.work(tenant_id) as work:
                work.note("account.not-told", person=person_id)  # their own page says it too

    def _forget(self, account: Account) -> None:
        if self.sign_ins is not None:
            self.sign_ins.forget(account)

    def lapsed(self, account: Account) -> None:
        """Note that the tool may not act for the person until they sign in or consent."""
        with self.store.work(account.tenant_id) as work:
            needs_sign_in(work, account, now=self.clock())

    def keep_subscription(self, tenant_id: TenantId, person_id: PersonId) -> None:
        """Make or renew Outlook's promise for one person. Safe to repeat.

        Raises:
            TryLaterError: the queue should call again.

        """
        with self.store.look(tenant_id) as work:
            account = work.account(person_id)
            subscription = work.subscription_of(person_id)
        run = self.running.of(Feature.PROMISE, account, offered=self.calendars is not None)
        if self.calendars is None or account is None or not run.goes:
            return
        try:
            if subscription is None:
                account = self._learned(account)
            if subscription is None or not self._renewed(self.calendars, subscription, account):
                self._subscribe(self.calendars, account)
        except SignInNeededError:
            with self.store.work(tenant_id) as work:
                needs_sign_in(work, account, now=self.clock())
        except (ConsentMissingError, RefusedError):
            with self.store.work(tenant_id) as work:
                work.note("subscription.refused", person=person_id)  # the sweep goes on without

    def keep_subscriptions(self, tenant_id: TenantId) -> int:
        """Queue the renewal of every promise that ends soon; returns how many."""
        with self.store.work(tenant_id) as work:
            ending = work.subscriptions_ending(before=self.clock() + RENEW_BEFORE)
            for one in ending:
                keep_promise(work, one.person_id)
        return len(ending)

    def go_on_without(self, tenant_id: TenantId) -> int:
        """Go on for those whose sign-in ran out and whose calendars the tool reaches by itself.

        Raises:
            TryLaterError: nobody can say whose it reaches.

        """
        with self.store.look(tenant_id) as work:
            lapsed = work.lapsed_accounts() if self.running.reach is not None else ()
        reached = [one for one in lapsed if self.running.covers(one)]
        for one in reached:
            with self.store.work(tenant_id) as work:
                self._queue_waiting(work, one.person_id)
                keep_promise(work, one.person_id)
        return len(reached)

    def _queue_waiting(self, work: Work, person_id: PersonId) -> None:
        now = self.clock()
        for link in work.links_waiting_for(person_id):
            session = work.session(link.session_id)
            if session is None or session.span.ends_at <= now:
                continue  # nobody is invited to what is over
            work.save_link(link.at(Sync.QUEUED, now=now))
            push(work, link.session_id)

    def _go_on(self, work: Work, person_id: PersonId) -> None:
        self._queue_waiting(work, person_id)
        for one in work.relationships_of(person_id):
            keep_place(work, one.relationship_id)
        keep_promise(work, person_id)
        mirror_again(work, person_id)

    def _learned(self, account: Account) -> Account:
        """Take from a new account where mail arrives, and the zone unless the person chose one.

        Invitations to the name that one signs in with would often reach nobody.
        """
        if self.owners is None:
            return account
        try:
            address, zone = self.owners.about(account)
        except (ConsentMissingError, RefusedError):
            return account
        with self.store.work(account.tenant_id) as work:
            latest, person = work.account(account.person_id), work.person(account.person_id)
            if person is not None and person.zone is None and zone is not None:
                work.save_person(replace(person, zone=zone))
            if latest == account and address and address != account.address:
                work.save_account(replace(account, address=address))
            return work.account(account.person_id) or account

    def _renewed(self, calendars: Calendars, subscription: Subscription, account: Account) -> bool:
        """Whether the promise holds; False when it must be made anew."""
        if subscription.subscription_id.startswith("pending-"):
            return False
        now = self.clock()
        if subscription.expires_at > now + RENEW_BEFORE:
            return True
        try:
            until = calendars.renew(subscription, account, until=now + LASTS)
        except GoneError:
            return False
        with self.store.work(account.tenant_id) as work:
            work.save_subscription(replace(subscription, expires_at=until))
        return True

    def _subscribe(self, calendars: Calendars, account: Account) -> None:
        """Make the promise; Outlook calls back while it is made, so that is noted first."""
        secret, now = self.new_id(), self.clock()
        pending = Subscription(
            f"pending-{self.new_id()}", account.tenant_id, account.person_id, secret, now + MAKING
        )
        with self.store.work(account.tenant_id) as work:
            work.save_subscription(pending)
        try:
            name, until = calendars.subscribe(account, secret=secret, until=now + LASTS)
        except OutsideError:
            with self.store.work(account.tenant_id) as work:
                work.drop_subscription(pending.subscription_id)
            raise
        with self.store.work(account.tenant_id) as work:
            work.save_subscription(replace(pending, subscription_id=name, expires_at=until))
            # What happened while nobody told us is found by looking.
            read_again(work, account.person_id, now=now)


def needs_sign_in(work: Work, account: Account, *, now: datetime) -> None:
    """Note that the tool may not act for the person, unless they signed in again meanwhile."""
    latest = work.account(account.person_id)
    if latest == account and account.needs_sign_in_since is None:
        work.save_account(replace(account, needs_sign_in_since=now))
        person = account.person_id
        work.queue(TELL_LAPSED, {"person": person}, key=f"{TELL_LAPSED}:{person}")


def _identity(account: Account) -> tuple[str, str, str]:
    return account.cloud, account.entra_tenant_id, account.object_id


def keep_promise(work: Work, person_id: PersonId) -> None:
    """Ask a worker to make or renew Outlook's promise for this person."""
    work.queue(KEEP_SUBSCRIPTION, {"person": person_id}, key=f"{KEEP_SUBSCRIPTION}:{person_id}")
