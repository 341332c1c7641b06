"""P8: on its page a pair chooses what the coordinator left open, and nothing else is offered."""

import re

from tests.security.house import hidden
from tests.security.test_matrix import PLAN, TERMS


def bounded(scene, **more):
    """Have the coordinator keep settings; return the reply."""
    page = f"programmes/{scene.things.programme}/settings/"
    said = {**PLAN, "goal1": "G", "measure1": "M", "formats": "one-to-one", "lengths": [45]}
    said |= {"version": hidden(scene["cleo"].get(page).text, "version")}
    return scene["cleo"].post(page, said | more)


def offered(page, name):
    chosen = re.search(rf'<select id="{name}".*?</select>', page, re.DOTALL)[0]
    return re.findall(r'value="(\d+)"', chosen)


def test_p8_a_page_offers_rhythms_and_lengths_within_the_programmes_bounds(scene):
    more = {"cadence_least": 2, "cadence_most": 4, "lengths": [45, 90]}
    saved = bounded(scene, **more)

    page = scene["ben"].get(f"relationships/{scene.things.relationship}/agreement/edit").text

    assert saved.status_code == 303
    assert offered(page, "cadence_weeks") == ["2", "3", "4"]
    assert offered(page, "length_min") == ["45", "90"]


def test_p8_topics_are_chosen_from_the_programmes_and_stand_in_the_agreement(scene):
    bounded(scene, skills="Owls\nFields")
    pair = f"relationships/{scene.things.relationship}/agreement"
    form = scene["ben"].get(f"{pair}/edit").text
    said = TERMS | {"version": hidden(form, "version"), "topics": ["Owls"]}
    said |= {"goals": "Fly", "role": "Listen"}

    kept = scene["ben"].post(f"{pair}/", said)

    again = scene["ben"].get(f"{pair}/edit").text
    assert kept.status_code == 303
    assert "Owls" in scene["ada"].get(f"{pair}/").text
    assert 'value="Owls" checked' in again
    assert 'value="Fields" checked' not in again


def test_p8_bounds_that_leave_out_what_is_usual_are_said_at_the_field(scene):
    page = bounded(scene, cadence_least=3, cadence_most=4)

    assert page.status_code == 422
    assert "outside of what people may choose" in page.text


def test_p8_what_two_agreed_on_stays_theirs_when_the_bounds_are_narrowed(scene):
    pair = f"relationships/{scene.things.relationship}/agreement"
    agreed = [offered(scene["ben"].get(f"{pair}/edit").text, "length_min")]
    bounded(scene, cadence_weeks=4, cadence_least=4, lengths=[60, 90], length_min=60)
    form = scene["ben"].get(f"{pair}/edit").text
    said = TERMS | {"version": hidden(form, "version"), "goals": "Fly", "role": "Listen"}

    kept = scene["ben"].post(f"{pair}/", said | {"words": "Be kind"})

    assert "90" not in agreed[0]
    assert offered(form, "length_min") == ["45", "60", "90"]
    assert offered(form, "cadence_weeks") == ["2", "4", "6", "8"]
    assert kept.status_code == 303


def test_p8_a_programme_without_any_length_is_said_at_the_field(scene):
    page = bounded(scene, lengths=[])

    assert page.status_code == 422
    assert "Please choose at least one." in page.text
    assert "Lengths that people may choose" in page.text
