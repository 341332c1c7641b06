"""The tab's own pages: who waits and since when, booking and taking back, hours, and their cost."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from plugin.mentoring.enrolment import Side
from plugin.mentoring.exchanges import ExchangeKind
from plugin.mentoring.mentor_requests import MentorRequest
from plugin.web.pages.teams_links import chat_link, meeting_link
from tests.house.tree import ROOT
from tests.mentoring.test_parts import part
from tests.security.house import TERMS, hidden


def waiting_pair(scene):
    """Give Ada one more mentee, who has signed and has no session."""
    world, ada = scene.tool.world, scene.tool.world.arrive("ada")
    with scene.tool.store.look(ada.tenant_id) as work:
        programme = work.programme(scene.things.programme)
    finn = world.arrive("finn")
    world.answer(programme, finn, Side.MENTEE, about="")
    key = world.pair(programme, ada, finn)
    world.services.agreements.propose(key, TERMS, version=0, actor=ada, part=part(key, ada))
    world.services.agreements.sign(key, 1, actor=finn, part=part(key, finn))
    return key


def a_request(scene):
    """Let somebody new ask Ada, who has a place for them."""
    world, ada, zoe = (
        scene.tool.world,
        scene.tool.world.arrive("ada"),
        scene.tool.world.arrive("zoe"),
    )
    programme = world.kept("programme", scene.things.programme)
    world.answer(programme, ada, Side.MENTOR, capacity=programme.bounds.capacity)
    world.answer(programme, zoe, Side.MENTEE)
    people, now = (zoe.person_id, ada.person_id), world.clock()
    until = now + timedelta(days=400)
    made = MentorRequest("new", ada.tenant_id, programme.programme_id, *people, now, until)
    world.save("mentor_request", made)


def undone(ada, page):
    """Press Undo on that page, and return the page that follows."""
    said = re.search('name="last" value="([^"]*)"', page)[1]
    return ada.get(ada.post("teams/undo", {"last": said}).location.removeprefix(ada.home)).text


def followed(visitor, reply):
    assert reply.status_code == 303, reply.text
    return visitor.get(reply.location.removeprefix(visitor.home)).text


def offered(scene):
    """Offer Finn three times as Ada; return the pair, the times and the page that follows."""
    key, ada = waiting_pair(scene), scene["ada"]
    offer = ada.get(f"teams/offer/{key}").text
    times = [
        one.replace("&#43;", "+") for one in re.findall(r'name="slots" value="([^"]*)"', offer)
    ]
    return key, times, followed(ada, ada.post(f"teams/offer/{key}", {"slots": times}))


def test_who_waits_is_shown_with_the_press_that_offers_times_and_can_be_taken_back(scene):
    """From the tab to a confirmed time in three presses: the tab, the offer, and Finn's pick."""
    key, times, after = offered(scene)
    ada, finn = scene["ada"], scene["finn"]
    home = finn.get("").text
    poll = re.search(r'href="/l/[^/"]*/polls/([^/"]*)/"[^>]*>Pick a time', home)[1]
    shown = finn.get(f"polls/{poll}/").text
    picked = finn.post(f"polls/{poll}/pick", {"start": times[1]})

    assert len(times) == 3
    assert "Times are offered" in after
    assert "Finn waits for a time" not in after
    assert "Ada offers you times" in shown
    assert "poll-booked" in picked.location
    with scene.tool.store.look(scene.tool.world.arrive("ada").tenant_id) as work:
        (session,) = work.sessions_of([key])
    assert session.span.starts_at.isoformat() == times[1]
    assert "Finn" in ada.get("teams/sessions").text


def test_since_when_is_told_of_each_who_waits(scene):
    waiting_pair(scene)
    a_request(scene)

    home = scene["ada"].get("teams/").text
    rows = re.findall(r'<li class="item">.*?</li>', home, re.DOTALL)
    asked = re.search(r'<li class="row between">.*?</li>', home, re.DOTALL)[0]
    waiting = [row for row in rows[1:] if 'class="btn mini"' in row]

    assert re.search(r'<h2 id="first">[^<]*</h2><span[^>]*>Since \d+ \w+\.', home)
    assert waiting
    assert [row for row in [*waiting, asked] if not re.search(r", since \d+ \w+", row)] == []


