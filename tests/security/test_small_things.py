"""What pages say at the right moment: small things that a capability rests on."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

from plugin.mentoring.break_glass import FRESH_FOR, Category
from plugin.mentoring.enrolment import Medium
from plugin.mentoring.people import CourseRole
from plugin.mentoring.programme import Stage
from plugin.mentoring.spans import Span
from tests.security.test_matrix import ROWS
from tests.services.world import PLAN
from tests.stores import NORTHMOOR


def profile(world, who, **said):
    """Write over somebody's profile, whatever state it is in."""
    with world.store.work(NORTHMOOR) as work:
        (programme,) = {one.programme_id for one in work.relationships_of(who.person_id)}
        kept = work.enrolment(programme, who.person_id)
        work.save_enrolment(replace(kept, profile=replace(kept.profile, **said)))


def been_every(world, session, days, times):
    """Leave so many sessions that both say took place, each so many days apart."""
    like = world.kept("session", session)
    for number in range(1, times + 1):
        start = world.clock() - number * timedelta(days=days)
        span = Span(start, start + like.span.length)
        key = world.new_id()
        world.save("session", replace(like, session_id=key, span=span, version=0))
        for who in like.people:
            with world.store.work(NORTHMOOR) as work:
                work.save_held_word(key, who, held=True)


def test_t4_s10_the_pair_sees_what_both_like_best_and_the_rhythm_in_which_they_met(scene):
    world, pair = scene.tool.world, f"relationships/{scene.things.relationship}"
    before = scene["ben"].get(f"{pair}/").text
    profile(world, world.ada, media=(Medium.VIDEO, Medium.PHONE))
    profile(world, world.ben, media=(Medium.PHONE, Medium.VIDEO, Medium.WRITING))
    been_every(world, scene.things.session, 28, 4)

    page = scene["ben"].get(f"{pair}/").text

    assert "What you all like best" not in before
    assert "What you all like best: phone" in page
    assert "Lately you met about every 4 weeks." in page
    form = scene["ben"].get(f"{pair}/agreement/edit?every=4").text
    assert re.search(r'<option value="4" selected>', form)


def test_x02_what_a_pair_kept_meanwhile_is_called_as_in_its_own_form(scene):
    pair = f"relationships/{scene.things.relationship}/agreement/"
    sent = ROWS["POST agreements.propose"].form | {"version": 0, "never": "Our salaries"}

    reply = scene["ben"].post(pair, sent)

    assert reply.status_code == 409
    assert "<dt>Never leaves the two of us</dt>" in reply.text
    assert "this circle of people" not in reply.text


def test_p12_who_was_a_mentee_is_invited_to_be_a_mentor_in_the_next_cohort(scene):
    world = scene.tool.world
    home = {name: scene[name].get("mine").text for name in ("ben", "ada")}
    kept = world.kept("programme", scene.things.programme)
    world.save("programme", replace(kept, stage=Stage.CLOSED))
    following = world.services.programmes.start(PLAN, actor=world.cleo).programme_id
    world.services.programmes.open(following, actor=world.cleo)

    then = {name: scene[name].get("mine").text for name in ("ben", "ada", "finn")}

    asked = f"programmes/{following}/profile/?side=mentor"
    assert [asked in text for text in home.values()] == [False, False]
    assert {name: asked in text for name, text in then.items()} == {
        "ben": True, "ada": False, "finn": False,
    }  # fmt: skip
    form = scene["ben"].get(asked).text
    assert re.search(r'value="mentor" checked', form)


def test_p5_the_team_is_named_to_whoever_has_no_partner_yet(scene):
    form = scene["finn"].get(f"programmes/{scene.things.programme}/profile/").text

    assert "Somebody to turn to" in form
    assert "Cleo" in form


def test_a2_a_question_without_its_circumstances_is_not_sent(scene):
    page = f"relationships/{scene.things.relationship}/messages/"
    asked = {"subject": "Two offers", "context": "One here, one in Leeds"}

    for left_out in asked:
        reply = scene["ben"].post(page, asked | {left_out: "  "})
        assert reply.status_code == 422
        assert f'id="{left_out}-error"' in reply.text
    assert scene["ben"].post(page, asked).status_code == 303


def test_a3_what_is_urgent_is_shown_the_faster_way_first_and_sent_only_then(scene):
    page = f"relationships/{scene.things.relationship}/messages/"
    asked = {"subject": "Tomorrow", "context": "The room is gone", "urgent": "true"}

    first = scene["ben"].post(page, asked)
    sent = scene["ben"].post(page, asked | {"anyway": "true"})

    assert "There is a faster way" in first.text
    agreed = scene.tool.world.kept("agreement", scene.things.relationship).terms.backup
    assert f"You agreed on: {agreed}" in unescape(first.text)
    assert "Nothing was sent yet." in first.text
    assert "An answer can be expected by" in first.text
    assert sent.status_code == 303
    with scene.tool.store.look(NORTHMOOR) as work:
        kept = work.exchanges(scene.things.relationship, most=9)
    assert [one.urgent for one in kept if one.subject == "Tomorrow"] == [True]


