"""Taking a meeting that a mentor made in their own calendar for a session of theirs.

A mentor wishes it for themself; without that nobody looks. What is not plainly a session is left
alone and kept nowhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import Relationship, RelationshipState
from plugin.mentoring.spans import Span


@dataclass(frozen=True, slots=True)
class Adopting:
    """A mentor's wish that the meetings they make with their people become sessions.

    Attributes:
        since: when they said so; what they made before is left alone.
        looked_at: until when their calendar has been looked through.
        tried_at: when it last refused that; None where it has not since.

    """

    person_id: PersonId
    tenant_id: TenantId
    since: datetime
    looked_at: datetime
    tried_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMeeting:
    """A meeting that somebody made in their own calendar, without what it is about.

    Attributes:
        guests: the address of everybody who is invited.
        private: marked as private, personal or confidential, as every meeting of the tool is.
        repeats: it is a series, or one time of a series.

    """

    event_id: str
    etag: str
    ical_uid: str
    span: Span
    join_url: str | None
    guests: tuple[str, ...]
    cancelled: bool = False
    private: bool = False
    all_day: bool = False
    repeats: bool = False


def whose(
    meeting: OwnMeeting,
    maker: PersonId,
    relationships: Iterable[Relationship],
    addresses: Mapping[PersonId, str],
    *,
    now: datetime,
) -> Relationship | None:
    """Return the one relationship that the meeting is a session of, or None.

    Its guests are the others of that relationship, all of them and nobody else, and the maker
    mentors there. Where two relationships have the same people, nobody can say which is meant.

    Args:
        meeting: of the maker's own calendar.
        maker: who made it.
        relationships: the maker's.
        addresses: of accounts that their owners have linked; an address that only an LMS tells
            decides nothing.
        now: a meeting that has begun is left alone.

    """
    odd = meeting.cancelled or meeting.private or meeting.all_day or meeting.repeats
    if odd or meeting.span.starts_at <= now:
        return None
    invited = sorted(address.casefold() for address in meeting.guests)
    found = [
        one
        for one in relationships
        if one.state is RelationshipState.ACTIVE
        and maker in one.mentors
        and _addresses(one.people - {maker}, addresses) == invited
    ]
    return found[0] if len(found) == 1 else None


def _addresses(people: frozenset[PersonId], known: Mapping[PersonId, str]) -> list[str] | None:
    """Return the people's addresses, sorted; None unless each has one."""
    return sorted(known[who].casefold() for who in people) if people <= known.keys() else None