def test_an_offer_is_taken_back_by_undo_and_one_time_alone_is_none(scene):
    key, times, after = offered(scene)
    ada = scene["ada"]

    back = undone(ada, after)
    few = ada.post(f"teams/offer/{key}", {"slots": times[:1]})

    assert "Nothing was booked" in back
    assert "Finn waits for a time" in back
    assert (few.status_code, "at least two times" in few.text) == (422, True)


def test_a_question_and_a_suggested_time_are_answered_from_the_first_page(scene):
    key, services = waiting_pair(scene), scene.tool.world.services
    finn, ada = scene.tool.world.arrive("finn"), scene["ada"]
    services.agreements.sign(
        key, 1, actor=scene.tool.world.arrive("ada"), part=part(key, scene.tool.world.arrive("ada"))
    )
    asked = services.exchanges.ask(
        key, ExchangeKind.QUESTION, "Owls", "Do they?", urgent=False, actor=finn
    )
    question = ada.get("teams/").text
    start = scene.tool.clock().replace(hour=10, minute=0) + timedelta(days=8)
    session = services.sessions.book(key, start, actor=finn)
    other = services.open_times.suggest(session.session_id, start + timedelta(hours=4), actor=finn)
    services.exchanges.write(asked.exchange_id, "Yes", "", actor=scene.tool.world.arrive("ada"))
    suggestion = ada.get("teams/").text
    moved = followed(ada, ada.post(f"teams/confirm/{other.time_proposal_id}"))

    assert f"/messages/{asked.exchange_id}/#body" in question
    assert "Finn waits for an answer" in question
    assert "Finn suggests another time" in suggestion
    assert "Move it there" in suggestion
    assert "Finn suggests another time" not in moved
    assert "Moved" in undone(ada, moved)
    with scene.tool.store.look(finn.tenant_id) as work:
        assert work.session(session.session_id).span == session.span


def test_p14_nobody_waits_for_a_time_while_it_rests(scene):
    key, ada = waiting_pair(scene), scene.tool.world.arrive("ada")
    services = scene.tool.world.services
    services.agreements.sign(key, 1, actor=ada, part=part(key, ada))
    before = scene["ada"].get("teams/").text
    until = scene.tool.clock().date() + timedelta(days=7)

    services.memberships.rest(key, until, actor=ada)

    assert "Finn waits for a time" in before
    assert "Finn waits for a time" not in scene["ada"].get("teams/").text
    assert scene["ada"].get(f"teams/offer/{key}").status_code == 409


@pytest.mark.parametrize("whole", [False, True], ids=["they rest", "the programme rests"])
def test_p14_no_time_is_offered_while_it_rests_and_all_is_as_before_on_the_day_named(scene, whole):
    key, _times, after = offered(scene)
    world, until = scene.tool.world, scene.tool.clock().date() + timedelta(days=7)
    ada = world.arrive("ada")
    with world.store.look(world.ada.tenant_id) as work:
        programme = work.programme(scene.things.programme)
    pause, rest = world.services.stages.pause, world.services.memberships.rest
    if whole:
        pause(programme.programme_id, until, version=programme.version, actor=world.arrive("cleo"))
    else:
        rest(key, until, actor=ada)
    meanwhile = scene["finn"].get("teams/").text, scene["ada"].get("teams/").text
    scene.tool.clock.advance(timedelta(days=8))

    assert "Times are offered" in after
    assert "Pick a time" not in meanwhile[0]
    assert "Times are offered" not in meanwhile[1]
    assert "Resting for a while" in meanwhile[1]
    assert not any(one.rests for one in world.services.tabs.own(actor=ada).lines)