def test_t12_the_check_list_stands_before_joining_and_leads_to_another_time(scene):
    session, pair = scene.things.session, scene.things.relationship
    page = scene["ben"].get(f"sessions/{session}/").text
    past = scene["ben"].get(f"sessions/{scene.things.past}/").text

    listed = re.search(r"Before you join</h2><div[^>]*><ul>(.*?)</ul>", page, re.DOTALL)[1]
    assert listed.count("<li>") == 4
    assert f"relationships/{pair}/times/?moving={session}" in page
    assert "Before you join" not in past


def test_s16_captions_are_explained_and_languages_are_kept(scene):
    world = scene.tool.world
    profile(world, world.ben, languages=("de", "en"))
    page = scene["ben"].get(f"sessions/{scene.things.session}/recording/").text
    form = scene["ben"].get(f"programmes/{scene.things.programme}/profile/").text

    assert "turn on live captions" in page
    for language in ("de", "en"):
        assert re.search(rf'name="languages" value="{language}" checked', form)


def test_g10_g11_either_side_is_asked_three_questions_of_their_own(scene):
    pages = {
        name: scene[name].get(f"sessions/{scene.things.past}/feedback").text
        for name in ("ada", "ben")
    }
    asked = {
        name: re.findall(r"<(?:label|legend)[^>]*>([^<]*\?)</", text)
        for name, text in pages.items()
    }

    assert {name: len(some) for name, some in asked.items()} == {"ada": 3, "ben": 3}
    assert asked["ada"][:2] != asked["ben"][:2]
    for name in pages:
        said = {"good": f"{name} was heard", "other": "Slower", "shared": "true"}
        assert scene[name].post(f"sessions/{scene.things.past}/feedback", said).status_code == 303
    assert "ada was heard" in scene["ben"].get(f"sessions/{scene.things.past}/").text


def test_p4_p9_looking_back_shows_the_cohorts_own_figures_and_all_ways_of_meeting(scene):
    world, page = scene.tool.world, f"programmes/{scene.things.programme}/stage/retrospective"
    like = world.kept("session", scene.things.past)
    for days, medium in ((20, Medium.PHONE), (30, Medium.PHONE), (40, Medium.IN_PERSON)):
        start = world.clock() - timedelta(days=days)
        span = Span(start, start + like.span.length)
        made = replace(like, session_id=world.new_id(), span=span, medium=medium, version=0)
        world.save("session", made)

    text = scene["cleo"].get(page).text

    told = dict(re.findall(r'<th scope="row">([\w ]+)</th><td[^>]*>(\d+)</td>', text))
    ways = {"video": "1", "phone": "2", "meeting in person": "1", "writing": "0"}
    figures = {"In the course": "10", "Profile": "6", "Placed": "4", "Agreed": "4"}
    assert told == {**told, **ways, **figures}
    assert "2 have had a session that is over." in text
    assert "Below that, nothing is shown" in text


def test_k12_who_signs_out_is_out_in_every_browser_at_once(scene):
    other = scene.tool.visitor("ada")
    other.enter()

    scene["ada"].post("me/privacy/sign-out")

    assert [one.get("").status_code for one in (scene["ada"], other, scene["ben"])] == [
        401,
        401,
        200,
    ]


def test_sealed_pages_open_soon_after_coming_in_and_to_no_window_that_was_left_open(scene):
    world, cleo = scene.tool.world, scene["cleo"]
    gil = world.arrive("gil", role=CourseRole.INSTRUCTOR)
    world.services.programmes.join_coordinators(scene.things.programme, actor=gil)
    glass, pair = world.services.break_glass, scene.things.relationship
    key = glass.ask(pair, Category.SAFETY, "A threat", actor=world.cleo)
    glass.decide(key, True, actor=gil)
    cleo.enter()
    fresh = cleo.post(f"openings/{key}/read")
    scene.tool.clock.advance(FRESH_FOR)
    left_open = cleo.post(f"openings/{key}/read")
    cleo.enter()
    anew = cleo.post(f"openings/{key}/read")

    assert [one.status_code for one in (fresh, left_open, anew)] == [200, 403, 200]
    assert "M-NOT-FRESH" in left_open.text
    assert ["Notes that they share" in one.text for one in (fresh, left_open, anew)] == [
        True,
        False,
        True,
    ]


def test_the_first_page_of_who_administers_the_lms_leads_on(scene):
    page = scene["ina"].get("connection/").text
    foot = page[page.index("<footer") :]

    for led in ("support/", "institution/content/", "who-sees-what"):
        assert re.search(rf'<a href="[^"]*{led}">', foot), led
    assert "connection/" not in foot
