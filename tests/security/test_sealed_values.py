"""K08: a sealed value that was moved, changed or cut is not shown; everything beside it is."""

import re
import sqlite3
from contextlib import closing

import pytest

from plugin.web.visits import fingerprint
from tests.security.test_matrix import ROWS


def change(tool, statement, *values):
    with closing(sqlite3.connect(tool.file)) as connection, connection:
        assert connection.execute(statement, values).rowcount == 1


def flipped(sealed):
    return sealed[:-1] + bytes([sealed[-1] ^ 1])


def value(tool, column, table, where, key):
    query = f"SELECT {column} FROM {table} WHERE {where} = ?"  # noqa: S608 - our own names
    with closing(sqlite3.connect(tool.file)) as connection:
        return connection.execute(query, (key,)).fetchone()[0]


def put(tool, column, table, where, key, sealed):
    change(tool, f"UPDATE {table} SET {column} = ? WHERE {where} = ?", sealed, key)  # noqa: S608 - our own names


@pytest.fixture
def terms(scene):
    """Where the text of the pair's agreement is sealed."""
    return ("terms", "agreement_text", "relationship_id", scene.things.relationship)


@pytest.fixture
def pair(scene):
    return f"relationships/{scene.things.relationship}"


@pytest.mark.parametrize(
    "harm",
    [flipped, lambda sealed: sealed[:20], lambda _: b"", lambda sealed: b"\x02" + sealed[1:]],
    ids=["flipped", "cut", "empty", "of another version"],
)
def test_k08_an_agreement_that_does_not_open_hides_itself_alone(scene, terms, pair, harm):
    put(scene.tool, *terms, harm(value(scene.tool, *terms)))

    shown, home = scene["ben"].get(f"{pair}/"), scene["ben"].get()

    assert (shown.status_code, home.status_code) == (200, 200)
    assert "This text cannot be shown" in shown.text
    assert "We begin on time" not in shown.text
    assert "Ada" in shown.text
    assert scene["eve"].get(f"relationships/{scene.things.other_relationship}/").status_code == 200


@pytest.mark.parametrize("page", ["agreement/", "agreement/edit"])
def test_k08_the_page_of_the_agreement_says_so_and_breaks_not(scene, terms, pair, page):
    put(scene.tool, *terms, flipped(value(scene.tool, *terms)))

    reply = scene["ben"].get(f"{pair}/{page}")

    assert reply.status_code == 200
    assert "We begin on time" not in reply.text


def test_k08_nobody_signs_a_text_that_cannot_be_shown(scene, terms, pair):
    put(scene.tool, *terms, flipped(value(scene.tool, *terms)))

    page = scene["ben"].get(f"{pair}/agreement/").text
    reply = scene["ben"].post(f"{pair}/agreement/sign", {"number": 1})

    assert "Every 2 weeks" not in page
    assert "/sign" not in page
    assert reply.status_code == 409


def test_k08_a_text_that_cannot_be_shown_is_written_anew(scene, terms, pair):
    put(scene.tool, *terms, flipped(value(scene.tool, *terms)))
    form = hidden_form(scene["ben"].get(f"{pair}/agreement/edit").text)

    reply = scene["ben"].post(f"{pair}/agreement/", form | {"backup": "We write letters"})

    assert reply.status_code == 303
    assert "We write letters" in scene["ada"].get(f"{pair}/agreement/").text


def test_k08_the_sign_of_an_unreadable_text_is_no_text(scene, pair):
    """Else the text it stands for would be lost, and the agreement could not be changed again."""
    terms = ROWS["POST agreements.propose"].form | {"version": scene.things.agreement_version}

    reply = scene["ben"].post(f"{pair}/agreement/", terms | {"words": "\ufffd"})

    assert reply.status_code == 303
    assert scene.tool.world.kept("agreement", scene.things.relationship).number == 2
    assert scene["ada"].get(f"{pair}/agreement/").status_code == 200


def test_k08_an_agreement_moved_to_another_pair_is_not_shown_there(scene, terms):
    other = (*terms[:3], scene.things.other_relationship)
    put(scene.tool, *other, value(scene.tool, *terms))

    reply = scene["eve"].get(f"relationships/{scene.things.other_relationship}/agreement/")

    assert reply.status_code == 200
    assert "We begin on time" not in reply.text


def test_k08_the_opening_is_noted_without_what_was_inside(scene, terms, pair, caplog):
    put(scene.tool, *terms, flipped(value(scene.tool, *terms)))

    scene["ben"].get(f"{pair}/")

    assert "sealed value refused" in caplog.text
    assert "We begin on time" not in caplog.text


def test_k08_an_agenda_that_does_not_open_hides_itself_alone(scene, pair):
    session = scene.things.session
    form = {"agenda": "Owls at night", "version": scene.things.version, "relationship": "x"}
    scene["ben"].post(f"sessions/{session}/agenda", form)
    agenda = ("agenda", "mentoring_session", "session_id", session)
    before = scene["ada"].get(f"{pair}/").text
    put(scene.tool, *agenda, flipped(value(scene.tool, *agenda)))

    after = scene["ada"].get(f"{pair}/")

    assert "Owls at night" in before
    assert after.status_code == 200
    assert "Owls at night" not in after.text


def test_k08_what_one_says_of_oneself_hides_itself_alone(scene, pair):
    about = ("about", "enrolment", "person_id", person(scene, "ada"))
    before = scene["ben"].get(f"{pair}/").text
    put(scene.tool, *about, flipped(value(scene.tool, *about)))

    after = scene["ben"].get(f"{pair}/")

    assert "about ada" in before
    assert (after.status_code, "about ada" in after.text) == (200, False)
    assert "We begin on time" in after.text


def hidden_form(page):
    """Return what the form of an agreement would send unchanged."""
    fields = dict(re.findall(r'name="(version|words)" value="([^"]*)"', page))
    return {**ROWS["POST agreements.propose"].form, **fields, "words": ""}


def person(scene, name):
    return scene.tool.store.visit(fingerprint(scene[name].handle)).person_id
