"""Meetings that mentors make in Outlook or Teams become sessions, where they wish it (W13).

Whoever wishes it is looked after by what has changed in their calendar: a notification, or the
daily net, says that something has, and never what. So no event is named in the ledger, and of
what is not a session nothing is kept.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from plugin.mentoring.adoption import Adopting, OwnMeeting, whose
from plugin.mentoring.enrolment import Medium
from plugin.mentoring.errors import MentoringError
from plugin.mentoring.people import Actor, PersonId, TenantId
from plugin.mentoring.session import CalendarLink, Channel, SessionId, Sync
from plugin.ports.errors import ConsentMissingError, RefusedError, SignInNeededError
from plugin.ports.outside import Calendars
from plugin.ports.store import Store, Work
from plugin.ports.values import Account, Clock
from plugin.services.accounts import needs_sign_in
from plugin.services.facts import Facts, facts_of
from plugin.services.kinds import ADOPT, SET_RECORDING
from plugin.services.planning import Planning, Wish

OVERLAP = timedelta(hours=1)
"""How far before the last look the next one begins: Outlook's clock need not be ours (G35)."""
LOOK_EVERY = timedelta(hours=6)
"""How often a calendar is looked through of which nothing was told."""
_NAMESPACE = UUID("3f0f6f0c-6a43-4a0f-9d53-0f7c1f0f9b44")


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """Finds sessions among what a mentor puts into their own calendar."""

    store: Store
    clock: Clock
    planning: Planning
    calendars: Calendars | None

    def wished(self, *, actor: Actor) -> bool | None:
        """Whether the actor wishes it; None where it would come to nothing.

        It takes a linked account, and somebody whom one mentors.
        """
        with self.store.look(actor.tenant_id) as work:
            mentors = any(
                actor.person_id in one.mentors for one in work.relationships_of(actor.person_id)
            )
            if self.calendars is None or not mentors or work.account(actor.person_id) is None:
                return None
            return work.adopting(actor.person_id) is not None

    def choose(self, *, on: bool, actor: Actor) -> None:
        """Begin to look, or look no more. What has become a session stays one. Repeatable."""
        now, who = self.clock(), actor.person_id
        with self.store.work(actor.tenant_id) as work:
            if not on:
                work.drop_adopting(who)
            elif work.account(who) is not None:
                work.save_adopting(Adopting(who, actor.tenant_id, now, now))
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

        Raises:
            TryLaterError: the queue should call again.

        """
        now = self.clock()
        with self.store.look(tenant_id) as work:
            wish, account = work.adopting(person_id), work.account(person_id)
        if wish is None or account is None or self.calendars is None:
            return 0
        try:
            since = max(wish.since, wish.looked_at - OVERLAP)
            found = self.calendars.own_meetings(account, since=since)
        except (SignInNeededError, ConsentMissingError, RefusedError) as error:
            self._may_not(account, error)
            return 0
        made = sum(self._adopted(meeting, account) for meeting in found)
        with self.store.work(tenant_id) as work:
            work.looked_through(person_id, until=now)
        return made

    def _adopted(self, meeting: OwnMeeting, account: Account) -> bool:
        """Make one meeting a session where it is one; each in a transaction of its own."""
        try:
            with self.store.work(account.tenant_id) as work:
                facts = self._facts(work, meeting, account)
                if facts is None:
                    return False
                self._adopt(work, facts, meeting, account)
        except MentoringError as error:
            # Somebody is taken then, has not signed, or rests: so it is a meeting like any other.
            with self.store.work(account.tenant_id) as work:
                work.note("session.not-adopted", why=type(error).__name__)
            return False
        return True

    def _facts(self, work: Work, meeting: OwnMeeting, account: Account) -> Facts | None:
        """Return what is known of the relationship whose new session it is, or None."""
        who = account.person_id
        known = work.session_of_event(who, meeting.event_id) or work.session(_key(meeting, who))
        if known is not None or work.adopting(who) is None:
            return None
        mine = work.relationships_of(who)
        linked = work.accounts(frozenset[PersonId]().union(*(one.people for one in mine)))
        addresses = {one: theirs.address for one, theirs in linked.items()}
        found = whose(meeting, who, mine, addresses, now=self.clock())
        return facts_of(work, found, now=self.clock()) if found else None

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
            work.note("adopting.refused", person=account.person_id)


def look_through(work: Work, person_id: PersonId, *, at: datetime | None = None) -> None:
    """Ask a worker to look through what has changed in that calendar; ten times is once."""
    work.queue(ADOPT, {"person": person_id}, key=f"{ADOPT}:{person_id}", run_at=at)


def _key(meeting: OwnMeeting, maker: PersonId) -> SessionId:
    """Name the session after its meeting, so that two workers cannot make two of it."""
    return SessionId(str(uuid5(_NAMESPACE, f"{maker}/{meeting.event_id}")))
