"""Following what people do in Outlook.

A notification is a hint and nothing more: the meeting is read again, and only if it is ours. What
no notification tells, the sweep finds.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from plugin.mentoring.errors import SlotTakenError
from plugin.mentoring.merge import Seen, Verdict, followed, verdict_on
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.session import (
    OVERLAPS,
    CalendarLink,
    MentoringSession,
    SessionState,
    Sync,
)
from plugin.ports.errors import (
    ConsentMissingError,
    OutsideError,
    RefusedError,
    SignInNeededError,
    TryLaterError,
)
from plugin.ports.outside import Calendars
from plugin.ports.store import Store, Work
from plugin.ports.values import Account, Clock, Subscription
from plugin.services.accounts import keep_promise, needs_sign_in
from plugin.services.adoption import look_through
from plugin.services.answering import take_answers
from plugin.services.kinds import READ_EVENT
from plugin.services.planning import push
from plugin.services.sessions import read_again, read_event

FIRST_LOOK, DEBOUNCE = timedelta(seconds=0.5), timedelta(seconds=2)
"""One act of a person gives two to four notices: the first has the meeting read soon, and those
that come just after a reading have it read once more."""
SECOND_LOOK = timedelta(minutes=10)
SOON, SOON_EVERY = timedelta(hours=24), timedelta(minutes=15)
LATER, LATER_EVERY = timedelta(days=14), timedelta(hours=6)
_UNTOLD = ("subscriptionRemoved", "missed")
AT_ONCE = 200
"""Links that one sweep reads; the rest are the next sweep's."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notification, as it came: nothing in it is believed but where to look.

    Attributes:
        event_id: None for a notice about the subscription itself, told by `lifecycle`.

    """

    subscription_id: str
    secret: str
    event_id: str | None
    lifecycle: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """Reads meetings again and lets the sessions follow."""

    store: Store
    clock: Clock
    calendars: Calendars | None

    def heard(self, notices: Iterable[Notice]) -> int:
        """Queue what the notices point at; returns how many were ours. Answers nobody else.

        Cost: a look-up for each subscription and one hurried transaction for each institution;
        nothing outside is called. Raises TryLaterError unless all is saved: Graph tells us again.
        """
        told = list(notices)
        names = dict.fromkeys(one.subscription_id for one in told)
        tenants = {name: self.store.tenant_of_subscription(name) for name in names}
        heard = 0
        for tenant_id in dict.fromkeys(one for one in tenants.values() if one is not None):
            with self.store.work(tenant_id, hurried=True) as work:
                theirs = (one for one in told if tenants[one.subscription_id] == tenant_id)
                heard += sum(self._heard(work, notice) for notice in theirs)
        return heard

    def read(self, tenant_id: TenantId, person_id: PersonId, event_id: str) -> None:
        """Read one meeting again, if it is a session's; anything else is never read.

        Raises:
            TryLaterError: the queue should call again.

        """
        with self.store.look(tenant_id) as work:
            session_id = work.session_of_event(person_id, event_id)
            link = work.link(session_id) if session_id else None
        if link is not None:
            self.follow(link)

    def check(self, tenant_id: TenantId) -> int:
        """Read the meetings that nobody has looked at for long; returns how many.

        A mailbox that does not answer is asked once, and keeps nobody else's from being read.

        Raises:
            TryLaterError: of some mailboxes; the queue should call again for what is left.

        """
        now = self.clock()
        with self.store.look(tenant_id) as work:
            soon = work.links_to_check(
                before=now - SOON_EVERY, starting_before=now + SOON, limit=AT_ONCE
            )
            later = work.links_to_check(
                before=now - LATER_EVERY, starting_before=now + LATER, limit=AT_ONCE
            )
            due = {link.session_id: link for link in (*soon, *later)}
            accounts = work.accounts(link.organiser for link in due.values())
        whose = ((link, accounts.get(link.organiser)) for link in due.values())
        wanted = [(link, account) for link, account in whose if account]
        silent: dict[PersonId, OutsideError] = {}
        for link, said in self.calendars.read_all(wanted) if self.calendars else ():
            try:
                self._take(link, accounts[link.organiser], said)
            except OutsideError as error:
                silent[link.organiser] = error
        if silent:
            waits = [getattr(error, "after_s", None) or 0.0 for error in silent.values()]
            raise TryLaterError(f"{len(silent)} mailboxes are silent", after_s=max(waits) or None)
        return len(due)

    def follow(self, link: CalendarLink) -> None:
        """Read the link's meeting and let the session follow, or the meeting the session.

        Raises:
            TryLaterError: Outlook does not answer.

        """
        with self.store.look(link.tenant_id) as work:
            account, known = work.account(link.organiser), work.link(link.session_id)
        if self.calendars is None or account is None or known is None or known.event_id is None:
            return
        said: Seen | OutsideError | None
        try:
            said = self.calendars.read(known, account)
        except OutsideError as error:
            said = error
        self._take(known, account, said)

    def _take(
        self, known: CalendarLink, account: Account, said: Seen | OutsideError | None
    ) -> None:
        """Act on what reading a meeting came to; raises the error that the queue waits for."""
        match said:
            case SignInNeededError():
                self._waits(known, Sync.NEEDS_SIGN_IN, account=account)
            case ConsentMissingError():
                self._waits(known, Sync.NEEDS_CONSENT)
            case RefusedError():
                self._waits(known, Sync.FAILED, problem=str(said))
            case OutsideError():
                raise said
            case _:
                self._compare(known, said)

    def _compare(self, known: CalendarLink, seen: Seen | None) -> None:
        with self.store.work(known.tenant_id) as work:
            latest, session = work.link(known.session_id), work.session(known.session_id)
            if latest is None or session is None or latest.event_id != known.event_id:
                return
            if latest.version != known.version:
                # What was read may be older than what we have told Outlook since.
                again = self.clock() + DEBOUNCE
                read_event(work, latest.organiser, latest.event_id or "", at=again)
            elif (seen is None or seen.cancelled) and self._held(session):
                return  # tidying up after a session does not undo it
            elif seen is None:
                self._missed(work, latest, session)
            else:
                self._apply(work, latest, session, seen)

    def _held(self, session: MentoringSession) -> bool:
        return session.state is SessionState.PLANNED and session.span.ends_at <= self.clock()

    def _heard(self, work: Work, notice: Notice) -> bool:
        known = work.subscription(notice.subscription_id)
        if known is None or not _same(known.secret, notice.secret):
            work.note("notice.refused")
            return False
        if notice.event_id is None:
            self._heard_of_itself(work, known, notice.lifecycle)
        else:
            self._queue_reading(work, known.person_id, notice.event_id)
            work.save_subscription(replace(known, heard_at=self.clock()))
        return True

    def _heard_of_itself(self, work: Work, known: Subscription, lifecycle: str | None) -> None:
        now = self.clock()
        if lifecycle in _UNTOLD and work.adopting(known.person_id) is not None:
            look_through(work, known.person_id)
        match lifecycle:
            case "reauthorizationRequired":  # it ends unless it is renewed, whatever was promised
                work.save_subscription(replace(known, expires_at=now))
                keep_promise(work, known.person_id)
            case "subscriptionRemoved":
                work.drop_subscription(known.subscription_id)
                keep_promise(work, known.person_id)
                read_again(work, known.person_id, now=now)
            case "missed":
                read_again(work, known.person_id, now=now)
            case _:
                work.note("notice.unknown")

    def _queue_reading(self, work: Work, person: PersonId, event_id: str) -> None:
        """Queue the reading of what is ours; of any other event not even its name is kept."""
        mine = [event_id] if work.session_of_event(person, event_id) else []
        # Whoever moves or ends a whole series touches the one event that holds it.
        ours = (*mine, *work.events_of_series(person, event_id))
        for one in ours:
            read_event(work, person, one, at=self._soon(work, person, one))
        if not ours and work.adopting(person) is not None:
            look_through(work, person, at=self.clock() + DEBOUNCE)

    def _soon(self, work: Work, person: PersonId, event_id: str) -> datetime:
        session_id, soon = work.session_of_event(person, event_id), self.clock() + FIRST_LOOK
        link = work.link(session_id) if session_id else None
        return max(soon, link.checked_at + DEBOUNCE) if link and link.checked_at else soon

    def _missed(self, work: Work, link: CalendarLink, session: MentoringSession) -> None:
        """Note that the meeting was not found; only a second look, later, calls it lost."""
        now = self.clock()
        if session.state is SessionState.CANCELLED:
            work.save_link(replace(link, told_cancelled=True).at(Sync.BOOKED, now=now))
        elif link.missing_since is None:
            work.save_link(replace(link, missing_since=now))
            work.queue(
                READ_EVENT,
                {"person": link.organiser, "event": link.event_id or ""},
                key=f"{READ_EVENT}:again:{link.event_id}",
                run_at=now + SECOND_LOOK,
            )
        elif now - link.missing_since >= SECOND_LOOK and link.sync is not Sync.LOST:
            work.save_link(link.at(Sync.LOST, now=now))
            work.note("session.lost", session=link.session_id)

    def _apply(self, work: Work, link: CalendarLink, session: MentoringSession, seen: Seen) -> None:
        now, verdict = self.clock(), verdict_on(session, link, seen)
        known = replace(
            link,
            etag=seen.etag,
            join_url=seen.join_url or link.join_url,
            told=seen.span,
            asked=() if seen.span == session.span else link.asked,
            told_cancelled=seen.cancelled,
            checked_at=now,
            missing_since=None,
            answers=take_answers(work, link, session, seen, now=now),
        )
        if verdict is Verdict.OURS_PENDING:
            work.save_link(known.at(Sync.QUEUED, now=now))
            push(work, session.session_id)
            return
        if verdict is not Verdict.AGREE:
            session = followed(session, seen, verdict)
            try:
                work.save_session(session)
            except SlotTakenError:
                work.save_link(known.at(Sync.FAILED, now=now, problem=OVERLAPS))
                return
            work.note("session.followed", session=session.session_id, how=verdict)
        work.save_link(known.at(Sync.BOOKED, now=now))

    def _waits(
        self,
        link: CalendarLink,
        sync: Sync,
        *,
        problem: str | None = None,
        account: Account | None = None,
    ) -> None:
        now = self.clock()
        with self.store.work(link.tenant_id) as work:
            latest = work.account(account.person_id) if account else None
            if latest != account and (latest is None or latest.needs_sign_in_since is None):
                return  # signed in again meanwhile
            if account is not None:
                needs_sign_in(work, account, now=now)
            if work.link(link.session_id) == link and not link.asks_people:
                work.save_link(link.at(sync, now=now, problem=problem))


def _same(secret: str, told: str) -> bool:
    return hmac.compare_digest(secret.encode(), told.encode(errors="replace"))
