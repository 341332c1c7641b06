"""Who opens what of help, concerns and one's own data: rows of `test_matrix.py`."""

from tests.security.house import PEOPLE
from tests.security.talk_rows import DONE, FORBIDDEN, OK, UNKNOWN, Row, coordinator, members

HELP, CONCERN = "relationships/{relationship}/help", "concerns/{concern}"
OPENING = "openings/{opening}"
EVERYBODY = dict.fromkeys(PEOPLE, OK)
NOBODY = dict.fromkeys(PEOPLE, UNKNOWN)
TOLD = NOBODY | {"cleo": OK}
ADMINISTRATOR = dict.fromkeys(PEOPLE, FORBIDDEN)
ROWS = {
    "GET privacy.show": Row("me/privacy", EVERYBODY),
    "POST privacy.ask_copy": Row("me/privacy/copies", dict.fromkeys(PEOPLE, DONE)),
    "POST privacy.take_copy": Row("me/privacy/copies/nothing", NOBODY),
    "GET privacy.ask_removal": Row("me/privacy/removal", EVERYBODY),
    "POST privacy.remove": Row("me/privacy/removal", dict.fromkeys(PEOPLE, 422)),
    "POST account.todo_off": Row("me/todo/off", dict.fromkeys(PEOPLE, DONE)),
    "POST account.todo_look": Row("me/todo/look", dict.fromkeys(PEOPLE, DONE)),
    "POST privacy.sign_out": Row("me/privacy/sign-out", dict.fromkeys(PEOPLE, DONE)),
    "GET same_person.show": Row("programmes/{programme}/accounts", coordinator()),
    "POST same_person.ask": Row(
        "programmes/{programme}/accounts/ask", coordinator(UNKNOWN), {"first": "x", "last": "y"}
    ),
    "POST same_person.decide": Row(
        "programmes/{programme}/accounts/decide",
        coordinator(UNKNOWN),
        {"person": "x", "word": "same"},
    ),
    "GET same_person.mine": Row("me/accounts", EVERYBODY),
    "POST same_person.answer": Row("me/accounts/nothing", NOBODY, {"word": "yes"}),
    "POST same_person.undo": Row("me/accounts/nothing/undo", NOBODY),
    "GET trouble.show": Row(f"{HELP}/", members()),
    "POST trouble.another": Row(f"{HELP}/another", members(DONE), {"wish": "another"}),
    "POST trouble.block": Row(
        f"{HELP}/block", members(DONE), {"person": "nobody", "word": "unblock"}
    ),
    "GET trouble.write": Row(f"{HELP}/concern", members()),
    "POST trouble.tell": Row(f"{HELP}/concern", members(422), {"text": "Owls", "to": "x"}),
    "GET fares.show": Row("programmes/{programme}/health/", coordinator()),
    "POST tables.take": Row("programmes/{programme}/tables/matches", coordinator()),
    "GET openings.show": Row("programmes/{programme}/openings/", coordinator()),
    "POST openings.ask": Row("programmes/{programme}/openings/", coordinator(422)),
    # Asked for by somebody who coordinated then, of what ada and ben wrote.
    "GET openings.one": Row(f"{OPENING}/", TOLD),
    "POST openings.decide": Row(f"{OPENING}/decide", TOLD | {"cleo": DONE}, {"word": "yes"}),
    "POST openings.read": Row(f"{OPENING}/read", NOBODY | {"cleo": FORBIDDEN}),
    "GET concerns.mine": Row("concerns/", EVERYBODY),
    # Told by ben to cleo, about ada.
    "GET concerns.show": Row(f"{CONCERN}/", TOLD | {"ben": OK}),
    "POST concerns.read": Row(f"{CONCERN}/open", TOLD | {"ben": OK}),
    "POST concerns.answer": Row(
        f"{CONCERN}/answer",
        NOBODY | {"cleo": 409, "ben": FORBIDDEN},
        {"answer": "I call", "version": 99},
    ),
    "GET institution.show_all": Row("institution/content/", ADMINISTRATOR | {"ina": OK}),
    "POST institution.save_for_all": Row(
        "institution/content/",
        ADMINISTRATOR | {"ina": DONE},
        {"bank": "deepening", "key": "good-day", "text": "Owls"},
    ),
    "GET support.show": Row("support/", ADMINISTRATOR | {"ina": OK}),
    "POST support.save": Row(
        "support/", ADMINISTRATOR | {"ina": DONE}, {"contacts": "Counselling: 0123"}
    ),
}
