"""Who opens what of training, surveys and lists: rows of the matrix in `test_matrix.py`."""

from tests.security.house import PEOPLE
from tests.security.talk_rows import DONE, FORBIDDEN, OK, UNKNOWN, Row, coordinator

SHELF, DESK = "programmes/{programme}/training", "programmes/{programme}/training-desk"
NOBODY = ("jon", "kim", "lea", "max", "ina")
SEEN = dict.fromkeys(PEOPLE, OK) | dict.fromkeys(NOBODY, UNKNOWN)
"""Everybody of the course; an administrator of the LMS as such is nothing in it."""
DOING = SEEN | {who: DONE for who, code in SEEN.items() if code == OK} | {"tess": FORBIDDEN}
MODULE = {"title": "Our own", "text": "Read", "kind": "training"}
ROWS = {
    "GET training.show": Row(f"{SHELF}/", SEEN),
    "GET training.side": Row(f"{SHELF}/for/mentor", SEEN),
    "GET training.read": Row(f"{SHELF}/trust/", SEEN),
    "POST training.answer": Row(f"{SHELF}/trust/", DOING, {"page": 1}),
    "POST training.attest": Row(
        f"{SHELF}/trust/done",
        {**SEEN, **{w: 409 for w, c in DOING.items() if c == DONE}} | {"tess": FORBIDDEN},
    ),
    "GET helper.ask": Row("programmes/{programme}/ask/", SEEN),
    "POST helper.answer": Row("programmes/{programme}/ask/", SEEN, {"question": "Who reads it?"}),
    "GET training_desk.show": Row(f"{DESK}/", coordinator()),
    "POST training_desk.ask": Row(f"{DESK}/ask", coordinator(DONE), {"side": "mentor"}),
    "POST training_desk.waive": Row(
        f"{DESK}/waive", coordinator(DONE), {"person": "{ben}", "reason": "Trains others"}
    ),
    "POST training_desk.gather": Row(f"{DESK}/mentors", coordinator(DONE)),
    "POST circles.come_back": Row(
        "programmes/{programme}/circles/back", dict.fromkeys(PEOPLE, UNKNOWN)
    ),
    "GET training_desk.edit": Row(f"{DESK}/modules/new", coordinator()),
    "POST training_desk.save": Row(f"{DESK}/modules/new", coordinator(DONE), MODULE),
    "GET training_desk.figures": Row(f"{DESK}/figures/how-it-goes", coordinator()),
}
