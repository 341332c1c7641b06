"""Arranging to meet, at a telephone's width: across zones, by vote, and when plans change."""

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.programme import Format
from plugin.mentoring.session import SessionState
from plugin.mentoring.spans import Span
from plugin.mentoring.ways import Platform, Way
from plugin.services.kinds import SETTLE_POLL
from tests.journeys.beginnings import begun, key_of
from tests.journeys.people import Visitor, book_best_time
from tests.journeys.steps import BOOKED, make_pair
from tests.journeys.walker import Walker
from tests.journeys.world import eventually
from tests.looks.backstage import TENANT, Backstage

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(120)]

PEERS = {"template": "returning-peers", "formal": False, "title": "Back from leave"}
CIRCLE = {"template": "first-year-circles", "formal": False}
AMONG_OTHERS = (Side.MENTOR, *[Side.MENTEE] * 3)
USUAL = range(9, 17)
PLACES = {
    "one day": ("Europe/Paris", "America/New_York", "Asia/Kolkata"),
    "two days": ("Asia/Tokyo", "America/Los_Angeles", "Pacific/Auckland"),
}
NUMBER = "+44 20 7946 0958"


@pytest.fixture(scope="module")
def stage(world):
    """What stands behind the pages; the worker runs where a test asks for it."""
    world.stop("worker")
    stage = Backstage(world)
    yield stage
    stage.close()


@pytest.fixture
def come(chromium, stage):
    """Return what gives somebody a telephone, or a keyboard."""
    everybody = []

    def one(actor, **how):
        everybody.append(Walker(chromium, stage, actor, **how))
        return everybody[-1]

    yield one
    for walker in everybody:
        walker.close()
    assert [one.complaints for one in everybody if one.complaints] == []


@pytest.fixture
def visit(chromium, world):
    """Return what opens the course for somebody, in a browser as narrow as a telephone."""
    everybody = []

    def one(name):
        everybody.append(Visitor(chromium, world, name, width=360, height=740))
        return everybody[-1]

    yield one
    for visitor in everybody:
        visitor.close()
    assert [one.trouble for one in everybody if one.trouble] == []


@pytest.fixture
def worker(world, stage):
    """The worker, as long as a test lasts."""
    yield world.start_worker()
    world.stop("worker")


def planned(stage, page):
    """Return what is planned on their page, the soonest first."""
    with stage.house.store.look(TENANT) as work:
        found = work.sessions_of([key_of(page)])
    still = [one for one in found if one.state is SessionState.PLANNED]
    return sorted(still, key=lambda one: one.span.starts_at)


def on_the_clock(moment, zone):
    """Return a moment as people of the zone say it: Tuesday, 8 December, 18:30."""
    local = moment.astimezone(ZoneInfo(zone))
    return re.compile(rf"{local:%A}, {local.day} {local:%B}( \d{{4}})?, {local:%H:%M}")


def beside(moment, mine, theirs):
    """Return the other clock as it stands beside one's own, with its day where that differs."""
    here, there = (moment.astimezone(ZoneInfo(zone)) for zone in (mine, theirs))
    day = "" if here.date() == there.date() else rf"{there:%a}\w* "
    city = theirs.partition("/")[2].replace("_", " ")
    return re.compile(rf"{day}{there:%H:%M}\S*\s+{city}")


def reads(walker, words):
    text = walker.page.inner_text("main")
    assert re.search(words, text), (words, text)


def notices(world, thing):
    """Return who is to be told what of this, as the ledger has it."""
    found = world.rows("SELECT thing, person_id, news FROM notice")
    return sorted((person, news) for about, person, news in found if about == thing)


@pytest.mark.parametrize("places", PLACES)
def test_s3_s6_three_in_three_zones_find_a_time_and_see_it_on_their_own_clocks(stage, come, places):
    zones = PLACES[places]
    course = f"zones-{places}"
    _, people, page = begun(stage, course, Format.PEER, *[Side.PEER] * 3, zones=zones, **PEERS)
    first = come(people[1], by_keyboard=True)

    first.open(page)
    first.follow("Choose a time")
    best = first.page.locator(".best button").first
    words, start = best.inner_text(), datetime.fromisoformat(best.get_attribute("value"))
    assert first.judged(colours=False) == []
    first.press_best_time()

    first.sees("Planned.", "Next session")
    (session,) = planned(stage, page)
    assert session.span.starts_at == start
    assert_says_whose_hour_is_unusual(words, session.span, zones)
    for who, zone in zip(people, zones, strict=True):
        walker = come(who)
        walker.open(page)
        reads(walker, on_the_clock(start, zone))
        for other in zones:
            reads(walker, beside(start, zone, other))
        assert walker.judged(colours=False) == []
    days = {start.astimezone(ZoneInfo(zone)).date() for zone in zones}
    assert len(days) == (1 if places == "one day" else 2)


