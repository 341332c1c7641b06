"""Inviting by mail: letters are written, queued and sent, each once.

A letter's key begins with what it is about, a session or a whole series, and which state of it; so
a letter that is no longer what holds is known by its key.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from plugin.mentoring.people import Person, TenantId
from plugin.mentoring.series import SeriesId, SeriesPlan
from plugin.mentoring.session import Channel, MentoringSession, SessionId, Sync
from plugin.ports.errors import RefusedError
from plugin.ports.notices import Presses
from plugin.ports.outside import Letters, Post
from plugin.ports.series import InSeries
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock, Invitation, Letter
from plugin.services.in_series import in_series
from plugin.services.invitations import invitation_of, invited, is_off, parting_from
from plugin.services.kinds import SEND_LETTER
from plugin.services.planning import push
from plugin.services.replies import address_for

NO_ADDRESS = "no-address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """Letters about sessions, to those who are invited by mail."""

    store: Store
    clock: Clock
    letters: Letters | None
    post: Post | None
    presses: Presses
    link_to: Callable[[SessionId], str]

    def write(self, tenant_id: TenantId, session_id: SessionId) -> None:
        """Write one letter for each person with an address, and queue them with it."""
        now = self.clock()
        with self.store.work(tenant_id) as work:
            invitation = invitation_of(work, session_id, link_to=self.link_to)
            if invitation is None or invitation.previous is None:
                return
            session, link = invitation.session, invitation.previous
            readers = [invitation.organiser, *invitation.guests]
            if is_off(session):
                readers = invited(work, session, readers)
            written = self._written(invitation, readers, now)
            written += self._ended(work, invitation, now)
            written += self._written(*parting_from(work, invitation), now)
            for letter in written:
                work.save_letter(letter)
                work.queue(SEND_LETTER, {"letter": letter.key}, key=f"{SEND_LETTER}:{letter.key}")
            if not readers and not written:  # called off before anybody was invited
                work.save_link(replace(link, told_cancelled=True).at(Sync.BOOKED, now=now))
            elif not written:
                work.save_link(link.at(Sync.FAILED, now=now, problem=NO_ADDRESS))

    def send(self, tenant_id: TenantId, key: str) -> None:
        """Send one letter, once; a session counts as booked when all of its letters are out.

        Raises:
            TryLaterError: the mail server did not take it; it goes out again under the same id.

        """
        with self.store.look(tenant_id) as work:
            letter = work.letter(key)
            current = letter is not None and is_current(work, letter)
        if letter is None or self.post is None or not current:
            return
        problem = None
        if letter.sent_at is None:
            try:
                self.post.send(letter)
            except RefusedError as error:
                problem = str(error)
        with self.store.work(tenant_id) as work:
            if problem is None and letter.sent_at is None:
                work.mark_sent(key, at=self.clock())
            if is_current(work, letter):
                for session in _told_by(work, letter):
                    self._settle(work, session, problem)
            else:
                push(work, letter.session_id)  # the news since then goes to this reader too

    def _written(
        self, invitation: Invitation, readers: Iterable[Person], now: datetime
    ) -> list[Letter]:
        """Return the letters of those who can be written to; an address that is none is none."""
        written = []
        for reader in readers:
            if self.letters is not None and reader.person_id in invitation.addresses:
                with suppress(RefusedError):
                    written.append(self._letter(self.letters, invitation, reader, now))
        return written

    def _letter(
        self, letters: Letters, invitation: Invitation, reader: Person, now: datetime
    ) -> Letter:
        series = invitation.series
        if series is not None and _tells_whole(invitation, series, reader, now):
            return self._series_letter(letters, invitation, series, reader, now)
        asked = self._answering(invitation, invitation.session.session_id, reader)
        return letters.write(asked, reader, now=now)

    def _series_letter(
        self,
        letters: Letters,
        invitation: Invitation,
        series: InSeries,
        reader: Person,
        now: datetime,
    ) -> Letter:
        asked = self._answering(invitation, series.plan.series_id, reader)
        return letters.write_series(asked, series, reader, now=now)

    def _answering(
        self, invitation: Invitation, thing: SessionId | SeriesId, reader: Person
    ) -> Invitation:
        """Return the invitation with the address at which the reader answers to that."""
        url = address_for(self.presses, invitation.session.tenant_id, thing, reader.person_id)
        return replace(invitation, answers_at={reader.person_id: url})

    def _ended(self, work: Work, invitation: Invitation, now: datetime) -> list[Letter]:
        """Return what tells that the series before this one ends early, to whom it was told."""
        before = invitation.series.replaced if invitation.series else None
        if before is None or self.letters is None or before.sequence == 0:
            return []
        known = work.were_written_to([before.series_id]).get(before.series_id, frozenset())
        sessions = tuple(work.sessions_in(before.series_id))
        series = InSeries(before, sessions, by_mail=True, told=known)
        told = work.people(known)
        written = []
        for reader in told.values():
            if reader.person_id in invitation.addresses:
                with suppress(RefusedError):
                    written.append(
                        self._series_letter(self.letters, invitation, series, reader, now)
                    )
        return written

    def _settle(self, work: Work, session: MentoringSession, problem: str | None) -> None:
        link = work.link(session.session_id)
        if link is None or link.channel is not Channel.MAIL:
            return
        now, begins = self.clock(), stem(work, session)
        current = [one for one in work.letters_about(session) if one.key.startswith(begins)]
        if problem is not None:
            link = link.at(Sync.FAILED, now=now, problem=problem)
        elif current and all(one.sent_at for one in current):
            off = is_off(session)
            people = None if link.told_people is None else session.people
            link = replace(
                link, told=session.span, told_people=people, told_cancelled=off, checked_at=now
            )
            link = link.at(Sync.BOOKED, now=now)
        work.save_link(link)


def _tells_whole(invitation: Invitation, series: InSeries, reader: Person, now: datetime) -> bool:
    """Whether the letter about the whole series says what the reader is to know of the session."""
    if not series.by_mail:
        return False
    if invitation.parting:  # whoever is of none of it any more is told once
        return all(reader.person_id not in one.people for one in series.coming(now))
    return series.tells_all_of(invitation.session)


def stem(work: Work, session: MentoringSession) -> str:
    """The beginning of the keys of all letters about the session as it now stands."""
    series = in_series(work, session)
    if series is not None and series.by_mail and series.tells_all_of(session):
        return _stem_of(series.plan)
    return _own_stem(session)


def is_current(work: Work, letter: Letter) -> bool:
    """Whether the letter still says what holds, and people are invited by mail."""
    session, link = work.session(letter.session_id), work.link(letter.session_id)
    if session is None or link is None or link.channel is not Channel.MAIL:
        return False
    plan = _plan_of(work, letter)
    return letter.key.startswith(_stem_of(plan) if plan else _own_stem(session))


def _told_by(work: Work, letter: Letter) -> list[MentoringSession]:
    """Return the sessions of which the letter tells: its own, or those of the whole series."""
    plan, own = _plan_of(work, letter), work.session(letter.session_id)
    found = list(work.sessions_in(plan.series_id)) if plan else []
    return found if plan or own is None else [own]


def _plan_of(work: Work, letter: Letter) -> SeriesPlan | None:
    key = SeriesId(letter.key.partition("/")[0])
    return work.series([key]).get(key)


def _stem_of(plan: SeriesPlan) -> str:
    return f"{plan.series_id}/1/{plan.sequence}/"


def _own_stem(session: MentoringSession) -> str:
    return f"{session.session_id}/{session.generation}/{session.sequence}/"
