"""From an agreement to its end, at a telephone's width: two, three peers, and a circle of eight.

In each, somebody goes the whole way by keyboard alone, beside others who touch.
"""

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.feedback import Feedback
from plugin.mentoring.parts import Part
from plugin.mentoring.programme import Format
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import SessionId
from tests.journeys.beginnings import begun, hold, key_of
from tests.journeys.walker import Walker
from tests.looks.backstage import TENANT, Backstage

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(240)]

WORDS = "We say what we really think"
RECORD, JOTTING, LEARNT = "We read the offer twice", "Ask about the pay", "Courage, I think"
PROMISE, GOAL, THANKS = "Send the letter", "I have an answer by June", "For your patience"
SAID = (WORDS, RECORD, JOTTING, LEARNT, PROMISE, GOAL, THANKS)


@pytest.fixture(scope="module")
def stage(world):
    """What stands behind the pages; nobody's calendar is told anything meanwhile."""
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


def test_two_go_by_keyboard_alone_from_their_agreement_to_looking_back(stage, come, tmp_path):
    sides = (Side.MENTOR, Side.MENTEE)
    hana, (amara, leila), page = begun(stage, "two", Format.ONE_TO_ONE, *sides)
    mentor, mentee = come(amara), come(leila, by_keyboard=True)

    agree_and_book(mentor, mentee)
    session = hold(stage, page, days_ago=2)
    write_and_promise(mentee, mentor, page)
    ask_how_it_was(mentee, mentor, session)
    reach_a_goal(mentee, mentor, page, year=stage.now.year + 1)
    thank_and_end(mentee, page)

    look_back(mentor, page)
    file = take_along(mentee, page, tmp_path)
    check_the_file(mentee, file)
    check_the_coordinator(come(hana), page, session)


def agree_and_book(mentor, mentee):
    mentee.open()
    mentee.follow("Agree how to work")
    mentee.write("What I want to reach", "A next step")
    mentee.write("A sentence of our own", WORDS)
    mentee.press("Keep and sign")
    mentee.sees("Kept, with your signature.", "Amara Okafor has not signed yet")
    mentor.open()
    mentor.follow("Read and sign")
    mentor.sees(WORDS, "A next step", "Never leaves the two of us")
    mentor.write("What I see as my task", "To listen")
    mentor.press("Sign as")
    mentor.sees("Signed by both of you")
    mentee.open()
    mentee.follow("Choose a time")
    mentee.press_best_time()
    mentee.sees("Planned. The invitations", "Next session")


def write_and_promise(mentee, mentor, page):
    mentee.open(page)
    mentee.follow("Write about it")
    mentee.press("Yes, it did")
    mentee.write("Our record", RECORD)
    mentee.press("Keep", exact=True)
    mentee.unfold("Write.*My own jotting")
    mentee.write("My own jotting", JOTTING)
    mentee.press("Keep", exact=True)
    mentee.write("Somebody promises something", PROMISE)
    mentee.press("Write down")
    mentee.sees(RECORD, JOTTING, PROMISE)
    mentor.open(page)
    mentor.follow("Write about it")
    mentor.press("Yes, it did")
    mentor.sees("It took place", RECORD, PROMISE)
    mentor.finds_no(JOTTING, f"Done: {PROMISE}")


def ask_how_it_was(mentee, mentor, session):
    mentee.follow("Three questions, under a minute")
    mentee.write("What do you take with you?", LEARNT)
    mentee.press("Keep", exact=True)
    mentor.follow("Three questions, under a minute")
    mentor.write("What went well", "You read it aloud")
    mentor.tick("The members of our page may read these two")
    mentor.press("Keep", exact=True)
    mentor.sees("You answered")
    mentor.finds_no(LEARNT)
    mentee.open(session)
    mentee.sees("You read it aloud")


def reach_a_goal(mentee, mentor, page, *, year):
    mentee.open(page)
    mentee.press(f"Done: {PROMISE}")
    mentee.follow("See and set goals")
    mentee.follow("Write down a goal")
    mentee.write("What will be different?", GOAL)
    mentee.write("How will you see it?", "It is in my folder")
    mentee.write("What makes it possible?", "An hour each Friday")
    mentee.write("Why does it matter to you?", "I would know where I stand")
    mentee.write("By when?", f"{year}-06-06")
    mentee.press("Set it")
    mentee.press("Reached", exact=True)
    mentor.open(f"{page}goals/")
    mentor.sees(GOAL, "Reached")
    mentor.unfold("Say a word to it")
    mentor.write("A word to", "Well done")
    mentor.press("Say it")
    mentor.sees("Well done")


