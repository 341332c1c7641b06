"""U10, U11, X: what no honest form sends is answered with a page, at once, and changes nothing."""

import time
from dataclasses import asdict

import pytest

from tests.security.test_matrix import CHANGES, ROWS

LONG = "9" * 6000
HOSTILE = (
    "", " ", "\0", "a\0b", "{{7*7}}", "${7*7}", "%n%s%x", "' OR 1=1 --", '"; DROP TABLE person; --',
    "%", "_", "\\", "-1", "0", "99999999999999999999", LONG, "1e400", "NaN", "²", "٣", "0x10",
    "[]", "{}", "null", "../../etc/passwd", "\r\nSet-Cookie: a=b",
    "\u202eevil", "a" * 70_000, "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:00Z",
    "2026-03-10", "2026-13-45T99:99:99Z", "0-²", f"0-{LONG}", "9-99", "( ( ( (" * 500,
)  # fmt: skip
POSTS = [name for name in ROWS if name.startswith("POST")]
FIELDS = {
    "POST programmes.create": ("starts_on", "ends_on", "formal"),
    "POST profile.save": (
        "seeks", "offers", "more_seeks", "values", "languages", "medium", "hours", "capacity",
    ),
    "POST agreements.propose": ("recorded", "shared", "never", "backup"),
    "POST times.book": ("time", "session", "version"),
    "POST matching.move": ("mentor",),
}  # fmt: skip
# Of CPU: an honest form may make twelve sessions; a value that is read in squares takes minutes.
SLOW_S = 10


def allowed(name):
    """Return somebody for whom the page is: best one who may change something by it.

    Where it is for none of them, the answer is the same for each, and one will do.
    """
    expected = ROWS[name].expected
    changing = [who for who in ("ben", "cleo", "finn") if expected[who] in CHANGES]
    nearly = [who for who in ("ben", "cleo") if expected[who] == 409]
    others = [who for who, code in expected.items() if code in CHANGES]
    return next(iter((*changing, *nearly, *others, "ben")))


def filled(scene, text):
    return str(text).format(**{k: str(v) for k, v in asdict(scene.things).items()})


@pytest.mark.parametrize("name", POSTS)
def test_u10_u11_no_field_of_a_form_breaks_a_page(scene, name):
    row, who = ROWS[name], scene[allowed(name)]
    form = {key: filled(scene, value) for key, value in row.form.items()}
    broken = []
    for field in (*form, *FIELDS.get(name, ())):
        for value in HOSTILE:
            began = time.process_time()
            reply = who.post(filled(scene, row.path), form | {field: value})
            if reply.status_code >= 500 or time.process_time() - began > SLOW_S:
                broken.append((field, value[:40], reply.status_code))

    assert broken == []


@pytest.mark.parametrize("name", POSTS)
def test_a_form_with_nothing_in_it_breaks_no_page(scene, name):
    reply = scene[allowed(name)].post(filled(scene, ROWS[name].path))

    assert reply.status_code < 500


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("GET home.show", "done"),
        ("GET account.show", "theme"),
        ("GET programmes.show", "page"),
        ("GET programmes.people", "page"),
        ("GET times.show", "week"),
        ("GET times.show", "moving"),
        ("GET times.show", "session"),
    ],
)
def test_u10_u11_no_word_in_an_address_breaks_a_page(scene, name, key):
    who, broken = scene[allowed(name)], []
    for value in HOSTILE:
        reply = who.get(filled(scene, ROWS[name].path), query_string={key: value})
        if reply.status_code >= 500:
            broken.append((value[:40], reply.status_code))

    assert broken == []


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if "{" in row.path])
def test_p02_no_identifier_in_an_address_breaks_a_page(scene, name):
    row, who, broken = ROWS[name], scene[allowed(name)], []
    for value in ("%00", "%2e%2e", "%25", "_", "'", "%ff", "%ed%a0%80", "a" * 5000, "{{7*7}}", "*"):
        path = row.path.format(**dict.fromkeys(asdict(scene.things), value))
        reply = who.get(path) if name.startswith("GET") else who.post(path, row.form)
        if reply.status_code >= 500 or reply.status_code in CHANGES:
            broken.append((value[:40], reply.status_code))

    assert broken == []
