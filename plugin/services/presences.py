"""Asking Teams whether people met, where an institution and a programme have switched it on.

What a report says is read, judged and forgotten in one breath: a word for each member is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from plugin.mentoring.may_run import Feature
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.presence import Asking, ReportAsked, Seen, seen_in, window_of
from plugin.mentoring.session import MentoringSession, SessionId
from plugin.ports.errors import (
    ConsentMissingError,
    GoneError,
    RefusedError,
    SignInNeededError,
)
from plugin.ports.presence import Guest, Reports
from plugin.ports.store import Store, Work
from plugin.ports.values import Account, Clock
from plugin.services.accounts import needs_sign_in
from plugin.services.invitations import invitation_of, is_off
from plugin.services.kinds import READ_REPORT
from plugin.services.running import ALONE

AT_ONCE = 200
"""Reports that one look asks for; the rest are the next look's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presences:
    """Reads reports of meetings that are over.

    Attributes:
        reports: None where the institution has not switched it on.

    """

    store: Store
    clock: Clock
    reports: Reports | None

    @property
    def offered(self) -> bool:
        """Whether programmes may ask for it."""
        return self.reports is not None

    def queue_due(self, tenant_id: TenantId) -> int:
        """Queue a look for every report that is due; returns how many."""
        if self.reports is None:
            return 0
        with self.store.look(tenant_id) as work:
            due = work.reports_due(now=self.clock(), limit=AT_ONCE)
        if due:
            with self.store.work(tenant_id) as work:
                for session_id in due:
                    _queue(work, session_id)
        return len(due)

    def allowed(self, tenant_id: TenantId, person_id: PersonId) -> None:
        """Go on with the reports that waited for the yes of this organiser."""
        with self.store.work(tenant_id) as work:
            for one in work.reports_awaiting(person_id):
                work.save_report_asked(one.asked_again(now=self.clock()))
                _queue(work, one.session_id)
            work.note("reports.allowed", person=person_id)

    def read(self, tenant_id: TenantId, session_id: SessionId) -> None:
        """Look for the report of one session. Safe to repeat.

        Raises:
            TryLaterError: the queue should call again.

        """
        with self.store.look(tenant_id) as work:
            found = self._found(work, session_id)
        if found is None or self.reports is None:
            return
        run = ALONE.of(Feature.REPORT, found.account, offered=True, wished=True)
        if found.account is None or not run.goes:
            self._keep(found, found.asked.waiting_for(Asking.NEEDS_SIGN_IN))
        else:
            self._look(found, found.account, self.reports)

    def gave_up(self, tenant_id: TenantId, session_id: SessionId) -> None:
        """Count a look whose attempts have all failed as one that told nothing."""
        with self.store.look(tenant_id) as work:
            found = self._found(work, session_id)
        if found is not None:
            self._keep(found, found.asked.looked(found=False, now=self.clock()))

    def _look(self, found: "_Found", account: Account, reports: Reports) -> None:
        session, asked, now = found.session, found.asked, self.clock()
        try:
            stays = reports.stays(account, found.join_url, found.guests, within=window_of(session))
        except SignInNeededError:
            self._keep(found, asked.waiting_for(Asking.NEEDS_SIGN_IN), lapsed=account)
        except ConsentMissingError:
            self._keep(found, asked.waiting_for(Asking.NEEDS_CONSENT))
        except (GoneError, RefusedError):
            self._keep(found, asked.looked(found=False, now=now))
        else:
            seen = None if stays is None else seen_in(session, stays)
            met = seen is not None and Seen.TOGETHER in seen.values()
            self._keep(found, asked.looked(found=met, now=now), seen=seen)

    def _found(self, work: Work, session_id: SessionId) -> "_Found | None":
        """Return what is needed to ask; None for a session that nobody asks about (any more)."""
        invitation = invitation_of(work, session_id, link_to=str)
        asked = work.report_asked(session_id) or ReportAsked(session_id)
        if invitation is None or is_off(invitation.session) or asked.state is Asking.OVER:
            return None
        session, link = invitation.session, invitation.previous
        whole = work.whole(session.relationship_id)
        if link is None or link.join_url is None or whole is None:
            return None
        if session.span.ends_at > self.clock() or not whole[1].life.meeting_reports:
            return None
        accounts, addresses = work.accounts(session.people), invitation.addresses
        guests = (_guest(who, accounts.get(who), addresses.get(who)) for who in session.people)
        return _Found(session, asked, link.join_url, tuple(guests), invitation.organiser_account)

    def _keep(
        self,
        found: "_Found",
        asked: ReportAsked,
        *,
        seen: Mapping[PersonId, Seen] | None = None,
        lapsed: Account | None = None,
    ) -> None:
        session = found.session
        with self.store.work(session.tenant_id) as work:
            latest = work.session(session.session_id)
            if latest is None or latest.span != session.span or is_off(latest):
                return  # moved or called off since it was read
            work.save_report_asked(asked)
            if seen is not None:
                work.save_seen(session.session_id, seen)
            if lapsed is not None:
                needs_sign_in(work, lapsed, now=self.clock())
            work.note("report.looked", session=session.session_id, state=asked.state)


@dataclass(frozen=True, slots=True)
class _Found:
    """A session that is over, with all that its report is asked for by."""

    session: MentoringSession
    asked: ReportAsked
    join_url: str
    guests: tuple[Guest, ...]
    account: Account | None


def _guest(who: PersonId, account: Account | None, address: str | None) -> Guest:
    return Guest(who, account.object_id if account else None, address)


def _queue(work: Work, session_id: SessionId) -> None:
    work.queue(READ_REPORT, {"session": session_id}, key=f"{READ_REPORT}:{session_id}")
