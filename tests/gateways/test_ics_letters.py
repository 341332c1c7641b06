"""Invitations as iCalendar mail, read back as a mailbox would."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from plugin.gateways.ics_letters import IcsLetters
from plugin.mentoring.session import SessionState
from plugin.mentoring.spans import Span
from plugin.ports.errors import RefusedError
from tests.gateways.invitations import ADA, BEN, a_session, an_invitation, person, span

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
SENDER = "mentoring@uni.example"
LETTERS = IcsLetters(public_url="https://tool.example/", sender=SENDER)
HEADERS = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version",
           "Content-Type"}  # fmt: skip


def written(invitation=None, reader=None):
    invitation = invitation or an_invitation()
    return LETTERS.write(invitation, reader or invitation.guests[0], now=NOW)


def mail(letter):
    return message_from_bytes(letter.body, policy=policy.default)


def calendar(letter):
    part = next(p for p in mail(letter).walk() if p.get_content_type() == "text/calendar")
    return Calendar.from_ical(part.get_content())


def event(letter):
    [one] = calendar(letter).walk("VEVENT")
    return one


def text(letter):
    return mail(letter).get_body(("plain",)).get_content()


def called_off(**changed):
    return a_session(state=SessionState.CANCELLED, sequence=3, **changed)


def test_an_invitation_says_when_with_whom_and_where_to_look():
    letter = written()

    assert text(letter).splitlines() == [
        "Hello Ben,",
        "",
        "you are going to meet Ada:",
        "",
        "    Monday 30 November 2026, 05:00 to 05:45 (America/New_York)",
        "",
        "Everything else is on the session's page:",
        "https://tool.example/l/s/s1",
    ]


def test_the_headers_name_the_organiser_and_the_reader():
    message = mail(written())

    assert message["From"] == f"Ada Lovelace via Alongside <{SENDER}>"
    assert message["To"] == "Ben Okri <ben@home.example>"
    assert message["Subject"] == "Invitation: Mentoring: Ada and Ben"
    assert message["Auto-Submitted"] == "auto-generated"
    assert set(message.keys()) == HEADERS


def test_the_calendar_part_is_a_request_that_can_be_answered():
    one = event(written())

    assert calendar(written())["METHOD"] == "REQUEST"
    assert (one["UID"], one["SEQUENCE"], one["STATUS"]) == ("s1@tool.example", 0, "CONFIRMED")
    assert one["DTSTAMP"].dt == NOW
    assert one["URL"] == "https://tool.example/l/s/s1"
    assert (one["ORGANIZER"], one["ORGANIZER"].params["CN"]) == (f"mailto:{SENDER}", "Ada Lovelace")
    assert (one["ATTENDEE"], one["ATTENDEE"].params["RSVP"]) == ("mailto:ben@home.example", "TRUE")


def test_the_parts_carry_the_method_and_a_file_to_open():
    parts = {p.get_content_type(): p for p in mail(written()).walk()}

    assert parts["text/calendar"].get_param("method") == "REQUEST"
    assert parts["application/ics"].get_filename() == "session.ics"
    assert b"METHOD:REQUEST" in parts["application/ics"].get_content()


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Chatham"]
)
def test_the_time_is_on_the_sessions_wall_clock_with_its_zone_inside(zone):
    letter = written(an_invitation(a_session(zone=zone)))

    one = event(letter)
    assert Span(*(one[n].dt.astimezone(UTC) for n in ("DTSTART", "DTEND"))) == span()
    assert one["DTSTART"].params["TZID"] == zone
    assert [str(z["TZID"]) for z in calendar(letter).walk("VTIMEZONE")] == [zone]


def test_t06_utc_needs_no_zone():
    letter = written(an_invitation(a_session(zone="UTC")))

    assert event(letter)["DTSTART"].dt.tzinfo is not None
    assert calendar(letter).walk("VTIMEZONE") == []


def test_a_zone_stays_small_and_knows_the_clock_change():
    spring = span(24 * 150)
    letter = written(an_invitation(a_session(span=spring)))

    assert event(letter)["DTSTART"].dt.astimezone(UTC) == spring.starts_at
    assert len(letter.body) < 12_000


def test_t09_the_reader_sees_their_own_date():
    far = person(BEN, "Ben Okri", zone="Pacific/Kiritimati")

    assert "Tuesday 1 December 2026, 00:00 to 00:45" in text(written(reader=far))


def test_a_reader_without_a_zone_gets_the_sessions():
    assert "11:00 to 11:45 (Europe/Berlin)" in text(written(reader=person(BEN, "Ben Okri")))


def test_a_move_keeps_the_uid_and_counts_on():
    first, second = written(), written(an_invitation(a_session(sequence=1, span=span(2))))

    assert event(first)["UID"] == event(second)["UID"]
    assert event(second)["SEQUENCE"] == 1
    assert mail(second)["Subject"].startswith("New time: ")
    assert "has a new time" in text(second)


def test_a_cancellation_takes_the_session_out_of_the_calendar():
    letter = written(an_invitation(called_off()))

    one = event(letter)
    assert (letter.method, calendar(letter)["METHOD"]) == ("CANCEL", "CANCEL")
    assert (one["STATUS"], one["SEQUENCE"], one["UID"]) == ("CANCELLED", 3, "s1@tool.example")
    assert "called off" in text(letter)
    assert mail(letter)["Subject"].startswith("Called off: ")


def test_the_organiser_gets_a_letter_too_about_the_others():
    invitation = an_invitation()

    letter = LETTERS.write(invitation, invitation.organiser, now=NOW)

    assert letter.address == "ada@uni.example"
    assert "you are going to meet Ben" in text(letter)
    assert event(letter)["ATTENDEE"] == "mailto:ada@uni.example"


def test_p12_no_letter_tells_a_topic_or_another_members_address():
    letter = written()

    everything = b"".join(p.get_payload(decode=True) or b"" for p in mail(letter).walk())
    for canary in (b"secret topic", b"ada@uni.example"):
        assert canary not in letter.body + everything


def test_x24_the_same_news_has_the_same_message_id():
    again = LETTERS.write(an_invitation(), an_invitation().guests[0], now=NOW + timedelta(days=1))

    assert (again.key, again.message_id) == (written().key, written().message_id)
    assert mail(again)["Message-ID"] == again.message_id


def test_other_news_has_another_message_id():
    invitation = an_invitation()
    letters = [
        written(),
        written(an_invitation(a_session(sequence=1))),
        written(an_invitation(a_session(generation=2))),
        written(an_invitation(called_off())),
        written(an_invitation(replace(called_off(), state=SessionState.PLANNED))),
        written(an_invitation(a_session(session_id="s2"))),
        LETTERS.write(invitation, invitation.organiser, now=NOW),
    ]

    assert len({one.message_id for one in letters}) == len({one.key for one in letters}) == 7


def test_the_key_begins_with_session_generation_and_sequence():
    assert written().key == "s1/1/0/ben/REQUEST"


ATTACK = 'Ben\r\nBcc: everybody@uni.example\r\n\r\nBEGIN:VALARM ";:,\u2028\u202e\x00'


def test_u11_names_cannot_add_headers_or_calendar_lines():
    attacker = person(BEN, ATTACK)
    invitation = an_invitation(guests=(attacker,), organiser=person(ADA, ATTACK), title=ATTACK)

    letter = LETTERS.write(invitation, attacker, now=NOW)

    assert set(mail(letter).keys()) == HEADERS
    assert [part.name for part in calendar(letter).walk()].count("VALARM") == 0
    assert len(calendar(letter).walk("VEVENT")) == 1
    assert not set("\u2028\u202e\x00") & set(text(letter) + str(mail(letter)["To"]))


@given(st.text(max_size=300), st.text(max_size=300))
@settings(deadline=None, derandomize=True, database=None)
def test_u11_whatever_people_call_themselves_it_is_one_letter(name, title):
    reader = person(BEN, name)
    invitation = an_invitation(guests=(reader,), title=title)

    letter = LETTERS.write(invitation, reader, now=NOW)

    assert set(mail(letter).keys()) == HEADERS
    assert mail(letter)["To"].addresses[0].addr_spec == "ben@home.example"
    assert event(letter)["UID"] == "s1@tool.example"
    assert letter.body.isascii()


@pytest.mark.parametrize(
    "address",
    [None, "", "@", "ben", "ben@", "@home.example", "a@b@c", "ben@home.example\r\nBcc: x@y.example",
     "ben@home.example, eve@home.example", "Ben <ben@home.example>", "bén@home.example",
     "ben @home.example", "ben@" + "x" * 70 + ".example", "ben@home..example"],
)  # fmt: skip
def test_u11_what_is_no_address_gets_no_letter(address):
    with pytest.raises(RefusedError, match="no-address"):
        written(an_invitation(addresses={BEN: address} if address is not None else {}))


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (" ben@home.example ", "ben@home.example"),
        ("ben+m@home.example", "ben+m@home.example"),
        ("ben@bücher.example", "ben@xn--bcher-kva.example"),
    ],
)
def test_unusual_addresses_are_written_to(address, kept):
    letter = written(an_invitation(addresses={BEN: address}))

    assert letter.address == kept
    assert mail(letter)["To"].addresses[0].addr_spec == kept


def test_an_address_to_answer_at_is_in_the_readers_mail_and_in_no_calendar():
    at = {ADA: "https://tool.example/mail/answer/of-ada", BEN: "https://tool.example/mail/answer/b"}
    letter = written(an_invitation(answers_at=at))
    off = written(an_invitation(called_off(), answers_at=at))

    assert "without signing in:\nhttps://tool.example/mail/answer/b\n" in text(letter).replace(
        "\r", ""
    )
    assert "of-ada" not in text(letter)
    assert "mail/answer" not in str(calendar(letter).to_ical()) + text(off)