def thank_and_end(mentee, page):
    mentee.open(page)
    mentee.follow("Look back, and take along what is mine")
    mentee.follow("Say thank you")
    mentee.unfold("Say thank you")
    mentee.write("For what?", THANKS)
    mentee.press("Say it")
    mentee.open(page)
    mentee.follow("Rest, leave or end")
    mentee.unfold("End it for everybody")
    mentee.press("Yes, end it")
    mentee.sees("It is at its end.", "Looking back", "One session took place, as you both say.")
    mentee.sees("You kept one promise.", f"You reached: {GOAL}", THANKS)


def look_back(mentor, page):
    """The other finds it ended, with everything that both shared, and nothing to write."""
    mentor.open()
    assert mentor.judged(colours=False) == []
    mentor.follow("Look back: Leïla")
    mentor.sees(THANKS, "My certificate", "nobody can write here any more")
    mentor.finds_no(GOAL, "You kept", "ay thank you")
    mentor.follow("Our page")
    assert mentor.judged(colours=False) == []
    mentor.sees("Your time together has ended", WORDS, "took place")
    mentor.finds_no("Choose a time", "Write down a promise", JOTTING)
    mentor.open(f"{page}goals/")
    mentor.sees(GOAL, "Well done")
    mentor.finds_no("Write down a goal", "None yet")


def take_along(mentee, page, folder):
    mentee.open()
    mentee.follow("Look back: Amara")
    mentee.follow("Take along what is mine")
    return mentee.takes("As a page", folder)


def check_the_file(mentee, file):
    """It opens where there is no network, and holds the words of nobody else."""
    mentee.context.set_offline(True)
    mentee.goto(file.as_uri())
    mentee.sees("My portfolio", RECORD, JOTTING, LEARNT, GOAL, PROMISE, THANKS)
    mentee.finds_no("You read it aloud", "Well done", "To listen", "<script")
    assert mentee.judged() == []


def check_the_coordinator(head, page, session):
    """Hana sees that it was, and no word of it."""
    head.open()
    head.follow("How it goes")
    head.sees("Amara and Leïla", "Has ended", "Last met on")
    head.finds_no(*SAID)
    for path in (page, f"{page}agreement/", f"{page}closing/", f"{page}takeaway/", session):
        assert head.open(path) == 404
        head.finds_no(*SAID)


def test_three_peers_write_before_all_have_signed_and_the_last_reads_then(stage, come):
    peers = {"template": "returning-peers", "formal": False, "title": "Back from leave"}
    sides = (Side.PEER,) * 3
    _hana, people, page = begun(stage, "three", Format.PEER, *sides, **peers)
    amara, *by_keyboard = people
    amara, (leila, jonas) = come(amara), (come(who, by_keyboard=True) for who in by_keyboard)

    two_agree(leila, amara)
    session = hold(stage, page, days_ago=3)
    amara.open(session)
    amara.press("Yes, it did")
    amara.write("Our record", RECORD)
    amara.press("Keep", exact=True)
    amara.sees("You, Leïla and Jonas read and write this.", RECORD)
    the_third_signs(jonas, page, session)
    three_end_it(jonas, leila, page)

    amara.open()
    amara.follow("Look back: Leïla and Jonas")
    amara.sees("One session took place, as at least two of you say.", THANKS)
    amara.open(session)
    amara.sees(RECORD)
    assert amara.page.locator("main textarea").count() == 0
    assert amara.judged(colours=False) == []


def two_agree(leila, amara):
    leila.open()
    leila.sees("You, Amara and Jonas")
    leila.follow("Agree how to work")
    leila.write("What I want to reach", "To go on")
    leila.write("A sentence of our own", WORDS)
    leila.press("Keep and sign")
    leila.sees("Whoever has yet to sign is asked to.", "Never leaves this circle of people")
    leila.sees("What you bring")
    amara.open()
    amara.follow("Read and sign")
    amara.write("What I want to reach", "To come back")
    amara.press("Sign as")
    amara.sees("Not signed by all of you yet")
    amara.follow("Choose a time")
    amara.press_best_time()
    amara.sees("Planned.")


def the_third_signs(jonas, page, session):
    """Who has not signed sees that something is there, not what, and is offered no form in vain."""
    jonas.open(session)
    jonas.sees("Sign the agreement to read more", "My own jotting")
    jonas.finds_no(RECORD, "Our record", "Somebody promises something")
    assert jonas.judged(colours=False) == []
    jonas.follow("Read and sign")
    jonas.sees(WORDS)
    jonas.write("What I want to reach", "To begin")
    jonas.press("Sign as")
    jonas.sees("Signed by all of you")
    jonas.follow("Write about it")
    jonas.sees(RECORD)
    jonas.press("Yes, it did")
    jonas.sees("It took place", "you and Amara say so.")
    jonas.write("Somebody promises something", PROMISE)
    jonas.press("Write down")
    jonas.open(page)
    jonas.press(f"Done: {PROMISE}")