def assert_says_whose_hour_is_unusual(words, span, zones):
    """Which of Amara, Leïla and Jonas it is said of follows from their clocks alone."""
    unusual = set()
    for name, zone in zip(("Amara", "you|Leïla", "Jonas"), zones, strict=True):
        local = span.starts_at.astimezone(ZoneInfo(zone))
        last = (span.ends_at - timedelta(minutes=1)).astimezone(ZoneInfo(zone))
        if local.hour not in USUAL or last.hour not in USUAL:
            unusual.add(name)
    said = re.search(r"Outside the usual hours of .*|An unusual hour for .*", words)
    assert bool(said) == bool(unusual), words
    named = {one for one in ("Amara", "you|Leïla", "Jonas") if said and re.search(one, said[0])}
    assert named == unusual


def test_s2_a_circle_votes_and_the_last_answer_books_what_suits_most(stage, come):
    _, people, page = begun(stage, "vote", Format.CIRCLE, *AMONG_OTHERS, **CIRCLE)
    amara, (leila, jonas, siobhan) = come(people[0], by_keyboard=True), map(come, people[1:])

    amara.open(page)
    amara.follow("Put times to the vote")
    offered = amara.page.locator("[name=slots]:checked")
    starts = sorted(datetime.fromisoformat(one.input_value()) for one in offered.all())
    amara.press("Open the vote")
    amara.sees("A time is booked when at least 3 of 4 can come.", "Nobody has said yes yet")
    assert amara.judged(colours=False) == []
    answer(amara, {0: "Yes", 1: "Yes"})
    for who, said in ((leila, {1: "Yes"}), (jonas, {0: "If need be", 1: "If need be"})):
        who.open(page)
        who.follow("Answer it")
        who.finds_no("Book the best one now")
        answer(who, said)
    jonas.sees("3 can come: Amara, Leïla, Jonas if need be", "Book the best one now")
    assert planned(stage, page) == []
    siobhan.open(page)
    siobhan.follow("Answer it")
    answer(siobhan, {0: "If need be", 2: "Yes"})

    (session,) = planned(stage, page)
    assert session.span.starts_at == starts[1]
    for walker in (amara, leila, jonas, siobhan):
        walker.open(page)
        reads(walker, on_the_clock(session.span.starts_at, "Europe/Berlin"))
        walker.finds_no("A vote on times is open")


def test_s2_at_the_deadline_a_vote_is_booked_without_whoever_has_not_answered(
    world, stage, come, worker
):
    _, people, page = begun(stage, "deadline", Format.CIRCLE, *AMONG_OTHERS, **CIRCLE)
    amara, (leila, jonas, siobhan) = come(people[0], by_keyboard=True), map(come, people[1:])
    amara.open(page)
    amara.follow("Put times to the vote")
    amara.press("Open the vote")
    answer(amara, {0: "Yes", 1: "Yes"})
    for who in (leila, jonas):
        who.open(page)
        who.follow("Answer it")
        answer(who, {1: "Yes"})
    reads(amara, re.compile(r"Until \w+, \d+ \w+( \d{4})?, \d\d:\d\d\."))
    jonas.sees("Not answered yet:", "Siobhán")

    vote = come_to_its_end(stage, page)

    assert eventually(lambda: planned(stage, page)), world.log("worker")[-3000:]
    (session,) = planned(stage, page)
    assert session.span == vote.slots[1]
    for walker in (siobhan, jonas):
        walker.open(f"polls/{vote.poll_id}/")
        walker.sees("Booked", "See it on our page")
        walker.follow("See it on our page")
        reads(walker, on_the_clock(session.span.starts_at, "Europe/Berlin"))
    assert siobhan.judged(colours=False) == []


def come_to_its_end(stage, page):
    """Return their vote, whose deadline is now."""
    with stage.house.store.work(TENANT) as work:
        (vote,) = work.polls_of(key_of(page))
        key = vote.poll_id
        work.queue(SETTLE_POLL, {"poll": key}, key=f"{SETTLE_POLL}:{key}", run_at=stage.now)
    return vote


