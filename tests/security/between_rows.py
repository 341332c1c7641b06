"""Who opens what between sessions: rows of the matrix in `test_matrix.py`."""

from tests.security.making_rows import MAKING
from tests.security.talk_rows import (
    DONE,
    FORBIDDEN,
    OK,
    PAIR,
    UNKNOWN,
    Row,
    coordinator,
    members,
    mine,
)

WORDS = f"{PAIR}/words"
MESSAGES, EXCHANGE = f"{PAIR}/messages", "messages/{exchange}"
GOALS, GOAL = f"{PAIR}/goals", "goals/{goal}"
OWNER = members(DONE, ada=FORBIDDEN)
FIVE = {
    "specific": "Owls", "measurable": "Two", "achievable": "Time", "relevant": "Joy",
    "due_on": "2026-04-01", "firm": "true", "version": 3,
}  # fmt: skip
ROWS = {
    **MAKING,
    "GET goals.show": Row(f"{GOALS}/", members()),
    "GET goals.new": Row(f"{GOALS}/new", members()),
    "POST goals.begin": Row(f"{GOALS}/", members(DONE), FIVE),
    "GET goals.edit": Row(f"{GOAL}/", mine()),
    "POST goals.write": Row(f"{GOAL}/", mine(DONE), FIVE),
    "POST goals.end": Row(f"{GOAL}/state", OWNER, {"state": "reached", "version": 3}),
    "POST goals.add_step": Row(f"{GOAL}/steps", OWNER, {"text": "Owls"}),
    "POST goals.reach": Row(f"{GOAL}/reached", OWNER, {"number": 0, "reached": "true"}),
    "POST goals.cheer": Row(
        f"{GOAL}/cheer", members(DONE, ben=FORBIDDEN), {"number": 0, "words": "Well done"}
    ),
    "GET goals.look": Row(f"{GOALS}/review", members()),
    "POST goals.review": Row(f"{GOALS}/review", members(DONE), {"course-{goal}": "gap"}),
    "POST goals.share": Row(f"{GOALS}/share", members(DONE), {"word": "yes"}),
    "GET goals.shared": Row("programmes/{programme}/goals", coordinator()),
    "GET takeaways.closing": Row(f"{PAIR}/closing/", members()),
    "GET takeaways.choose": Row(f"{PAIR}/takeaway/", members()),
    "POST takeaways.file": Row(
        f"{PAIR}/takeaway/file", members(422, ben=OK), {"what": "goals", "earlier": "goals"}
    ),
    "GET takeaways.certificate": Row(f"{PAIR}/certificate", members(409)),
    "GET portfolio_words.show": Row(f"{WORDS}/", members()),
    "POST portfolio_words.ask": Row(
        f"{WORDS}/ask", members(DONE, ben=FORBIDDEN), {"partner": "{ben}"}
    ),
    "POST portfolio_words.give": Row(
        f"{WORDS}/", members(DONE, ben=UNKNOWN), {"partner": "{ben}", "text": "Owls"}
    ),
    "POST portfolio_words.decline": Row(
        f"{WORDS}/no", members(DONE, ben=UNKNOWN), {"partner": "{ben}"}
    ),
    "POST portfolio_words.take": Row(
        f"{WORDS}/take", members(DONE, ada=UNKNOWN), {"partner": "{ada}", "version": 2}
    ),
    "GET messages.show": Row(f"{MESSAGES}/", members()),
    "POST messages.ask": Row(
        f"{MESSAGES}/", members(DONE), {"subject": "Owls", "context": "At night"}
    ),
    "POST messages.search": Row(f"{MESSAGES}/search", members(), {"words": "owls"}),
    "GET messages.exchange": Row(f"{EXCHANGE}/", members()),
    "POST messages.write": Row(f"{EXCHANGE}/", members(DONE), {"body": "Owls"}),
    "POST messages.later": Row(
        f"{EXCHANGE}/later",
        members(DONE, ben=FORBIDDEN),
        {"version": 1, "on": "2026-03-09"},
    ),
    "POST messages.settle": Row(
        "messages/{answered}/settle", members(DONE, ada=FORBIDDEN), {"version": 2}
    ),
}
