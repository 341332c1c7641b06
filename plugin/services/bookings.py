"""Making the outside calendars follow what was decided here.

One session is pushed by comparing what Outlook was last known to hold with what the session says
and doing the smallest thing that makes them agree. So a push may be repeated, come late or come
twice. Nothing is called booked before the calendar confirmed it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from plugin.mentoring.may_run import Feature, Run
from plugin.mentoring.people import TenantId
from plugin.mentoring.session import (
    CalendarLink,
    Channel,
    MentoringSession,
    SessionId,
    Sync,
)
from plugin.ports.errors import (
    ConsentMissingError,
    GoneError,
    OutsideError,
    RefusedError,
    SeriesRefusedError,
    SignInNeededError,
    TryLaterError,
)
from plugin.ports.notices import Presses
from plugin.ports.outside import Calendars, Letters, Post
from plugin.ports.store import Store, Work
from plugin.ports.values import Account, Booked, Clock, Invitation
from plugin.services.accounts import needs_sign_in
from plugin.services.confirming import confirmed
from plugin.services.in_series import follow_lead, leading, part_from_single, push_others
from plugin.services.invitations import invitation_of, is_off
from plugin.services.planning import SWEEP_AFTER, push, sweep
from plugin.services.posting import Posting
from plugin.services.running import ALONE, Running
from plugin.services.sessions import read_event

GAVE_UP = "gave-up"
AT_ONCE_S = 1.0
Made = Mapping[SessionId, tuple[MentoringSession, Booked | OutsideError]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookings:
    """Pushes sessions to Outlook, or to mailboxes where there is no Outlook.

    Attributes:
        calendars: None at level 0 of the ladder.
        running: says whether Outlook may be told, and as whom.
        link_to: the address of a session's page, from its identifier; nothing secret in it.
        made: what booking many together came to, with the sessions as they were then.

    """

    store: Store
    clock: Clock
    calendars: Calendars | None
    letters: Letters | None
    post: Post | None
    presses: Presses
    link_to: Callable[[SessionId], str]
    running: Running = ALONE
    made: Made = field(default_factory=dict)

    def push(self, tenant_id: TenantId, session_id: SessionId) -> None:
        """Make the outside agree with the session. Safe to repeat.

        What only a person can mend is written on the link, where the page shows it.

        Raises:
            TryLaterError: the queue should call again, after the wait the error names.

        """
        with self.store.look(tenant_id) as work:
            invitation = invitation_of(work, session_id, link_to=self.link_to)
        if invitation is None or invitation.previous is None:
            return
        link = invitation.previous
        session = invitation.session
        waits = link.asks_people and not is_off(session)
        if waits or link.comes_too_late(session, now=self.clock()):
            return
        invitation, waits = leading(invitation, self.clock())
        if waits and self._follows(invitation):
            return
        if link.channel is Channel.MAIL:
            self._posting.write(tenant_id, session_id)
        elif is_off(invitation.session) and _no_calendar_knows(invitation, link):
            self._keep(invitation, replace(link, told_cancelled=True))
        elif not link.agrees_with(invitation.session):
            self._follow(invitation)
        elif link.sync is not Sync.BOOKED:
            self._keep(invitation, link)
            self._look_again(link)

    def _follow(self, invitation: Invitation) -> None:
        """Let Outlook follow, and keep what came of it."""
        try:
            outcome = self._outcome(invitation)
        except SeriesRefusedError:
            if invitation.series is None:
                raise
            with self.store.work(invitation.session.tenant_id) as work:
                part_from_single(work, invitation.series.plan.series_id, now=self.clock())
            return
        self._keep(invitation, outcome)

    def gave_up(self, tenant_id: TenantId, session_id: SessionId) -> None:
        """Show on the session's page that the attempts have ended without success."""
        with self.store.work(tenant_id) as work:
            link = work.link(session_id)
            if link is not None and link.sync is Sync.QUEUED:
                work.save_link(link.at(Sync.FAILED, now=self.clock(), problem=GAVE_UP))
                push_others(work, session_id)

    def letter_gave_up(self, tenant_id: TenantId, key: str) -> None:
        """Show on the session's page that one of its letters will not go out."""
        with self.store.look(tenant_id) as work:
            letter = work.letter(key)
        if letter is not None:
            self.gave_up(tenant_id, letter.session_id)

    def sweep(self, tenant_id: TenantId, session_id: SessionId) -> int:
        """Remove meetings that a stalled worker made twice; returns how many.

        Where people chose mail, or called the session off before its meeting was known, what an
        earlier attempt may have made goes too.

        Raises:
            TryLaterError: the queue should call again.

        """
        with self.store.look(tenant_id) as work:
            invitation = invitation_of(work, session_id, link_to=self.link_to)
        if invitation is None or self.calendars is None or invitation.previous is None:
            return 0
        if invitation.organiser_account is None:
            return 0
        if invitation.previous.channel is Channel.MAIL:
            self.calendars.cancel(invitation)
            return 0
        if invitation.previous.event_id is None and not is_off(invitation.session):
            return 0
        try:
            return self.calendars.sweep(invitation)
        except (SignInNeededError, ConsentMissingError):
            return 0  # nothing can have been made since, and nobody can look

    def send_letter(self, tenant_id: TenantId, key: str) -> None:
        """Send one letter, once; see `Posting.send`."""
        self._posting.send(tenant_id, key)

    @property
    def _posting(self) -> Posting:
        return Posting(
            store=self.store,
            clock=self.clock,
            letters=self.letters,
            post=self.post,
            presses=self.presses,
            link_to=self.link_to,
        )

    def _outcome(self, invitation: Invitation) -> CalendarLink:
        """Do the smallest thing that makes Outlook agree, and return what is known after it."""
        link = invitation.previous
        if link is None:
            raise AssertionError("only invitations with a link are pushed")
        now, account = self.clock(), invitation.organiser_account
        run = self.running.of(Feature.CALENDAR, account, offered=self.calendars is not None)
        if self.calendars is None or account is None or not run.goes:
            return link.at(Sync.NEEDS_SIGN_IN, now=now)
        invitation, link = self._asking(invitation, link)
        try:
            return self._tell(self.calendars, invitation, link)
        except SignInNeededError:
            self._mark_needs_sign_in(account)
            if run is Run.AS_PERSON and self.running.covers(account):
                raise TryLaterError("as the tool itself", after_s=AT_ONCE_S) from None
            return link.at(Sync.NEEDS_SIGN_IN, now=now)
        except ConsentMissingError:
            return link.at(Sync.NEEDS_CONSENT, now=now)
        except GoneError:
            return link.at(Sync.LOST, now=now)
        except RefusedError as error:
            return link.at(Sync.FAILED, now=now, problem=str(error))

    def _tell(
        self, calendars: Calendars, invitation: Invitation, link: CalendarLink
    ) -> CalendarLink:
        if is_off(invitation.session):
            calendars.cancel(invitation)
            return replace(link, told_cancelled=True, checked_at=self.clock())
        known = link.event_id is not None
        booked = calendars.change(invitation) if known else self._book(calendars, invitation)
        if not known:
            self._sweep_later(invitation)
        return confirmed(link, booked, invitation.session, self.clock())

    def _book(self, calendars: Calendars, invitation: Invitation) -> Booked:
        """Take what booking many came to, unless the session has changed since."""
        session, said = self.made.get(invitation.session.session_id, (None, None))
        if session != invitation.session or said is None:
            return calendars.book(invitation)
        if isinstance(said, OutsideError):
            raise said
        return said

    def _asking(
        self, invitation: Invitation, link: CalendarLink
    ) -> tuple[Invitation, CalendarLink]:
        """Keep what is about to be asked for, so that its echo is known for ours without answer."""
        session = invitation.session
        if link.event_id is None or is_off(session) or session.span in link.asked:
            return invitation, link
        with self.store.work(session.tenant_id) as work:
            latest = work.link(session.session_id)
            if latest is None or latest.event_id != link.event_id:
                return invitation, link
            link = latest.asking(session.span)
            work.save_link(link)
        return replace(invitation, previous=link), link

    def _sweep_later(self, invitation: Invitation) -> None:
        """A worker that stalled past its lease may still post: look for doubles afterwards."""
        session = invitation.session
        with self.store.work(session.tenant_id) as work:
            sweep(work, session.session_id, at=self.clock() + SWEEP_AFTER)

    def _keep(self, invitation: Invitation, outcome: CalendarLink) -> None:
        """Save what is known; a session that changed meanwhile has its own push on the way."""
        now = self.clock()
        with self.store.work(invitation.session.tenant_id) as work:
            session = work.session(invitation.session.session_id)
            latest = work.link(invitation.session.session_id)
            if session is None or latest is None or latest.generation != outcome.generation:
                return
            if latest.channel is not outcome.channel:
                sweep(work, session.session_id, at=now)  # people chose mail while Outlook was asked
                return
            if _crossed(latest, invitation):
                # Two workers told Outlook, as one outlived its lease: neither knows who was last.
                work.save_link(latest.besides(outcome))
                read_event(work, latest.organiser, latest.event_id or "")
                push(work, session.session_id)
                return
            kept = replace(outcome, version=latest.version)
            if kept.agrees_with(session):
                kept = kept.at(Sync.BOOKED, now=now)
            elif session != invitation.session or self._goes_on(work, invitation, kept):
                kept = kept.at(Sync.QUEUED, now=now)
                push(work, session.session_id)
            work.save_link(kept)
            if invitation.series is not None and (invitation.series.leads or is_off(session)):
                push_others(work, session.session_id)
            work.note("session.pushed", session=session.session_id, sync=kept.sync)

    def _look_again(self, link: CalendarLink) -> None:
        """Read what may have moved in Outlook while nobody could be asked, as after a sign-in."""
        if link.event_id is None:
            return
        with self.store.work(link.tenant_id) as work:
            read_event(work, link.organiser, link.event_id)

    def _follows(self, invitation: Invitation) -> bool:
        """Let a session of a series stand as the one that leads it, until that one is booked."""
        session = invitation.session
        with self.store.work(session.tenant_id) as work:
            return follow_lead(work, session.session_id, now=self.clock())

    @staticmethod
    def _goes_on(work: Work, invitation: Invitation, kept: CalendarLink) -> bool:
        """Whether another push is needed, after an answer or a sign-in that came meanwhile."""
        if kept.sync is not Sync.NEEDS_SIGN_IN:
            return kept.sync is Sync.QUEUED
        account = work.account(kept.organiser)
        usable = ALONE.of(Feature.CALENDAR, account, offered=True).goes
        return usable and account != invitation.organiser_account

    def _mark_needs_sign_in(self, account: Account) -> None:
        with self.store.work(account.tenant_id) as work:
            needs_sign_in(work, account, now=self.clock())


def _crossed(latest: CalendarLink, invitation: Invitation) -> bool:
    """Whether another worker has told Outlook since the invitation was read, beside this one."""
    read = invitation.previous
    if read is None or latest.event_id is None:
        return False
    return latest.is_beyond(read.asking(invitation.session.span))


def _no_calendar_knows(invitation: Invitation, link: CalendarLink) -> bool:
    """Whether no attempt was ever made: without an account there can be none."""
    return link.event_id is None and invitation.organiser_account is None