def answer(walker, said):
    """Say something to some of the times, and send it."""
    for at, words in said.items():
        choices = walker.page.locator("fieldset").nth(at).get_by_role("radio")
        if walker.by_keyboard:
            walker.choose(choices, words)
        else:
            walker.page.locator("fieldset").nth(at).get_by_text(words, exact=True).tap()
    walker.press("Send my answers")


def test_s13_one_press_moves_three_to_their_second_way_and_tells_the_others(world, stage, come):
    _, people, page = begun(stage, "backup", Format.PEER, *[Side.PEER] * 3, **PEERS)
    stage.services.ways.keep(
        key_of(page), Way(Platform.TEAMS), Way(Platform.PHONE), version=0, actor=people[0]
    )
    stage.services.ways.keep_reach(NUMBER, "en", version=0, actor=people[2])
    session = under_way(stage, page)
    amara, leila, jonas = come(people[0]), come(people[1], by_keyboard=True), come(people[2])

    amara.open(session)
    amara.finds_no("moved it")
    leila.open(session)
    leila.press("It does not work: move to the backup")

    leila.sees("Moved: The telephone", NUMBER, "Back to the first way: ")
    for who in (amara, jonas):
        who.open(session)
        who.sees("Moved: The telephone", "Leïla moved it")
        assert who.judged(colours=False) == []
    kept = world.rows("SELECT payload FROM job WHERE kind = 'session.tell-switched'")
    told = [json.loads(payload)["person"] for (payload,) in kept]
    assert sorted(told) == sorted(people[at].person_id for at in (0, 2))


def under_way(stage, page):
    """Their session, which has begun a moment ago; returns its page."""
    with stage.house.store.look(TENANT) as work:
        group = work.relationship(key_of(page))
    session, begun_at = stage.books(group), stage.now - timedelta(minutes=5)
    span = Span(begun_at, begun_at + timedelta(hours=1))
    with stage.house.store.work(TENANT) as work:
        work.save_session(replace(session, span=span, version=1))
    return f"sessions/{session.session_id}/"


def test_what_a_facilitator_organised_goes_on_under_the_other_when_they_leave(world, stage, come):
    sides = (Side.MENTOR, Side.MENTOR, Side.MENTEE, Side.MENTEE)
    _, people, page = begun(stage, "handover", Format.CIRCLE, *sides, **CIRCLE)
    with stage.house.store.look(TENANT) as work:
        circle = work.relationship(key_of(page))
    before = [stage.books(circle, days=days) for days in (4, 11)]
    assert {one.organiser for one in before} == {people[0].person_id}
    amara, leila = come(people[0], by_keyboard=True), come(people[1])

    amara.open(f"{page}members/")
    amara.unfold("Leave")
    amara.press("Yes, I leave")

    amara.sees("You have left. Nobody is told why.")
    for path in (page, *(f"sessions/{one.session_id}/" for one in before)):
        assert amara.open(path) == 404
    after = planned(stage, page)
    assert [one.span for one in after] == [one.span for one in before]
    assert {one.organiser for one in after} == {people[1].person_id}
    assert {one.people for one in after} == {frozenset(p.person_id for p in people[1:])}
    leila.open(page)
    leila.sees("You organise this session, so it goes into your Outlook calendar.")
    leila.finds_no("Amara")
    assert leila.judged(colours=False) == []
    told = notices(world, f"relationship/{key_of(page)}")
    assert told == sorted((one.person_id, "members") for one in people[1:])


def test_g12_a_consent_that_is_taken_back_is_said_in_words_and_once_given_it_is_booked(
    world, worker, hana, visit
):
    world.switch("tokens_last", on=False)
    pair = make_pair(world, "Amara Okafor", "Leïla Haddad", hana)
    pair.connect()
    consent = "people/amara.okafor@northmoor.example/consent"
    world.control(consent, {"revoke": "Calendars.ReadWrite"})
    leila, amara = visit("Leïla Haddad"), visit("Amara Okafor")

    leila.launch()
    book_best_time(leila)

    waits = "an administrator must grant a permission"
    leila.sees_soon(waits)
    leila.sees("Nothing is lost meanwhile.")
    amara.launch()
    amara.follow(re.compile("Our page|Prepare"))
    amara.sees(waits)
    assert pair.live() == []
    world.control("admin-consent", {"grant": "Calendars.ReadWrite"})
    leila.press("Try again")
    leila.sees_soon(re.compile(BOOKED))
    amara.sees_soon(re.compile(BOOKED))
    assert eventually(lambda: len(pair.live()) == len(pair.live(pair.mentee)) == 1)