def test_the_first_page_costs_at_most_eight_queries_however_many_people_wait(scene):
    waiting_pair(scene)
    a_request(scene)
    statements = []
    event.listen(
        scene.tool.database.engine,
        "before_cursor_execute",
        lambda *said: statements.append(said[2]) if said[2].startswith("SELECT") else None,
    )

    shown = scene["ada"].get("teams/")

    assert "Finn waits for a time" in shown.text
    assert "Zoe" in shown.text
    assert len(statements) <= 8, statements


def test_hours_are_kept_and_shown(scene):
    scene["ada"].post("teams/hours", {"hours": ["0-18", "4-30"]})

    page = scene["ada"].get("teams/hours").text

    assert re.findall(r'value="(\d-\d+)" checked', page) == ["0-18", "4-30"]


def test_hours_are_taken_back_to_what_they_were(scene):
    ada = scene["ada"]
    ada.post("teams/hours", {"hours": ["0-18"]})
    changed = followed(ada, ada.post("teams/hours", {"hours": ["4-30"]}))

    back = undone(ada, changed)

    assert re.findall(r'value="(\d-\d+)" checked', back) == ["0-18"]
    assert 'name="last"' not in back


def test_hours_that_are_none_are_left_out(scene):
    reply = scene["ada"].post("teams/hours", {"hours": ["9-99", "x", "0-x", "3-20"]})

    assert reply.status_code == 303
    assert re.findall(r'value="(\d-\d+)" checked', scene["ada"].get("teams/hours").text) == ["3-20"]


def test_links_into_teams_need_no_permission(scene):
    with scene.tool.store.look(scene.tool.world.arrive("ada").tenant_id) as work:
        session = work.session(scene.things.session)
        people = [work.person(one) for one in sorted(session.people)]
    later = session.span.starts_at + timedelta(minutes=45)

    assert "startTime=2026-03-05T10%3A00%3A00Z" in meeting_link("A & B", session.span, people)
    assert f"endTime={later:%Y-%m-%dT%H%%3A%M}" in meeting_link("A & B", session.span)
    assert "subject=A%20%26%20B" in meeting_link("A & B", None)
    assert chat_link([]) is None


def test_our_own_script_in_the_tab_is_small():
    assert (ROOT / "plugin" / "web" / "static" / "teams.js").stat().st_size < 10_000


def test_pages_of_the_course_lead_to_teams_own_forms_without_any_permission(scene):
    pair = f"relationships/{scene.things.relationship}"

    ours, times = scene["ben"].get(f"{pair}/").text, scene["ben"].get(f"{pair}/times/").text
    chat = scene["ben"].get(f"{pair}/chat").location

    assert f"{pair}/chat" in ours
    assert "ada%40" not in ours + times  # nobody is shown an address before they ask for the chat
    asked = scene["ben"].get(f"{pair}/chat", headers={"Accept": "application/json"})
    assert asked.json == {"go": chat}
    assert chat == "https://teams.microsoft.com/l/chat/0/0?users=ada%40northmoor.example"
    link = re.search(r'href="(https://teams.microsoft.com/l/meeting/new[^"]*)"', times)[1]
    assert "startTime=2026-03-" in link


def test_two_who_type_topics_beside_the_meeting_at_once_lose_no_word(scene):
    page = "teams/meeting/"
    sent = {"session": scene.things.session, "version": scene.things.version}
    scene["ada"].post(page, {**sent, "agenda": "Her topic"})

    reply = scene["ben"].post(page, {**sent, "agenda": "His topic"})

    assert (reply.status_code, "Her topic" in reply.text) == (409, True)
    joined = {name: hidden(reply.text, name) for name in ("session", "version")}
    kept = scene["ben"].post(page, {**joined, "agenda": "Her topic\n\nHis topic"})
    assert kept.location == f"{scene['ben'].home}{page}?done=agenda"
    stands = scene.tool.world.kept("session", scene.things.session).agenda
    assert stands == "Her topic\n\nHis topic"
    assert "His topic" in reply.text
