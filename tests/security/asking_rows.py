"""Who opens what of mentees' requests to mentors: rows of the matrix in `test_matrix.py`."""

from tests.security.house import PEOPLE
from tests.security.talk_rows import DONE, OK, UNKNOWN, Row, coordinator, members

MENTORS, REQUEST = "programmes/{programme}/mentors/", "requests/{request}"
MENTEES = dict.fromkeys(PEOPLE, UNKNOWN)
"""Whoever is no mentee of the programme is told that there is no such page, its coordinator too."""
NOT_TOGETHER = "programmes/{programme}/matching/not-together/"
BACKGROUND = "programmes/{programme}/matching/background/"
WISHES = "programmes/{programme}/wishes/"
PLACED = ("ada", "ben", "dora", "eve")
ENROLLED, DOING = MENTEES | dict.fromkeys(PLACED, OK), dict.fromkeys(PLACED, DONE)
ROWS = {
    "GET mentors.show": Row(MENTORS, MENTEES | {"ben": OK, "eve": OK}),
    "POST mentors.ask": Row(MENTORS, MENTEES | {"ben": 409, "eve": 409}, {"mentor": "x"}),
    "GET requests.one": Row(f"{REQUEST}/", members()),
    "POST requests.accept": Row(f"{REQUEST}/accept", members(409)),
    "POST requests.decline": Row(f"{REQUEST}/decline", members(DONE, ben=409)),
    "POST requests.withdraw": Row(f"{REQUEST}/withdraw", members(DONE, ada=409)),
    "POST requests.say": Row(f"{REQUEST}/say", members(409), {"text": "Owls"}),
    "GET fairness.show": Row("programmes/{programme}/matching/fairness/", coordinator()),
    "GET exclusions.show": Row(NOT_TOGETHER, coordinator()),
    "POST exclusions.enter": Row(
        NOT_TOGETHER,
        coordinator(404),  # whoever takes no part there cannot be entered
        {"one": "x", "other": "y", "kind": "manager"},
    ),
    "POST exclusions.lift": Row(
        f"{NOT_TOGETHER}lift", coordinator(DONE), {"one": "x", "other": "y"}
    ),
    "GET backgrounds.show": Row(BACKGROUND, coordinator()),
    "POST backgrounds.switch_on": Row(
        BACKGROUND, coordinator(DONE), {"field": "age", "reason": "So that both are seen"}
    ),
    "POST backgrounds.switch_off": Row(f"{BACKGROUND}off", coordinator(DONE), {"field": "age"}),
    "GET wishes.show": Row(WISHES, ENROLLED),
    "POST wishes.keep": Row(WISHES, {**ENROLLED, **DOING}, {"wish1": ""}),
    "POST wishes.rather_not": Row(
        f"{WISHES}rather-not", {**ENROLLED, **DOING}, {"person": "x", "word": "near"}
    ),
}
