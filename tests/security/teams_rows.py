"""Who opens what of the tab in Teams: rows of the matrix in `test_matrix.py`."""

from tests.security.house import PEOPLE
from tests.security.talk_rows import DONE, FORBIDDEN, OK, UNKNOWN, Row, members

OFFER = {"slots": "2026-03-10T10:00:00Z"}
AGENDA = {"version": "{version}", "agenda": "Owls", "session": "{session}"}


def everybody(code, **others):
    return {name: others.get(name, code) for name in PEOPLE}


ROWS = {
    "GET teams.people": Row("teams/", everybody(OK)),
    "GET answers.offer": Row("teams/offer/{relationship}", members()),
    "POST answers.send_offer": Row("teams/offer/{relationship}", members(409), OFFER),
    "POST answers.confirm": Row("teams/confirm/{suggestion}", members(DONE) | {"ada": FORBIDDEN}),
    "POST answers.undo": Row(
        "teams/undo", everybody(409, ada=DONE, ben=DONE), {"last": "session:{session}"}
    ),
    "GET teams.sessions": Row("teams/sessions", everybody(OK)),
    "GET teams.session": Row("teams/sessions/{session}", members(DONE)),
    "GET teams.in_course": Row("teams/in-course", everybody(OK)),
    "GET teams.hours": Row("teams/hours", everybody(OK)),
    "POST teams.keep_hours": Row(
        "teams/hours",
        everybody(UNKNOWN, ada=DONE, ben=DONE, dora=DONE, eve=DONE),
        {"hours": "0-18"},
    ),
    "GET teams.chat": Row("teams/chat", everybody(OK)),
    "POST teams.bind_chat": Row(
        "teams/chat", everybody(UNKNOWN), {"relationship": "{relationship}"}
    ),
    "GET panel.show": Row("teams/meeting/", everybody(OK)),
    "POST panel.write_agenda": Row("teams/meeting/", members(DONE), AGENDA),
    "POST panel.jot": Row(
        "teams/meeting/jotting", members(DONE), {"session": "{session}", "body": "Owls"}
    ),
    "POST panel.promise": Row(
        "teams/meeting/promises",
        members(DONE),
        {"session": "{session}", "text": "A book", "due_on": "2026-03-20", "owner": "{ben}"},
    ),
    "POST panel.settle": Row(
        "teams/meeting/promises/{promise}", members(DONE) | {"ada": FORBIDDEN}, {"version": 1}
    ),
    "POST teams_visit.theme": Row("teams/theme", everybody(204), {"theme": "dark"}),
}
"""One person's own pages in Teams. Outside a chat there is none to bind: 404 for everybody."""
