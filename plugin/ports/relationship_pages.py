"""What the page of a relationship reads, in few queries however long it has gone on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from plugin.mentoring.agreement import Agreement
from plugin.mentoring.enrolment import Enrolment
from plugin.mentoring.people import Person, PersonId
from plugin.mentoring.place import Place
from plugin.mentoring.poll import Poll
from plugin.mentoring.presence import Seen
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.mentoring.relationship import Relationship, RelationshipId
from plugin.mentoring.session import CalendarLink, MentoringSession, SessionId
from plugin.mentoring.time_proposal import TimeProposal
from plugin.ports.values import Account

MOST_PAST = 6
"""How many of the sessions that have been are read for the page; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Everybody:
    """The people of a page, with their part in the programme and their Microsoft account.

    Attributes:
        away: who is noted as absent from the course, and not back.

    """

    people: Mapping[PersonId, Person]
    enrolments: Mapping[PersonId, Enrolment]
    accounts: Mapping[PersonId, Account]
    away: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, slots=True)
class Meetings:
    """Sessions to come and the latest that have been, in order of start.

    Topics stand with the next planned session and with those that have been, nowhere else.

    Attributes:
        said: who said of which session that it took place or did not.
        seen: whom Teams saw in which session's meeting.
        suggested: for which of them another time was suggested.
        past: how many planned sessions have been; `held`: of how many of them it is known.

    """

    sessions: Sequence[MentoringSession]
    links: Mapping[SessionId, CalendarLink]
    said: Mapping[SessionId, Mapping[PersonId, bool]]
    suggested: frozenset[SessionId]
    past: int
    held: int
    seen: Mapping[SessionId, Mapping[PersonId, Seen]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AskedTimes:
    """The times that are being settled: an open vote, and suggestions for one session."""

    poll: Poll | None
    suggestions: tuple[TimeProposal, ...]


NOTHING_ASKED = AskedTimes(None, ())


@dataclass(frozen=True, slots=True)
class Settled:
    """What is settled between the members, and where their things are.

    Attributes:
        ever_signed: whether the reader signed any version of the agreement.
        polled: whether a vote on times is open.

    """

    agreement: Agreement | None
    ever_signed: bool
    polled: bool
    place: Place | None


class PageWork(Protocol):
    """The part of `Work` that reads for the page of a relationship."""

    def whole(self, relationship_id: RelationshipId) -> tuple[Relationship, Programme] | None: ...

    def everybody(self, programme_id: ProgrammeId, person_ids: Iterable[PersonId]) -> Everybody: ...

    def meetings(self, relationship_id: RelationshipId, *, now: datetime) -> Meetings: ...

    def asked_times(
        self, relationship_id: RelationshipId, session_id: SessionId | None
    ) -> AskedTimes: ...

    def settled(self, relationship_id: RelationshipId, *, reader: PersonId) -> Settled: ...
