"""What is written in a relationship: kept whole, shown to its people, cheap to open, inert."""

import re
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from plugin.gateways.one_press import OnePress
from plugin.mentoring.notes import NoteKind
from plugin.mentoring.session import SessionId
from plugin.mentoring.spans import Span
from tests.mentoring.test_parts import part
from tests.security.house import NORTHMOOR, TOOL, hidden
from tests.security.house import TERMS as AGREED
from tests.security.talk_canaries import third_says
from tests.security.test_matrix import TERMS
from tests.security.test_sealed_values import flipped, put, value
from tests.services.world import PRESSES

MOST_QUERIES = 8
LONG_AGO = 200
MANY = 50
POLYGLOT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>[x](javascript:alert(1))"


@contextmanager
def counted(tool):
    seen = []

    def note(_connection, _cursor, statement, *_):
        if not statement.startswith(("BEGIN", "SELECT set_config")):
            seen.append(statement)

    event.listen(tool.database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(tool.database.engine, "before_cursor_execute", note)


@pytest.fixture
def pair(scene):
    return f"relationships/{scene.things.relationship}"


def test_the_relationship_page_takes_at_most_eight_queries_after_200_sessions(scene):
    """An open vote on times, and a suggested time, are read besides, while there are any."""
    world, pair = scene.tool.world, f"relationships/{scene.things.other_relationship}/"
    like = world.kept("session", scene.things.other_session)
    with scene.tool.store.work(NORTHMOOR) as work:
        for days in range(10, 10 + LONG_AGO):
            start = world.clock() - timedelta(days=days)
            span = Span(start, start + like.span.length)
            key = SessionId(world.new_id())
            work.save_session(replace(like, session_id=key, span=span, version=0))
    scene["eve"].get(pair)

    with counted(scene.tool) as queries:
        page = scene["eve"].get(pair)

    assert page.status_code == 200
    assert f"{LONG_AGO} not said yet" in page.text
    assert len(queries) <= MOST_QUERIES, "\n".join(queries)


@pytest.mark.parametrize("person", ["ada", "ben"])
def test_two_who_rewrite_one_record_see_both_texts(scene, person):
    page = f"notes/{scene.things.record}/"
    other = {"ada": "ben", "ben": "ada"}[person]
    scene[other].post(page, {"body": "Owls at night", "version": 1})

    reply = scene[person].post(page, {"body": "Owls by day", "version": 1})

    assert reply.status_code == 409
    assert "Owls at night" in reply.text
    assert "Owls by day" in reply.text
    joined = {"body": "Owls by day and night", "version": 2}
    assert scene[person].post(page, joined).status_code == 303


def test_two_who_write_topics_at_once_see_both_texts(scene):
    page, version = f"sessions/{scene.things.session}/agenda", scene.things.version
    scene["ada"].post(page, {"agenda": "Her topic", "version": version})

    reply = scene["ben"].post(page, {"agenda": "His topic", "version": version})

    assert reply.status_code == 409
    assert "Her topic" in reply.text
    assert "His topic" in reply.text


@pytest.mark.parametrize("person", ["ada", "ben"])
def test_two_who_write_one_agreement_see_each_others_text_and_lose_nothing(scene, pair, person):
    page, other = f"{pair}/agreement/", {"ada": "ben", "ben": "ada"}[person]
    version = {"version": scene.things.agreement_version, "role": "To listen", "goals": "A step"}
    first = {**TERMS, **version, "words": "Owls <fly>", "never": "What we fear", "length_min": 60}
    mine = {**TERMS, **version, "words": "Foxes run", "never": "What we fear", "shared": "Our day"}
    assert scene[other].post(page, first).status_code == 303

    reply = scene[person].post(page, mine)

    assert reply.status_code == 409
    for text in ("Owls &lt;fly&gt;", "Foxes run", "Our day", "60 minutes"):
        assert text in reply.text
    assert reply.text.count("What we fear") == 1, "what both say alike stands in the form alone"
    joined = {**mine, "version": hidden(reply.text, "version"), "words": "Owls fly, foxes run"}
    assert scene[person].post(page, joined).status_code == 303
    kept = scene.tool.world.kept("agreement", scene.things.relationship).terms
    assert (kept.words, kept.shared) == ("Owls fly, foxes run", ("Our day",))


def test_a_member_who_is_removed_while_writing_keeps_the_words(scene):
    world = scene.tool.world
    relationship = world.kept("relationship", scene.things.relationship)
    ben, eve = world.arrive("ben").person_id, world.arrive("finn").person_id
    members = tuple(
        replace(one, person_id=eve) if one.person_id == ben else one for one in relationship.members
    )
    world.save("relationship", replace(relationship, members=members))

    reply = scene["ben"].post(
        f"sessions/{scene.things.session}/notes", {"body": "An hour of <work>"}
    )

    assert reply.status_code == 404
    assert "An hour of &lt;work&gt;</textarea>" in reply.text


def test_words_of_a_forged_form_are_not_shown(scene):
    reply = scene["ben"].post(
        f"sessions/{scene.things.session}/notes", {"body": "Believe me", "csrf": "forged"}
    )

    assert reply.status_code == 403
    assert "Believe me" not in reply.text


def test_u01_what_people_write_stays_text_on_every_page_that_shows_it(scene, pair):
    session, ben = f"sessions/{scene.things.session}", scene["ben"]
    for kind in set(NoteKind) - {NoteKind.THANKS}:
        ben.post(f"{session}/notes", {"kind": kind, "body": POLYGLOT})
    ben.post(f"{pair}/thanks", {"body": POLYGLOT})
    ben.post(f"{pair}/agreement/mine", {"goals": POLYGLOT, "aside": POLYGLOT})
    answer = {"key": scene.things.question, "answer": POLYGLOT, "shared": "true"}
    ben.post(f"{pair}/together/answer", answer)
    ben.post(f"{session}/coaching/model", {"text": f"{POLYGLOT}\n{POLYGLOT}: {POLYGLOT}"})
    promise = {"text": POLYGLOT, "due_on": "2026-04-01", "owner": scene.things.ben}
    ben.post(f"{pair}/promises/", promise)

    asked = f"messages/{scene.things.exchange}/"
    ben.post(f"{pair}/messages/", {"subject": POLYGLOT, "context": POLYGLOT})
    ben.post(asked, {"body": POLYGLOT})

    goal = {"specific": POLYGLOT, "measurable": POLYGLOT, "achievable": POLYGLOT,
            "relevant": POLYGLOT, "due_on": "2026-04-01", "firm": "true"}  # fmt: skip
    ben.post(f"{pair}/goals/", goal)

    ends = (
        "/",
        "/goals/",
        "/goals/review",
        "/takeaway/",
        "/messages/",
        "/together/",
        "/agreement/",
        "/agreement/mine",
        "/promises/",
    )
    paths = (asked, f"{session}/", f"{session}/coaching", *(f"{pair}{end}" for end in ends))
    pages = [ben.get(path) for path in paths]
    everything = {"what": ["goals", "exchanges"], "earlier": ["goals", "exchanges"]}
    pages.append(ben.post(f"{pair}/takeaway/file", everything))

    assert {page.status_code for page in pages} == {200}
    shown = "".join(page.text for page in pages)
    assert shown.count("alert(1)") >= 10
    for bad in ("<script>alert", "<img src=x", 'href="javascript'):
        assert bad not in shown


@pytest.mark.parametrize(
    ("table", "key", "thing", "page"),
    [
        ("note", "note_id", "record", "sessions/{session}/"),
        ("note", "note_id", "record", "notes/{record}/"),
        ("promise", "promise_id", "promise", "relationships/{relationship}/"),
        ("promise", "promise_id", "promise", "relationships/{relationship}/promises/"),
        ("introduction", "introduction_id", "introduction",
         "relationships/{relationship}/together/"),
    ],
)  # fmt: skip
def test_k08_a_text_that_does_not_open_hides_itself_alone(scene, table, key, thing, page):
    words = {"note": "We spoke of owls", "promise": "Read a book", "introduction": "A nurse"}[table]
    place = ("body", table, key, getattr(scene.things, thing))
    path = page.format(**asdict(scene.things))
    before = scene["ben"].get(path).text
    put(scene.tool, *place, flipped(value(scene.tool, *place)))

    after = scene["ben"].get(path)

    assert words in before
    assert after.status_code == 200
    assert words not in after.text
    assert "cannot be shown" in after.text


def test_k08_a_note_moved_to_another_row_is_not_shown_there(scene):
    things = scene.things
    mine = ("body", "note", "note_id", things.jotting)
    put(scene.tool, "body", "note", "note_id", things.record, value(scene.tool, *mine))

    assert "I was nervous" not in scene["ada"].get(f"sessions/{things.session}/").text


def test_p04_a_jotting_is_read_by_its_author_alone(scene):
    page = f"sessions/{scene.things.session}/"

    assert "I was nervous" in scene["ben"].get(page).text
    assert "I was nervous" not in scene["ada"].get(page).text


def test_c10_a_third_person_is_named_when_both_have_agreed(scene, pair):
    page, word = f"{pair}/together/", f"introductions/{scene.things.introduction}"
    before = scene["ben"].get(page).text
    scene["ben"].post(word, {"word": "yes"})
    half = scene["ben"].get(page).text
    passed_on = scene["ada"].post(word, {"word": "yes"}).status_code
    still = scene["ben"].get(page).text
    asked = third_says(scene["ada"], pair, "yes")

    assert "A nurse" in before
    assert passed_on == 403
    assert "Nell" not in before + half + still + asked.text
    assert asked.status_code == 200
    assert "Nell" in scene["ben"].get(page).text


def test_the_home_of_a_mentor_of_fifty_takes_at_most_eight_queries(scene):
    world, key = scene.tool.world, scene.things.relationship
    programme = world.kept("programme", world.kept("relationship", key).programme_id)
    ada = scene.tool.world.arrive("ada")
    for number in range(MANY):
        pair = world.pair(programme, ada, world.arrive(f"learner{number}"))
        world.services.agreements.propose(pair, AGREED, version=0, actor=ada, part=part(pair, ada))
    scene["ada"].get("mine")

    with counted(scene.tool) as queries:
        page = scene["ada"].get("mine")

    assert page.text.count("/relationships/") > MANY
    assert len(queries) <= MOST_QUERIES, "\n".join(queries)


@pytest.mark.parametrize(
    ("presses", "purpose"),
    [(OnePress(public_url=TOOL, key=b"x" * 32), "third"), (PRESSES, "reply")],
    ids=["signed with another key", "signed for something else"],
)
def test_c10_an_address_that_was_not_made_for_it_says_nothing(scene, pair, presses, purpose):
    name, stranger = scene.things.introduction, scene.tool.visitor("nobody")
    token = presses.url(purpose, NORTHMOOR, name).rpartition("/")[2]
    before = scene["ada"].get(f"{pair}/together/").text
    ours = re.search(r"/mail/third/([\w.-]+)", before)[1]

    replies = [
        stranger.ask(method, f"/mail/third/{token}", data={"word": "no"})
        for method in ("GET", "POST")
    ]

    assert token.partition(".")[0] == ours.partition(".")[0], "it names the same introduction"
    assert [one.status_code for one in replies] == [404, 404]
    assert "would rather not" not in scene["ada"].get(f"{pair}/together/").text


def test_c10_a_third_persons_no_and_a_forged_address_open_nothing(scene, pair):
    page = f"{pair}/together/"
    scene["ben"].post(f"introductions/{scene.things.introduction}", {"word": "yes"})
    stranger = scene.tool.visitor("nobody")
    forged = stranger.ask("POST", "/mail/third/nothing.at-all", data={"word": "yes"})
    third_says(scene["ada"], pair, "no")
    address = re.search(r"/mail/third/[\w.-]+", scene["ada"].get(page).text)[0]
    asked = stranger.ask("GET", address)

    assert forged.status_code == 404
    assert "would rather not" in scene["ada"].get(page).text
    assert "Nell" not in scene["ben"].get(page).text + asked.text
    assert "May Ada introduce you?" in asked.text
    scene.tool.world.end(scene.things.relationship)
    assert stranger.ask("GET", address).status_code == 404
