"""P10: nobody is turned away silently: the form says who may, and whom to ask."""

from dataclasses import replace

from plugin.mentoring.enrolment import Side
from plugin.mentoring.programme import Entry
from tests.security.test_matrix import PROFILE


def restricted(scene):
    world, key = scene.tool.world, scene.things.programme
    now = world.kept("programme", key)
    life = replace(now.life, eligible=((Side.MENTEE.value, (Entry.RETURNING,)),))
    world.save("programme", replace(now, life=life))
    return f"programmes/{key}/profile/"


def test_p10_who_may_not_take_part_is_told_who_may_and_whom_to_ask_and_keeps_what_was_typed(scene):
    path = restricted(scene)
    refused = scene["finn"].post(path, PROFILE | {"entry": "", "about": "I keep bees"})
    later = scene["finn"].post(path, PROFILE | {"entry": "", "later": "yes"})
    sent = scene["finn"].post(path, PROFILE | {"entry": "returning"})

    assert refused.status_code == 422
    for words in ("Back from leave", "ask Cleo", "I keep bees"):
        assert words in refused.text
    assert (later.status_code, sent.status_code) == (303, 303)
    assert "Back from leave: where to begin" in scene["finn"].get("mine").text


def test_p10_a_coordinator_says_who_may_take_part_as_what(scene):
    path = f"programmes/{scene.things.programme}/settings/"
    form = scene["cleo"].get(path).text

    assert "Who may look for a mentor or a circle" in form
    assert "Who may be a mentor" in form
    assert "Who may be a peer" not in form
