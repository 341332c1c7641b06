"""Who opens what members make together and show others: rows of the matrix."""

from tests.security.house import PEOPLE
from tests.security.talk_rows import DONE, FORBIDDEN, OK, PAIR, UNKNOWN, Row, coordinator, members

PROJECTS, PROJECT = f"{PAIR}/projects", "projects/{project}"
ELSEWHERE = dict.fromkeys(("ina", "jon", "kim", "lea", "max"), UNKNOWN)
WORDS, SAID = {"title": "Owls", "version": 2}, {"version": 2}
SHOWN = {"title": "Owls", "text": "At night", "version": 1}
BOARD, IDEA, ASK = "boards/{board}", "ideas/{idea}", {"question": "Which owls?"}
BOARDS = {
    "GET boards.show": Row(f"{PAIR}/boards/", members()),
    "POST boards.ask": Row(f"{PAIR}/boards/", members(DONE), ASK),
    "GET boards.one": Row(f"{BOARD}/", members()),
    "POST boards.add": Row(f"{BOARD}/ideas", members(DONE), {"text": "Snowy ones"}),
    "POST boards.settle": Row(f"{BOARD}/state", members(DONE), {"state": "closed", "version": 1}),
    "POST boards.put_into": Row(f"{IDEA}/group", members(DONE), {"group": "Small", "version": 1}),
    "POST boards.vote": Row(f"{IDEA}/vote", members(DONE), {"given": "true"}),
    "POST boards.take_away": Row(f"{IDEA}/remove", members(DONE, ada=FORBIDDEN)),
}
BRING = {"pair": "{relationship}", "mentor": "nobody"}
MAKING = {
    **BOARDS,
    "GET side_by_side.show": Row("programmes/{programme}/side-by-side/", coordinator()),
    "POST side_by_side.bring": Row(
        "programmes/{programme}/side-by-side/", coordinator(UNKNOWN), BRING
    ),
    "GET projects.show": Row(f"{PROJECTS}/", members()),
    "GET projects.new": Row(f"{PROJECTS}/new", members()),
    "POST projects.begin": Row(f"{PROJECTS}/", members(DONE), WORDS),
    "GET projects.one": Row(f"{PROJECT}/", members()),
    "GET projects.edit": Row(f"{PROJECT}/edit", members()),
    "POST projects.write": Row(f"{PROJECT}/", members(DONE), WORDS),
    "POST projects.take_part": Row(f"{PROJECT}/part", members(DONE), {"text": "I count owls"}),
    "POST projects.add_link": Row(
        f"{PROJECT}/files", members(DONE), SAID | {"url": "https://x.example/"}
    ),
    "POST projects.remove_link": Row(
        f"{PROJECT}/files/remove", members(DONE), SAID | {"number": 0}
    ),
    "POST projects.settle": Row(f"{PROJECT}/state", members(DONE), SAID | {"state": "let go"}),
    "GET showings.of_project": Row(f"{PROJECT}/showing/", members()),
    "POST showings.offer_project": Row(f"{PROJECT}/showing/", members(DONE), SHOWN),
    "GET showings.of_session": Row("sessions/{session}/showing/", members()),
    "POST showings.offer_session": Row(
        "sessions/{session}/showing/", members(DONE), SHOWN | {"version": 0}
    ),
    "POST showings.agree": Row("showings/{showing}/yes", members(DONE), {"version": 1}),
    "POST showings.take_back": Row(
        "showings/{showing}/back", dict.fromkeys(PEOPLE, UNKNOWN) | {"ben": DONE}
    ),
    "GET showings.shown": Row(
        "programmes/{programme}/shown/", dict.fromkeys(PEOPLE, OK) | ELSEWHERE
    ),
}
