"""People who were brought together a moment ago, for tests of what comes then."""

from dataclasses import replace
from datetime import timedelta

from plugin.mentoring.hours import WeekHours
from plugin.mentoring.programme import Format
from plugin.mentoring.relationship import Membership, Relationship, RelationshipId
from plugin.mentoring.spans import Span
from tests.looks.backstage import TENANT

PEOPLE = (
    "amara.okafor", "leila.haddad", "jonas.bruckner", "siobhan.nichonaill",
    "tomasz.wojcik", "mei-ling.chen", "etienne.lefebvre", "priya.raghunathan",
)  # fmt: skip


def begun(stage, course, kind, *sides, zones=(), **programme):
    """People of these sides who were brought together; the coordinator, they, and their page.

    All live in Berlin, unless `zones` says where each does.
    """
    hana = stage.coordinator(course)
    made = stage.open_programme(hana, **programme)
    people = [stage.arrives(slug, course) for slug in PEOPLE[: len(sides)]]
    seats = []
    homes = zones or ("Europe/Berlin",) * len(sides)
    for who, side, zone in zip(people, sides, homes, strict=True):
        hours = WeekHours.office(9, 17)
        stage.answers(made, who, side, zone=zone, hours=hours)
        seats.append(Membership(who.person_id, side, stage.now))
    key = RelationshipId(stage.house.store.new_id())
    title = "Night owls" if kind is Format.CIRCLE else ""
    with stage.house.store.work(TENANT) as work:
        work.save_relationship(
            Relationship(key, TENANT, made.programme_id, kind, tuple(seats), stage.now, title=title)
        )
    return hana, people, f"relationships/{key}/"


def key_of(page):
    return RelationshipId(page.split("/")[1])


def hold(stage, page, *, days_ago):
    """What they have booked was so many days ago; returns its page."""
    with stage.house.store.work(TENANT) as work:
        (session,) = work.sessions_of([key_of(page)])
        start = session.span.starts_at
        start -= timedelta(days=(start - stage.now).days + days_ago)
        work.save_session(replace(session, span=Span(start, start + session.span.length)))
    return f"sessions/{session.session_id}/"
