"""Who opens what of the pages about meeting: rows of the matrix in `test_matrix.py`."""

from tests.security.talk_rows import DONE, PAIR, SESSION, Row, members

WAYS = f"{PAIR}/ways"
CHOICE = {"primary": "teams", "backup": "phone"}
ROWS = {
    "GET ways.show": Row(f"{WAYS}/", members()),
    "POST ways.keep": Row(f"{WAYS}/", members(DONE), CHOICE),
    "POST ways.keep_reach": Row(f"{WAYS}/reach", members(DONE), {"number": "+44 20 7946 0958"}),
    "POST ways.try_it": Row(f"{WAYS}/tried", members(DONE), {"works": "true"}),
    "GET series.show": Row(f"{SESSION}/series/", members()),
    "POST series.make": Row(f"{SESSION}/series/", members(DONE), {"count": 2}),
    "GET series.following": Row(f"{SESSION}/series/following", members(409)),
    "POST series.move_following": Row(
        f"{SESSION}/series/following/move",
        members(409),
        {"version": 1, "date": "2031-01-06", "time": "10:00"},
    ),
    "POST series.cancel_following": Row(
        f"{SESSION}/series/following/cancel", members(409), {"version": 1}
    ),
    "POST ways.switch": Row(f"{SESSION}/switch", members(DONE), {"to": "backup"}),
}
