"""B10: links in mails that need no visit do one thing each, and say nothing of anybody."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from icalendar import Calendar

from plugin.mentoring.answers import Answer
from plugin.mentoring.people import Actor
from plugin.mentoring.session import Channel
from plugin.web.visits import fingerprint
from tests.security.house import TOOL, hidden
from tests.stores import NORTHMOOR


def actor(scene, name):
    here = scene.tool.store.visit(fingerprint(scene[name].handle))
    return Actor(here.tenant_id, here.person_id, here.course_id, here.role)


def asked(scene, method, url):
    path = urlsplit(url).path
    return scene.tool.app.test_client().open(path, method=method, base_url=TOOL)


def test_opening_the_link_changes_nothing_and_one_press_ends_mail_as_mail_programs_do(scene):
    notices, ben = scene.tool.world.services.notices, actor(scene, "ben")
    url = notices.presses.url("off", NORTHMOOR, ben.person_id)

    shown = asked(scene, "GET", url)
    before = notices.mine(actor=ben).choices.mail
    pressed = asked(scene, "POST", url)

    assert (shown.status_code, pressed.status_code) == (200, 200)
    assert before
    assert not notices.mine(actor=ben).choices.mail
    assert "Ben" not in shown.text + pressed.text


def test_a_link_that_is_not_whole_ends_nobodys_mail(scene):
    notices, ada = scene.tool.world.services.notices, actor(scene, "ada")
    url = notices.presses.url("off", NORTHMOOR, ada.person_id)

    assert asked(scene, "POST", url[:-1]).status_code == 404
    assert notices.mine(actor=ada).choices.mail


def test_an_invitation_by_mail_is_answered_by_a_press_and_names_nobody(scene):
    world, session = scene.tool.world, scene.things.session
    world.save("link", replace(world.kept("link", session), channel=Channel.MAIL))
    ben = actor(scene, "ben").person_id
    url = world.services.replies.presses.url("answer", NORTHMOOR, session, ben)

    shown = asked(scene, "GET", url)
    before = world.kept("link", session).answers.of(ben)
    said = {"word": "no", "state": hidden(shown.text, "state")}
    client = scene.tool.app.test_client()
    late = client.post(urlsplit(url).path, data=said | {"state": "0.0"}, base_url=TOOL)
    pressed = client.post(urlsplit(url).path, data=said, base_url=TOOL)

    assert [one.status_code for one in (shown, late, pressed)] == [200, 409, 200]
    assert (before, world.kept("link", session).answers.of(ben)) == (None, Answer.NO)
    assert not {"Ben", "Ada"} & set(re.findall(r"\w+", shown.text + pressed.text))
    assert asked(scene, "POST", url[:-1]).status_code == 404
    assert "Declined the invitation: Ben" in scene["ada"].get(f"sessions/{session}/").text


def test_g28_a_series_is_answered_at_once_or_time_by_time_and_names_nobody(scene):
    world, first = scene.tool.world, scene.things.session
    world.services.series.make(first, 1, actor=actor(scene, "ada"))
    made = [x for x in world.kept("sessions_of", [scene.things.relationship]) if x.series_id]
    for one in made:
        world.save("link", replace(world.link(one), channel=Channel.MAIL))
    ben, presses = actor(scene, "ben").person_id, world.services.replies.presses
    url = presses.url("answer", NORTHMOOR, made[0].series_id, ben)

    shown = asked(scene, "GET", url)
    said = {"word": "maybe", "state": hidden(shown.text, "state")}
    pressed = scene.tool.app.test_client().post(urlsplit(url).path, data=said, base_url=TOOL)
    alone = re.findall(r'href="[^"]*(/mail/answer/[^"]+)"', shown.text)

    assert (shown.status_code, pressed.status_code, len(alone)) == (200, 200, 2)
    assert [world.link(one).answers.of(ben) for one in made] == [Answer.MAYBE] * 2
    assert not {"Ben", "Ada"} & set(re.findall(r"\w+", shown.text + pressed.text))
    assert "You said maybe." in asked(scene, "GET", TOOL + alone[1]).text


def test_a_calendar_feed_reads_as_a_calendar_and_names_nobody_where_it_is_busy_only(scene):
    feeds, ben = scene.tool.world.services.calendar_feeds, actor(scene, "ben")
    feeds.renew(busy_only=True, actor=ben)
    url, _busy = feeds.mine(actor=ben)

    reply = asked(scene, "GET", url)

    events = Calendar.from_ical(reply.data).walk("VEVENT")
    assert {str(one["SUMMARY"]) for one in events} == {"Busy"}
    assert "Ada" not in reply.text
    feeds.end(actor=ben)
    assert asked(scene, "GET", url).status_code == 404


def test_where_a_notice_leads_is_the_same_page_whatever_it_names(scene):
    there = asked(scene, "GET", f"{TOOL}/to/session/{scene.things.session}")
    nowhere = asked(scene, "GET", f"{TOOL}/to/session/nothing")

    assert there.status_code == nowhere.status_code == 200
    assert there.text == nowhere.text