def three_end_it(jonas, leila, page):
    """Anybody of three may leave or end; one says thank you first."""
    leila.open(f"{page}promises/")
    leila.sees(PROMISE, "done")
    leila.open(f"{page}together/")
    leila.unfold("Say thank you")
    leila.write("For what?", THANKS)
    leila.press("Say it")
    jonas.open(f"{page}members/")
    jonas.sees("Leave")
    jonas.unfold("End it for everybody")
    jonas.press("Yes, end it")
    jonas.sees("You kept one promise.", THANKS)


def test_a_circle_of_eight_is_gathered_loses_one_and_is_ended_by_its_facilitator(stage, come):
    sides = (Side.MENTOR, *[Side.MENTEE] * 7)
    template = {"template": "first-year-circles"}
    hana, people, page = begun(stage, "eight", Format.CIRCLE, *sides, **template)
    amara, leila, jonas = (come(who, by_keyboard=who is people[0]) for who in people[:3])

    eight_agree(stage, page, amara, leila, people[2:])
    session = hold(stage, page, days_ago=4)
    eight_write(leila, amara, page, session)
    for who in people[:7]:
        say_of_the_pace(stage, session, who)
    one_leaves(jonas, page, session)
    the_facilitator_ends_it(amara, leila, page)

    leila.open()
    leila.follow("Look back: Night owls")
    leila.sees("as at least two of you say.", THANKS, "My certificate")
    head = come(hana)
    head.open()
    programme = head.page.get_by_role("link", name="Look back").get_attribute("href")
    head.open(programme.split("/", 3)[3])
    head.sees("6 people count so far", "the pace: 6")
    head.finds_no(*SAID)
    assert head.open(session) == 404


def eight_agree(stage, page, amara, leila, others):
    amara.open()
    amara.follow("Agree how to work")
    amara.write("What I see as my task", "To gather us")
    amara.write("A sentence of our own", WORDS)
    amara.press("Keep and sign")
    leila.open()
    leila.follow("Read and sign")
    leila.sees(WORDS, "To gather us")
    leila.write("What I want to reach", "A next step")
    leila.press("Sign as")
    leila.sees("When everybody has signed, you choose a time.")
    leila.finds_no("Choose one of the times")
    for who in others:
        part = Part(key_of(page), TENANT, who.person_id, goals=("To know somebody",))
        stage.services.agreements.sign(key_of(page), 1, actor=who, part=part)
    amara.open()
    amara.follow("Choose a time")
    amara.sees("Times that suit all of you")
    amara.press_best_time()
    amara.sees("Planned.")


def eight_write(leila, amara, page, session):
    leila.open(page)
    leila.follow("Write about it")
    leila.press("Yes, it did")
    leila.write("Our record", RECORD)
    leila.press("Keep", exact=True)
    leila.write("Somebody promises something", PROMISE)
    leila.press("Write down")
    leila.sees("You, Amara and 6 others read and write this.", PROMISE)
    amara.open(session)
    amara.press("Yes, it did")
    amara.sees("It took place", RECORD, PROMISE)
    amara.finds_no(f"Done: {PROMISE}")


def say_of_the_pace(stage, session, who):
    """One person's answer after the session, for themselves alone but for its theme."""
    about = SessionId(session.split("/")[1]), TENANT, RelationshipId("")
    said = Feedback(*about, who.person_id, LEARNT, "", ("pace",), False, stage.now)
    stage.services.coaching.give(said, actor=who)


def one_leaves(jonas, page, session):
    """A member leaves and cannot end it; what they could take along is named before."""
    jonas.open(f"{page}members/")
    jonas.finds_no("End it for everybody")
    jonas.unfold("Leave")
    jonas.sees("This page is closed to you from then on.", "Take along what is mine")
    jonas.press("Yes, I leave")
    jonas.sees("You have left. Nobody is told why.")
    for path in (page, session, f"{page}takeaway/"):
        assert jonas.open(path) == 404


def the_facilitator_ends_it(amara, leila, page):
    amara.open(f"{page}together/")
    amara.unfold("Say thank you")
    amara.write("For what?", THANKS)
    amara.press("Say it")
    leila.open(f"{page}members/")
    leila.finds_no("End it for everybody", "Jonas")
    amara.open(f"{page}members/")
    amara.unfold("End it for everybody")
    amara.press("Yes, end it")
    amara.sees("It is at its end.", THANKS)
