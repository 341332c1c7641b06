"""As many organisers as wanted, each with a calendar and weekly sessions in it."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from plugin.mentoring.people import PersonId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import CalendarLink, Channel, MentoringSession, SessionId, Sync
from plugin.mentoring.spans import Span
from plugin.ports.values import Account, Subscription
from plugin.services.planning import push
from plugin.store import tables
from tests.bench.outlook import LENGTH
from tests.stores import NORTHMOOR

WEEK, DAY, LASTS = timedelta(days=7), timedelta(days=1), timedelta(days=3)
AT_ONCE = 500


def fill(house, cast, count, now, *, each=2, booked=True):
    """Make `count` organisers with `each` sessions, spread evenly over the coming week.

    Everything about them is spread as evenly: when their meetings were read last, when something
    of their calendar was told, when the promise to tell ends.
    """
    _people(house, cast, count)
    for start in range(0, count, AT_ONCE):
        with house.store.work(NORTHMOOR) as work:
            for number in range(start, min(start + AT_ONCE, count)):
                _organiser(work, number, number / count, now)
                for week in range(each):
                    starts_at = now + WEEK * (number / count + week)
                    _session(work, number, starts_at, number / count, booked=booked)


def event_of(number, starts_at):
    return f"e-{number}-{starts_at:%s}"


def _people(house, cast, count):
    """Write people and relationships like those of the cast, row by row of the same tables."""
    pair = cast.relationship_id
    with house.database.transaction(NORTHMOOR) as connection:

        def rows(table, **key):
            mine = [table.c[name] == value for name, value in key.items()]
            return [dict(one) for one in connection.execute(select(table).where(*mine)).mappings()]

        members = rows(tables.membership, relationship_id=pair)
        (relationship,) = rows(tables.relationship, relationship_id=pair)
        mentor = next(one["person_id"] for one in members if one["side"] == "mentor")
        (person,) = rows(tables.person, person_id=mentor)
        numbers = range(count)
        connection.execute(
            tables.person.insert(),
            [
                {**person, "person_id": _who(n), "subject": f"m-{n}", "number": 10_000 + n}
                for n in numbers
            ],
        )
        connection.execute(
            tables.relationship.insert(),
            [{**relationship, "relationship_id": _pair(n)} for n in numbers],
        )
        connection.execute(
            tables.membership.insert(),
            [
                {**one, "relationship_id": _pair(n)}
                | ({"person_id": _who(n)} if one["person_id"] == mentor else {})
                for n in numbers
                for one in members
            ],
        )


def _organiser(work, number, share, now):
    who = _who(number)
    address = f"m{number}@northmoor.example"
    account = Account(who, NORTHMOOR, "sandbox", "entra", f"oid-{number}", address, now)
    work.save_account(account)
    work.save_subscription(
        Subscription(
            f"sub-{number}", NORTHMOOR, who, "secret", now + LASTS * share, now - DAY * share
        )
    )


def _session(work, number, starts_at, share, *, booked):
    starts_at = starts_at.replace(microsecond=0)
    who = _who(number)
    session = MentoringSession(
        SessionId(f"s-{number}-{starts_at:%s}"), NORTHMOOR, _pair(number), who,
        frozenset({who}), Span(starts_at, starts_at + LENGTH), "UTC",
    )  # fmt: skip
    work.save_session(session)
    checked_at = starts_at - WEEK - DAY * share
    link = CalendarLink(
        session.session_id, NORTHMOOR, Channel.OUTLOOK, who, Sync.BOOKED, checked_at,
        event_id=event_of(number, starts_at), etag=f'W/"{starts_at:%s}"', told=session.span,
        checked_at=checked_at,
    )  # fmt: skip
    if booked:
        work.save_link(link)
        return
    new = replace(link, sync=Sync.QUEUED, event_id=None, etag=None, told=None, checked_at=None)
    work.save_link(new)
    push(work, session.session_id)


def _who(number):
    return PersonId(f"mentor-{number}")


def _pair(number):
    return RelationshipId(f"pair-{number}")
