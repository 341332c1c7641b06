"""The pages on which people find times, in each state that looks different."""

from dataclasses import replace
from datetime import timedelta

from plugin.mentoring.enrolment import Side
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.own_time import OwnTime
from plugin.mentoring.poll import Answer
from plugin.mentoring.programme import Format
from plugin.mentoring.recording import text_hash
from plugin.mentoring.relationship import Membership, Relationship, RelationshipId
from plugin.mentoring.spans import Span
from plugin.mentoring.ways import Platform, Way

SCHEDULING = (
    "own-time", "own-time-said", "times-named", "times-named-unread", "times-door",
    "times-circle", "poll-new", "poll-open", "poll-answered", "poll-booked", "poll-withdrawn",
    "circle-voting", "recording", "recording-agreed", "ways", "ways-said", "where-first",
    "where-now", "where-moved", "series", "series-following", "overdue",
    "suggested", "suggested-mine", "door", "door-none",
)  # fmt: skip
PEOPLE = ("amara.okafor", "leila.haddad", "yusuf.demir", "mei-ling.chen", "jonas.bruckner")
ZONES = ("Europe/London", "Europe/Berlin", "Asia/Kolkata", "Africa/Nairobi", "America/New_York")
YES, MAYBE, NO = Answer.YES, Answer.MAYBE, Answer.NO


def add_scheduling(scenes):
    _pair(scenes)
    _circle(scenes)


def _pair(scenes):
    stage = scenes.stage
    pair, amara, leila = scenes.pair("times-pair")
    key, programme = f"relationships/{pair.relationship_id}", pair.programme_id
    scenes.add("door-none", amara, f"programmes/{programme}/drop-in/")
    scenes.add("own-time", leila, "me/time/")
    own = OwnTime(leila.person_id, leila.tenant_id, frozenset({4}))
    stage.services.own_times.keep(own, version=0, actor=leila)
    scenes.add("own-time-said", leila, "me/time/")
    day = (stage.now + timedelta(days=40)).date()
    scenes.add("times-named", leila, f"{key}/times/exact?date={day}&time=10:00")
    scenes.add("times-named-unread", leila, f"{key}/times/exact?date=soon")
    noon = (stage.now + timedelta(days=3)).replace(hour=12, minute=0, second=0, microsecond=0)
    door = Span(noon, noon + timedelta(hours=1))
    stage.services.open_times.open_door(programme, [door], length_min=20, actor=amara)
    scenes.add("door", amara, f"programmes/{programme}/drop-in/")
    scenes.add("times-door", leila, f"{key}/times/")
    session = stage.books(pair, days=6, hour=10)
    suggest = stage.services.open_times.suggest
    suggest(session.session_id, noon + timedelta(days=7), actor=leila)
    suggest(session.session_id, noon + timedelta(days=8), actor=leila)
    scenes.add("suggested", amara, f"{key}/")
    scenes.add("recording", amara, f"sessions/{session.session_id}/recording/")
    scenes.add("suggested-mine", leila, f"{key}/")

    _recording(scenes)
    _meeting(scenes)


def _recording(scenes):
    stage = scenes.stage
    pair, amara, leila = scenes.pair("recording")
    session = stage.books(pair, days=23, hour=7)
    for who in (amara, leila):
        stage.services.recordings.say(session.session_id, given=True, read=text_hash(), actor=who)
    url = "https://northmoor.sharepoint.example/recordings/17"
    stage.services.recordings.add_link(session.session_id, url, actor=amara)
    scenes.add("recording-agreed", leila, f"sessions/{session.session_id}/recording/")


def _series(scenes):
    """A session of a series, with two that follow it."""
    stage = scenes.stage
    pair, _amara, leila = scenes.pair("series-following")
    first = stage.books(pair, days=27, hour=4)
    stage.services.series.make(first.session_id, 3, actor=leila)
    with stage.house.store.look(pair.tenant_id) as work:
        every = work.sessions_of([pair.relationship_id])
    scenes.add("series-following", leila, f"sessions/{every[1].session_id}/series/following")


