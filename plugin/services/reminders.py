"""Reminding people of what comes up, each of it once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from plugin.mentoring.notices import ONE_DAY, USEFUL_BEFORE, News
from plugin.mentoring.people import TenantId
from plugin.mentoring.programme import Programme
from plugin.mentoring.relationship import RelationshipId, RelationshipState
from plugin.mentoring.session import Channel, SessionId, Sync
from plugin.mentoring.spans import on_wall_clock
from plugin.mentoring.surveys import round_now
from plugin.mentoring.training import Kind, Progress, Round
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock
from plugin.services.planning import SWEEP_AFTER, push, sweep
from plugin.services.telling import about, tell
from plugin.services.training_gate import surveys_of
from plugin.services.wall_clocks import WallClocks

AHEAD = ONE_DAY
"""How long before a session, or the end of a vote, people are reminded."""
OUT_FOR = timedelta(minutes=30)
"""How long Outlook may stay silent about a session of the next 24 hours."""
ASKED_FOR = timedelta(days=2)
"""How long after a session its people are asked how it was; each of them once (G10)."""
REVIEW_SHOWN = timedelta(days=3)
LONGEST_HALF = timedelta(weeks=30)
"""Within so long after the start, a programme comes to its middle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """What time brings.

    Attributes:
        mails: whether invitations can go by mail where Outlook does not answer.

    """

    store: Store
    clock: Clock
    mails: bool

    def go_on(self, tenant_id: TenantId) -> None:
        """Let each relationship go on whose day to do so has come; repeatable (P14)."""
        now = self.clock()
        with self.store.work(tenant_id) as work:
            for key in work.rested(by=now.date() + ONE_DAY):  # it is tomorrow somewhere
                relationship = work.relationship(key)
                programme = work.programme(relationship.programme_id) if relationship else None
                if relationship is None or programme is None or relationship.paused_until is None:
                    continue
                if relationship.paused_until <= on_wall_clock(now, programme.zone).date():
                    work.save_relationship(relationship.resumed())
                    work.note("relationship.rested", relationship=key, state="active")

    def remind(self, tenant_id: TenantId) -> None:
        """Write the reminders of the hours ahead; repeatable, for each is written once."""
        now = self.clock()
        with self.store.work(tenant_id) as work:
            coming = work.sessions_starting(now + USEFUL_BEFORE, now + AHEAD)
            for session_id in coming:
                _remind_of_session(work, session_id, now)
            for poll_id in work.polls_ending(now, now + AHEAD):
                poll = work.poll(poll_id)
                relationship = work.relationship(poll.relationship_id) if poll else None
                if poll is None or relationship is None or poll.made_at > now - AHEAD / 2:
                    continue  # who was asked this very day is not asked twice
                silent = relationship.people - set(poll.votes)
                tell(work, News.VOTE_ENDS, silent, thing=about("poll", poll_id), now=now,
                     useful_until=poll.deadline)  # fmt: skip
            if self.mails:
                self._rescue(work, coming, now)

    def remind_daily(self, tenant_id: TenantId) -> None:
        """Write the reminders that have a day and no hour; repeatable.

        Before them sessions are put back on their wall clocks, so that hours are reminded of that
        hold.
        """
        WallClocks(store=self.store, clock=self.clock).keep(tenant_id)
        now = self.clock()
        with self.store.work(tenant_id) as work:
            _remind_of_promises(work, now.date(), now)
            for session_id in work.sessions_starting(now - ASKED_FOR, now):
                _ask_how_it_was(work, session_id, now)
            for key in work.reviews_near(now, REVIEW_SHOWN):
                _remind_of_review(work, key, now)
            _ask_midway(work, now)
            for lapsed in work.mentor_requests_lapsed(now - REVIEW_SHOWN, now):
                thing = about("request", lapsed.request_id)
                tell(work, News.REQUEST_LAPSED, [lapsed.mentee], thing=thing, now=now)

    @staticmethod
    def _rescue(work: Work, coming: Iterable[SessionId], now: datetime) -> None:
        """Invite by mail to what begins soon and what Outlook has been silent about (G33)."""
        for session_id, link in work.links(coming).items():
            silent = link.sync is Sync.QUEUED and link.since <= now - OUT_FOR
            if link.channel is Channel.OUTLOOK and link.event_id is None and silent:
                by_mail = replace(link, channel=Channel.MAIL)
                work.save_link(by_mail.at(Sync.QUEUED, now=now))
                push(work, session_id)
                sweep(work, session_id, at=now + SWEEP_AFTER)
                work.note("session.by-mail", session=session_id, why="silence")


def _remind_of_session(work: Work, session_id: SessionId, now: datetime) -> None:
    session = work.session(session_id)
    if session is not None:
        tell(
            work,
            News.SESSION_SOON,
            session.people,
            thing=about("session", session_id, turn=f"{session.generation}.{session.sequence}"),
            now=now,
            useful_until=session.span.starts_at - USEFUL_BEFORE,
        )


def _ask_how_it_was(work: Work, session_id: SessionId, now: datetime) -> None:
    session = work.session(session_id)
    if session is not None and session.span.ends_at <= now:
        until = session.span.ends_at + 2 * ASKED_FOR
        thing = about("session", session_id)
        tell(work, News.HOW_WAS, session.people, thing=thing, now=now, useful_until=until)


def _ask_midway(work: Work, now: datetime) -> None:
    """Ask once more, in the middle, whoever said at the start how it is going (P13)."""
    every = work.begun_surveys(since=now - LONGEST_HALF)
    for key, some in groupby(every, key=lambda one: one.programme_id):
        programme, surveys = work.programme(key), surveys_of(work, key)
        if programme is None:
            continue
        halfway = [
            one.person_id
            for one in some
            if one.module in surveys
            and not _is_midway(programme, one, now - REVIEW_SHOWN)
            and _is_midway(programme, one, now)
        ]
        tell(work, News.SURVEY, halfway, thing=about("programme", key, turn="middle"), now=now)


def _is_midway(programme: Programme, begun: Progress, now: datetime) -> bool:
    return round_now(Kind.SURVEY, programme, {Round.START: begun}, now=now) is Round.MIDDLE


def _remind_of_promises(work: Work, today: date, now: datetime) -> None:
    """Remind the owner, and nobody else, the day before (T7)."""
    for key, relationship_id, owner, due_on in work.promises_due(today, today + ONE_DAY):
        relationship = work.relationship(relationship_id)
        if relationship is None or relationship.state is not RelationshipState.ACTIVE:
            continue
        thing = about("promises", relationship_id, turn=f"{key}/{due_on}")
        tell(work, News.PROMISE_DUE, [owner], thing=thing, now=now,
             useful_until=now + 2 * ONE_DAY)  # fmt: skip


def _remind_of_review(work: Work, key: RelationshipId, now: datetime) -> None:
    agreement, relationship = work.agreement(key), work.relationship(key)
    if agreement is None or relationship is None:
        return
    if agreement.review_at <= now < agreement.review_at + REVIEW_SHOWN:
        turn = str(agreement.number)
        tell(work, News.REVIEW_DUE, relationship.people, thing=about("agreement", key, turn=turn),
             now=now)  # fmt: skip
