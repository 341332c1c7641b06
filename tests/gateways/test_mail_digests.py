"""X24, B10: the mail about news, and reports of mail that came back."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from plugin.gateways.bounces import bounces_in
from plugin.gateways.mail_digests import WORDS, MailDigests
from plugin.gateways.one_press import OnePress
from plugin.mentoring.notices import News
from plugin.mentoring.people import Person
from plugin.ports.errors import RefusedError
from plugin.ports.notices import Delivery

READER = Person("p-1", "northmoor", "Ben Fell", "ben@x.example", 1)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PRESSES = OnePress(public_url="https://tool.example", key=b"k" * 32)
WRITER = MailDigests(public_url="https://tool.example", sender="m@tool.example")
REPORT = b"""From: MAILER-DAEMON@mx.example
To: m@tool.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ben@x.example
Action: %s
Status: %s
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b--
"""


def delivery(*news, things=("poll/1", "poll/2"), address="ben@x.example"):
    url = PRESSES.url("off", "northmoor", "p-1")
    return Delivery("b-1", READER, address, dict.fromkeys(news, 2), things, NOON, url)


def read(letter):
    return message_from_bytes(letter.body, policy=policy.default)


def test_every_piece_of_news_has_words_for_one_and_for_more():
    assert set(WORDS) == set(News)


def test_x24_the_same_delivery_is_the_same_mail():
    first, second = (WRITER.digest(delivery(News.VOTE)) for _ in range(2))

    assert first.message_id == second.message_id
    assert first.body == second.body


def test_one_press_in_a_mail_program_ends_these_mails():
    mail = read(WRITER.digest(delivery(News.VOTE)))

    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = mail["List-Unsubscribe"].strip("<>")
    assert PRESSES.read("off", url.rpartition("/")[2]) == ("northmoor", "p-1")
    assert PRESSES.read("rsvp", url.rpartition("/")[2]) is None


def test_a_mail_about_one_thing_leads_to_it_and_about_more_to_the_front():
    one = read(WRITER.digest(delivery(News.VOTE, things=("poll/1",)))).get_content()
    more = read(WRITER.digest(delivery(News.VOTE))).get_content()

    assert "https://tool.example/to/poll/1\r\n" in one
    assert "https://tool.example/\r\n" in more


def test_an_address_that_is_none_is_refused():
    with pytest.raises(RefusedError):
        WRITER.digest(delivery(News.VOTE, address="nobody"))


@pytest.mark.parametrize(
    ("action", "status", "found"),
    [
        (b"failed", b"5.1.1", [("ben@x.example", "dsn-5.1.1")]),
        (b"delayed", b"4.4.1", []),
        (b"failed", b"4.2.2", []),
    ],
)
def test_x24_a_report_stops_addresses_that_are_no_more(action, status, found):
    assert bounces_in(REPORT % (action, status)) == found


def test_a_mail_that_only_looks_like_a_report_stops_nobody():
    said = (REPORT % (b"failed", b"5.1.1")).replace(b"multipart/report", b"multipart/mixed")

    assert bounces_in(said) == []
    assert bounces_in(b"\xff\x00 not a mail") == []
