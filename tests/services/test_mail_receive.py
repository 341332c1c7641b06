"""`alongside mail receive`: as a mail server runs it, a mail goes in, a code comes out."""

import base64
import logging
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from config import load
from plugin.__main__ import cli
from plugin.gateways import ics_answers
from plugin.gateways.ics_letters import IcsLetters
from plugin.mail_commands import LATER, REFUSED
from plugin.mentoring.answers import Answer
from plugin.store.secrets import Vault
from plugin.wiring.answers import reply_addresses
from plugin.wiring.house import open_house, utc_now
from tests.services.mail_programs import last_to, mail
from tests.services.world import World
from tests.stores import NORTHMOOR

KEY, OTHER = sha256(b"mail").digest(), sha256(b"other").digest()
SETTINGS = {
    "ALONGSIDE_PUBLIC_URL": "https://tool.example",
    "ALONGSIDE_ENCRYPTION_KEY": base64.urlsafe_b64encode(KEY).decode(),
    "ALONGSIDE_SMTP_URL": "smtp://localhost:1",
    "ALONGSIDE_MAIL_FROM": "tool@tool.example",
    "ALONGSIDE_MAIL_ANSWERS_TO": "answers@mail.example",
}


@pytest.fixture
def vault():
    """Settings take no key that looks typed."""
    return Vault(KEY)


@pytest.fixture
def settings(sqlite_store_url):
    return {**SETTINGS, "ALONGSIDE_DATABASE_URL": sqlite_store_url}


@pytest.fixture
def house(store, clock, settings):
    """A house whose letters are signed as the command will read them; it is now."""
    clock.now = utc_now()
    world = World(store, clock, microsoft=False)
    addresses = reply_addresses(open_house(load(settings)), "answers@mail.example")
    letters = IcsLetters(public_url="https://tool.example", sender="t@x.example", answers=addresses)
    bookings = replace(world.services.bookings, letters=letters)
    world.services = replace(world.services, bookings=bookings)
    return world


@pytest.fixture
def session(house):
    pair = house.pair(house.programme())
    starts = (utc_now() + timedelta(days=2)).replace(minute=0, second=0, microsecond=0)
    made = house.services.sessions.book(pair, starts, actor=house.ben)
    house.run()
    return made


@pytest.fixture
def receive(settings):
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def run(raw, *arguments, **changed):
        env = {**settings, **changed}
        done = CliRunner().invoke(cli, ["mail", "receive", *arguments], env=env, input=raw)
        return done.exit_code, done.output

    yield run
    root.handlers[:] = handlers
    root.setLevel(level)


def said(house, session):
    return house.link(session).answers.of(house.ben.person_id)


def test_g25_an_answer_is_taken_without_a_word(house, session, receive):
    letter = last_to(house, house.ben)

    assert receive(letter.reply("DECLINED"), "--to", letter.organizer) == (0, "")
    assert said(house, session) is Answer.NO


def test_b10_what_is_refused_goes_back_with_a_code_and_plain_words(house, session, receive):
    letter = last_to(house, house.ben)
    other = "answers+" + "a" * 32 + "@mail.example"
    refused = {
        "answer-forged": receive(letter.reply(), "--to", other),
        "answer-foreign": receive(letter.reply(who="friend@elsewhere.example")),
        "answer-stale": receive(letter.reply(sequence=-1)),
        "answer-huge": receive(b"X" * (ics_answers.LARGEST_MAIL + 1)),
        "answer-malformed": receive(letter.reply(sequence="many")),
        "answer-none": receive(mail(None, to=letter.organizer)),
    }

    assert {code for code, _line in refused.values()} == {REFUSED}
    assert all(line.startswith("5.") and f"({why})" in line for why, (_, line) in refused.items())
    assert said(house, session) is None


def test_where_answers_are_not_switched_on_the_mail_server_keeps_them(house, session, receive):
    raw = last_to(house, house.ben).reply()
    code, line = receive(raw, ALONGSIDE_MAIL_ANSWERS_TO="")

    assert (code, line[:5]) == (LATER, "4.3.5")
    assert said(house, session) is None


def test_x15_while_the_database_rests_the_mail_server_keeps_it(house, session, receive):
    raw = last_to(house, house.ben).reply()
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    code, line = receive(raw, ALONGSIDE_DATABASE_URL=nowhere)

    assert (code, line[:5]) == (LATER, "4.3.0")


def test_x15_what_an_operator_must_mend_first_keeps_the_mail(house, session, receive, database):
    raw = last_to(house, house.ben).reply()
    unusable = receive(raw, ALONGSIDE_PUBLIC_URL="nowhere")
    another_key = receive(raw, ALONGSIDE_ENCRYPTION_KEY=base64.urlsafe_b64encode(OTHER).decode())
    with database.transaction(NORTHMOOR) as connection:
        connection.execute(text("ALTER TABLE person RENAME TO people_of_old"))
    defect = receive(raw)

    assert [(code, line[:5]) for code, line in (unusable, another_key)] == [(LATER, "4.3.5")] * 2
    assert (defect[0], defect[1][:5]) == (LATER, "4.3.0")
    assert "nowhere" not in unusable[1]