def _meeting(scenes):
    """How a pair meets; `where-now` is in the middle of a session that has moved."""
    stage = scenes.stage
    pair, amara, leila = scenes.pair("ways")
    key, ways = pair.relationship_id, stage.services.ways
    scenes.add("ways", leila, f"relationships/{key}/ways/")
    first = stage.books(pair, days=24, hour=7)
    scenes.add("series", leila, f"sessions/{first.session_id}/series/")
    _series(scenes)
    late, _amara, late_leila = scenes.pair("overdue")
    scenes.add("overdue", late_leila, f"relationships/{late.relationship_id}/")
    scenes.add("where-first", leila, f"sessions/{first.session_id}/")
    pair, amara, leila = scenes.pair("ways-said")
    key = pair.relationship_id
    oak = Way(Platform.IN_PERSON, "Under the oak at the north gate of the old botanical garden")
    link = Way(Platform.LINK, "https://video.example/a-room-with-a-long-name-that-nobody-guesses")
    ways.keep(key, link, oak, version=0, actor=amara)
    ways.keep_reach("+44 20 7946 0958", "en", version=0, actor=amara)
    ways.keep_reach("+49 30 5550 0123", "de", version=0, actor=leila)
    ways.try_it(key, works=True, actor=amara)
    scenes.add("ways-said", leila, f"relationships/{key}/ways/")
    begun = stage.now - timedelta(minutes=5)
    there = replace(
        stage.books(pair, days=25, hour=7), span=Span(begun, begun + timedelta(hours=3)), version=1
    )
    with stage.house.store.work(there.tenant_id) as work:
        work.save_session(there)
    scenes.add("where-now", amara, f"sessions/{there.session_id}/")
    moved = stage.books(pair, days=26, hour=7)
    ways.switch(moved.session_id, to_backup=True, actor=amara)
    scenes.add("where-moved", leila, f"sessions/{moved.session_id}/")


def _circle(scenes):
    polls = scenes.stage.services.polls
    for name, answered, end in (
        ("open", 0, None), ("answered", 3, None), ("booked", 5, None), ("withdrawn", 1, "back"),
    ):  # fmt: skip
        circle, people = circle_of(scenes.stage, f"poll-{name}")
        key = f"relationships/{circle.relationship_id}"
        if name == "open":
            scenes.add("times-circle", people[1], f"{key}/times/?week=1")
            scenes.add("poll-new", people[0], f"{key}/polls/new")
        at = scenes.stage.now.replace(hour=12, minute=0, second=0, microsecond=0)
        at += timedelta(days=9 + len(name))
        poll = polls.start(
            circle.relationship_id,
            [at + timedelta(days=n) for n in range(3)],
            quorum=3,
            answer_within=timedelta(days=2),
            actor=people[0],
        )
        for who, said in zip(
            people[:answered], [(YES, YES, NO), (YES, MAYBE, NO), (NO, YES, YES)] * 2, strict=False
        ):
            polls.vote(poll.poll_id, said, actor=who)
        if end:
            polls.withdraw(poll.poll_id, actor=people[0])
        scenes.add(f"poll-{name}", people[1], f"polls/{poll.poll_id}/")
        if name == "answered":
            scenes.add("circle-voting", people[4], f"{key}/")


def circle_of(stage, course):
    """Five people in five zones; the first gathers them."""
    hana = stage.coordinator(course)
    programme = stage.open_programme(hana, formal=False)
    people = [stage.arrives(slug, course) for slug in PEOPLE]
    sides = [Side.MENTOR, *[Side.MENTEE] * 4]
    for who, side, zone in zip(people, sides, ZONES, strict=True):
        hours = WeekHours.office(9, 20)
        stage.answers(programme, who, side, zone=zone, hours=hours)
    members = tuple(
        Membership(who.person_id, side, stage.now) for who, side in zip(people, sides, strict=True)
    )
    circle = Relationship(
        RelationshipId(stage.house.store.new_id()), people[0].tenant_id, programme.programme_id,
        Format.CIRCLE, members, stage.now,
    )  # fmt: skip
    with stage.house.store.work(circle.tenant_id) as work:
        work.save_relationship(circle)
    return circle, people
