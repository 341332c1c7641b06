"""Answering an invitation at an address that its mail holds, without signing in."""

from dataclasses import dataclass, replace
from datetime import datetime

from plugin.mentoring.answers import Answer
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.session import (
    CalendarLink,
    Channel,
    MentoringSession,
    SessionId,
    SessionState,
)
from plugin.mentoring.spans import Span
from plugin.ports.notices import Presses
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock
from plugin.services.answering import tell_answers

ANSWER = "answer"
"""The purpose of an address at which one person answers one invitation."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What whoever has the address is asked: a time, and nobody's name.

    Attributes:
        zone: of the clock that the time is shown on, the person's own where it is known.
        state: of the session; an answer to another state of it is an answer to another time.
        said: what the person answered before.

    """

    span: Span
    zone: str
    state: str
    said: Answer | None


def address_for(presses: Presses, session: MentoringSession, person: PersonId) -> str:
    """Return where that person answers; identifiers only, the same one after every move."""
    return presses.url(ANSWER, session.tenant_id, session.session_id, person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """Answers to invitations by mail, until the session begins. They move nothing."""

    store: Store
    clock: Clock
    presses: Presses

    def asked(self, token: str) -> Asked | None:
        """Return what is asked at the address; None where nothing is, or no more."""
        found = self._read(token)
        if found is None:
            return None
        tenant, session_id, person = found
        with self.store.look(tenant) as work:
            known = _open(work, session_id, person, self.clock())
            if known is None:
                return None
            session, link = known
            reader = work.person(person)
        zone = (reader.zone if reader else None) or session.zone
        return Asked(session.span, zone, _state(session), link.answers.of(person))

    def say(self, token: str, answer: Answer, *, state: str) -> bool:
        """Keep the answer, which its person may change; False where it was to something else.

        The others are told of a no and a maybe, once. Whoever has the address speaks with it.
        """
        found = self._read(token)
        if found is None:
            return False
        tenant, session_id, person = found
        now = self.clock()
        with self.store.work(tenant) as work:
            known = _open(work, session_id, person, now)
            if known is None or _state(known[0]) != state:
                return False
            session, link = known
            answers = link.answers.saying(person, answer)
            tell_answers(work, link, session, answers, now)
            work.save_link(replace(link, answers=answers))
        return True

    def _read(self, token: str) -> tuple[TenantId, SessionId, PersonId] | None:
        parts = self.presses.read(ANSWER, token)
        if parts is None or len(parts) != 3:
            return None
        return TenantId(parts[0]), SessionId(parts[1]), PersonId(parts[2])


def _open(
    work: Work, session_id: SessionId, person: PersonId, now: datetime
) -> tuple[MentoringSession, CalendarLink] | None:
    """Return the session that is still to come and invited to by mail, if the person is of it."""
    session, link = work.session(session_id), work.link(session_id)
    if session is None or link is None or link.channel is not Channel.MAIL:
        return None
    ahead = session.state is SessionState.PLANNED and now < session.span.starts_at
    return (session, link) if ahead and person in session.people else None


def _state(session: MentoringSession) -> str:
    return f"{session.generation}.{session.sequence}"
