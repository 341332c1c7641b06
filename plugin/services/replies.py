"""Answering an invitation at an address that its mail holds, without signing in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from plugin.mentoring.answers import Answer
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.series import SeriesId
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
Invited = tuple[MentoringSession, CalendarLink]


@dataclass(frozen=True, slots=True)
class OneTime:
    """One time of a series, and where it is answered alone."""

    span: Span
    said: Answer | None
    url: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What whoever has the address is asked: times, and nobody's name.

    Attributes:
        span: the time; of a series its first one to come.
        zone: of the clock that the time is shown on, the person's own where it is known.
        state: of all that is asked; an answer to another state of it is an answer to other times.
        said: what the person answered before, to all of it.
        each: the times of a series; none for a session on its own.

    """

    span: Span
    zone: str
    state: str
    said: Answer | None
    each: tuple[OneTime, ...] = ()


def address_for(
    presses: Presses, tenant_id: TenantId, thing: SessionId | SeriesId, person: PersonId
) -> str:
    """Return where that person answers to a session or to all of a series.

    It holds identifiers only, and is the same one after every move.
    """
    return presses.url(ANSWER, tenant_id, thing, person)


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
        tenant, thing, person = found
        with self.store.look(tenant) as work:
            known = open_of(work, thing, person, self.clock())
            reader = work.person(person)
        if not known:
            return None
        first = known[0][0]
        each = tuple(self._one(one, person) for one in known) if first.session_id != thing else ()
        answers = {link.answers.of(person) for _session, link in known}
        said = answers.pop() if len(answers) == 1 else None
        zone = (reader.zone if reader else None) or first.zone
        return Asked(first.span, zone, _state(known), said, each)

    def say(self, token: str, answer: Answer, *, state: str) -> bool:
        """Keep the answer, which its person may change; False where it was to something else.

        The others are told of a no and a maybe, once. Whoever has the address speaks with it.
        """
        found = self._read(token)
        if found is None:
            return False
        tenant, thing, person = found
        now = self.clock()
        with self.store.work(tenant) as work:
            known = open_of(work, thing, person, now)
            if not known or _state(known) != state:
                return False
            for session, link in known:
                keep_answer(work, session, link, person, answer, now=now)
        return True

    def _one(self, invited: Invited, person: PersonId) -> OneTime:
        session, link = invited
        url = address_for(self.presses, session.tenant_id, session.session_id, person)
        return OneTime(session.span, link.answers.of(person), url)

    def _read(self, token: str) -> tuple[TenantId, str, PersonId] | None:
        parts = self.presses.read(ANSWER, token)
        if parts is None or len(parts) != 3:
            return None
        return TenantId(parts[0]), parts[1], PersonId(parts[2])


def all_of(work: Work, thing: str) -> Sequence[MentoringSession]:
    """Return the session of that name, or the sessions of the series of that name."""
    session = work.session(SessionId(thing))
    return work.sessions_in(SeriesId(thing)) if session is None else [session]


def open_of(work: Work, thing: str, person: PersonId, now: datetime) -> Sequence[Invited]:
    """Return what of it is still to come and invited to by mail, if the person is of it."""
    ahead = [
        one
        for one in all_of(work, thing)
        if one.state is SessionState.PLANNED and now < one.span.starts_at and person in one.people
    ]
    links = work.links(one.session_id for one in ahead)
    known = [(one, links[one.session_id]) for one in ahead if one.session_id in links]
    return [(one, link) for one, link in known if link.channel is Channel.MAIL]


def keep_answer(
    work: Work,
    session: MentoringSession,
    link: CalendarLink,
    person: PersonId,
    answer: Answer,
    *,
    now: datetime,
) -> None:
    """Keep it in place of an earlier one, and tell the others of a no or a maybe."""
    answers = link.answers.saying(person, answer)
    tell_answers(work, link, session, answers, now)
    work.save_link(replace(link, answers=answers))


def _state(known: Sequence[Invited]) -> str:
    each = [f"{one.session_id}.{one.generation}.{one.sequence}" for one, _link in known]
    return sha256("/".join(each).encode()).hexdigest()[:16]
