"""Meetings that mentors make in Outlook or Teams become sessions, where they wish it (W13).

Whoever wishes it is looked after by what has changed in their calendar: a notification, or the
net of every six hours, says that something has, and never what. So no event is named in the ledger,
and of what is not a session nothing is kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from plugin.mentoring import policy
from plugin.mentoring.adoption import Adopting, OwnMeeting, whose
from plugin.mentoring.enrolment import Medium
from plugin.mentoring.errors import MentoringError
from plugin.mentoring.may_run import Feature
from plugin.mentoring.people import Actor, PersonId, TenantId
from plugin.mentoring.relationship import Relationship
from plugin.mentoring.session import CalendarLink, Channel, SessionId, Sync
from plugin.ports.errors import ConsentMissingError, RefusedError, SignInNeededError
from plugin.ports.outside import Calendars
from plugin.ports.store import Store, Work
from plugin.ports.values import Account, Clock
from plugin.services.accounts import needs_sign_in
from plugin.services.facts import Facts, facts_of
from plugin.services.kinds import ADOPT, SET_RECORDING
from plugin.services.planning import Planning, Wish
from plugin.services.running import ALONE, Running

OVERLAP = timedelta(hours=1)
"""How far before the last look the next one begins: Outlook's clock need not be ours (G35)."""
LOOK_EVERY = timedelta(hours=6)
"""How often a calendar is looked through of which nothing was told, or that refused."""
_NAMESPACE = UUID("3f0f6f0c-6a43-4a0f-9d53-0f7c1f0f9b44")


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """Finds sessions among what a mentor puts into their own calendar."""

    store: Store
    clock: Clock
    planning: Planning
    calendars: Calendars | None
    running: Running = ALONE

    def wished(self, *, actor: Actor) -> bool | None:
        """Whether the actor wishes it; None where it would come to nothing."""
        with self.store.look(actor.tenant_id) as work:
            if self.calendars is None or not _may(work, actor):
                return None
            return work.adopting(actor.person_id) is not None

    def choose(self, *, on: bool, actor: Actor) -> None:
        """Begin to look, or look no more. What has become a session stays one. Repeatable.

        Raises:
            NotAllowedError: it takes a linked account, and somebody whom one mentors.

        """
        now, who = self.clock(), actor.person_id
        with self.store.work(actor.tenant_id) as work:
            if on:
                policy.require(_may(work, actor))
                work.save_adopting(Adopting(who, actor.tenant_id, now, now))
            else:
                work.drop_adopting(who)
            work.note("adopting.chosen", person=who, on=str(on).lower())

    def queue_looks(self, tenant_id: TenantId) -> int:
        """Queue a look into each calendar of which nothing was told for long; how many."""
        with self.store.work(tenant_id) as work:
            due = work.adopting_not_looked_at(since=self.clock() - LOOK_EVERY)
            for who in due:
                look_through(work, who)
        return len(due)

    def look(self, tenant_id: TenantId, person_id: PersonId) -> int:
        """Look through what has changed in one calendar; returns how many sessions it brought.

        One whose owner has to sign in again is not asked: it would only refuse.

        Raises:
            TryLaterError: the queue should call again.

        """
        now = self.clock()
        with self.store.look(tenant_id) as work:
            wish, account = work.adopting(person_id), work.account(person_id)
        offered = self.calendars is not None
        run = self.running.of(Feature.LOOK, account, offered=offered, wished=wish is not None)
        if wish is None or account is None or self.calendars is None or not run.goes:
            return 0
        try:
            since = max(wish.since, wish.looked_at - OVERLAP)
            found = self.calendars.own_meetings(account, since=since)
        except (SignInNeededError, ConsentMissingError, RefusedError) as error:
            self._may_not(account, error)
            return 0
        made = self._adopt_all(list({one.event_id: one for one in found}.values()), account)
        with self.store.work(tenant_id) as work:
            work.looked_through(person_id, until=now)
        return made

    def _adopt_all(self, found: Sequence[OwnMeeting], account: Account) -> int:
        """Make sessions of those that are some; for the others nobody waits who wants to write."""
        with self.store.look(account.tenant_id) as work:
            ours = [meeting for meeting, _ in self._sessions_among(work, found, account)]
        return sum(self._adopted(meeting, account) for meeting in ours)

    def _sessions_among(
        self, work: Work, found: Iterable[OwnMeeting], account: Account
    ) -> Iterator[tuple[OwnMeeting, Relationship]]:
        """Yield each meeting that is a session and none here yet, with whose session it is."""
        who, now = account.person_id, self.clock()
        if work.adopting(who) is None:
            return
        mine = work.relationships_of(who)
        linked = work.accounts(frozenset[PersonId]().union(*(one.people for one in mine)))
        addresses = {one: theirs.address for one, theirs in linked.items()}
        for meeting in found:
            theirs = whose(meeting, who, mine, addresses, now=now)
            if theirs is not None and not _is_known(work, meeting, who):
                yield meeting, theirs

    def _adopted(self, meeting: OwnMeeting, account: Account) -> bool:
        """Make one meeting a session, unless a rule forbids it; then nothing of it was written.

        Each in a transaction of its own: on PostgreSQL several at a time hold the calendars of
        several people, and two such transactions may wait for one another for ever.
        """
        with self.store.work(account.tenant_id) as work:
            for _, theirs in self._sessions_among(work, [meeting], account):
                try:
                    facts = facts_of(work, theirs, now=self.clock())
                    self._adopt(work, facts, meeting, account)
                except MentoringError as error:
                    # Somebody is taken then, has not signed, or rests: a meeting like any other.
                    work.note("session.not-adopted", why=type(error).__name__)
                    return False
                return True
        return False

    def _adopt(self, work: Work, facts: Facts, meeting: OwnMeeting, account: Account) -> None:
        now, who = self.clock(), account.person_id
        agreed = facts.terms.medium
        elsewhere = Medium.IN_PERSON if agreed is Medium.VIDEO else agreed
        wish = Wish(
            meeting.span,
            who,
            facts.relationship.people,
            Medium.VIDEO if meeting.join_url else elsewhere,
            by=who,
        )
        session = self.planning.taken_over(work, facts, wish, key=_key(meeting, who), now=now)
        link = CalendarLink(
            session.session_id, work.tenant_id, Channel.OUTLOOK, who, Sync.BOOKED, now,
            event_id=meeting.event_id, etag=meeting.etag, ical_uid=meeting.ical_uid,
            join_url=meeting.join_url, told=meeting.span, checked_at=now, adopted=True,
        )  # fmt: skip
        work.save_link(link)
        if meeting.join_url is not None:  # off, as in every session, until all have said yes
            work.queue(SET_RECORDING, {"session": session.session_id})
        work.note("session.adopted", session=session.session_id)

    def _may_not(self, account: Account, error: Exception) -> None:
        with self.store.work(account.tenant_id) as work:
            if isinstance(error, SignInNeededError):
                needs_sign_in(work, account, now=self.clock())
            else:
                work.look_refused(account.person_id, at=self.clock())
            work.note("adopting.refused", person=account.person_id)


def _may(work: Work, actor: Actor) -> bool:
    linked = work.account(actor.person_id) is not None
    return policy.may_adopt(actor, work.relationships_of(actor.person_id), linked=linked)


def _is_known(work: Work, meeting: OwnMeeting, maker: PersonId) -> bool:
    """Whether it is a session's meeting already, or was one."""
    ours = work.session_of_event(maker, meeting.event_id) or work.session(_key(meeting, maker))
    return ours is not None


def look_through(work: Work, person_id: PersonId, *, at: datetime | None = None) -> None:
    """Ask a worker to look through what has changed in that calendar; ten times is once."""
    work.queue(ADOPT, {"person": person_id}, key=f"{ADOPT}:{person_id}", run_at=at)


def _key(meeting: OwnMeeting, maker: PersonId) -> SessionId:
    """Name the session after its meeting, so that two workers cannot make two of it."""
    return SessionId(str(uuid5(_NAMESPACE, f"{maker}/{meeting.event_id}")))
