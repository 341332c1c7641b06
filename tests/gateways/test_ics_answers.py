"""Reading answers of calendars: what each program writes, and what nobody should be able to."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.gateways import ics_answers
from plugin.gateways.ics_answers import IcsAnswers
from plugin.mentoring.answers import Answer
from plugin.mentoring.spans import Span
from plugin.ports.mail_answers import AnswerRefusedError, MailAnswer, Refusal
from tests.services.mail_programs import answer, mail

TO = "answers+word@mail.example"
SAID = {
    "UID": "s1@tool.example",
    "SEQUENCE": "2",
    "DTSTAMP": "20261123T080000Z",
    "ORGANIZER": f"mailto:{TO}",
    "ATTENDEE;PARTSTAT=ACCEPTED": "mailto:ben@home.example",
}
RULES = ["TZID:Z", "BEGIN:STANDARD", "DTSTART:20200101T030000", "TZOFFSETFROM:+0200",
         "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY", "END:STANDARD"]  # fmt: skip
TEN = datetime(2026, 11, 30, 10, tzinfo=UTC)


def read(raw):
    return IcsAnswers().read(raw)


def refused(raw):
    with pytest.raises(AnswerRefusedError) as caught:
        read(raw)
    return caught.value.why


def calendar(*lines, method="REPLY"):
    event = [f"{name}:{value}" for name, value in SAID.items()]
    text = ["BEGIN:VCALENDAR", f"METHOD:{method}", *lines, "BEGIN:VEVENT", *event]
    return "\r\n".join([*text, "END:VEVENT", "END:VCALENDAR", ""])


def test_a_reply_says_who_answers_what_and_how():
    expected = MailAnswer("s1", "tool.example", "ben@home.example", 2, None, Answer.YES, None)

    assert read(answer("REPLY", SAID, to=TO)) == [expected]


def test_t06_outlooks_names_of_zones_are_understood_and_its_own_rules_for_them_left_unread():
    outlook = "\r\n".join(
        [
            "BEGIN:VTIMEZONE", "TZID:W. Europe Standard Time", "BEGIN:STANDARD",
            "DTSTART:16010101T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100",
            "RRULE:FREQ=SECONDLY", "END:STANDARD", "END:VTIMEZONE",
        ]
    )  # fmt: skip
    lines = {**SAID, "RECURRENCE-ID;TZID=W. Europe Standard Time": "20261130T110000"}
    raw = answer("REPLY", lines, to=TO).replace(
        b"BEGIN:VEVENT", f"{outlook}\r\nBEGIN:VEVENT".encode()
    )

    (one,) = read(raw)

    assert one.slot == TEN


def test_a_proposal_says_when_with_or_without_an_answer():
    times = {"DTSTART": "20261130T100000Z", "DTEND": "20261130T110000Z"}
    bare = {**SAID, **times, "ATTENDEE": "mailto:ben@home.example"}
    del bare["ATTENDEE;PARTSTAT=ACCEPTED"]

    (with_answer,) = read(answer("COUNTER", {**SAID, **times}, to=TO))
    (without,) = read(answer("COUNTER", bare, to=TO))

    assert with_answer.proposed == without.proposed == Span(TEN, TEN.replace(hour=11))
    assert (with_answer.answer, without.answer) == (Answer.YES, None)


@pytest.mark.parametrize("length", ["PT1H", "+PT60M"])
def test_a_proposal_may_say_how_long_it_takes_instead_of_when_it_ends(length):
    lines = {**SAID, "DTSTART": "20261130T100000Z", "DURATION": length}

    (one,) = read(answer("COUNTER", lines, to=TO))

    assert one.proposed == Span(TEN, TEN.replace(hour=11))


@pytest.mark.parametrize(
    "times",
    [{"DURATION": "-PT1H"}, {"DURATION": "P99999999999D"}, {"DURATION": "soon"}, {}],
)
def test_a_proposal_without_an_end_is_none(times):
    lines = {**SAID, "DTSTART": "20261130T100000Z", **times}

    assert refused(answer("COUNTER", lines, to=TO)) is Refusal.MALFORMED


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"UID": "no-host"}, Refusal.FOREIGN),
        ({"UID": "%s@tool.example" % ("x" * 65)}, Refusal.FOREIGN),
        ({"UID": "s/1@tool.example"}, Refusal.FOREIGN),
        ({"UID": None}, Refusal.MALFORMED),
        ({"SEQUENCE": "many"}, Refusal.MALFORMED),
        ({"ATTENDEE;PARTSTAT=ACCEPTED": "ben@home.example"}, Refusal.MALFORMED),
        ({"ATTENDEE;PARTSTAT=DECLINED": "mailto:ada@home.example"}, Refusal.MALFORMED),
        ({"ATTENDEE;PARTSTAT=ACCEPTED": None}, Refusal.MALFORMED),
        ({"RECURRENCE-ID;VALUE=DATE": "20261130"}, Refusal.MALFORMED),
        ({"RECURRENCE-ID": "20261130T100000"}, Refusal.MALFORMED),
        ({"RECURRENCE-ID;TZID=Nowhere/At All": "20261130T100000"}, Refusal.MALFORMED),
    ],
)
def test_what_does_not_say_all_that_an_answer_needs_is_none(changed, why):
    assert refused(answer("REPLY", {**SAID, **changed}, to=TO)) is why


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH", ""])
def test_a_calendar_that_is_no_answer_is_not_taken_for_one(method):
    assert refused(answer(method, SAID, to=TO)) is Refusal.NONE


@pytest.mark.parametrize("partstat", ["NEEDS-ACTION", "DELEGATED", "X-SOON"])
def test_an_answer_that_says_neither_yes_nor_no_is_none(partstat):
    lines = {name: value for name, value in SAID.items() if "ATTENDEE" not in name}
    lines[f"ATTENDEE;PARTSTAT={partstat}"] = "mailto:ben@home.example"

    assert refused(answer("REPLY", lines, to=TO)) is Refusal.NONE


def test_what_is_too_large_is_not_read():
    large = "X" * ics_answers.LARGEST_CALENDAR

    assert refused(b"X" * (ics_answers.LARGEST_MAIL + 1)) is Refusal.HUGE
    assert refused(mail(large + "X", to=TO)) is Refusal.HUGE


@pytest.mark.parametrize("header", ["To", "Cc", "Delivered-To"])
@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("(" * 100_000, Refusal.HUGE),
        ("a@b.example, " * 10_000, Refusal.HUGE),
        ("(" * ics_answers.LONGEST_HEADERS, Refusal.MALFORMED),
        ("a:" * (ics_answers.LONGEST_HEADERS // 2), Refusal.MALFORMED),
    ],
)
def test_recipients_within_recipients_are_refused_and_not_read(header, named, why):
    with pytest.raises(AnswerRefusedError) as caught:
        IcsAnswers().recipients(f"{header}: {named}\r\n\r\n".encode())

    assert caught.value.why is why


def test_parts_without_end_and_parts_within_parts_are_not_read():
    head = b'To: x\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    wide = head + b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * (ics_answers.MOST_PARTS + 1)
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
        for n in range(3000)
    )

    assert refused(wide + b"--b--\r\n") is Refusal.MALFORMED
    assert refused(deep) is Refusal.MALFORMED


def test_events_without_end_are_not_read():
    one = calendar()
    event = one[one.index("BEGIN:VEVENT") : one.index("END:VCALENDAR")]
    many = one.replace("END:VCALENDAR", event * ics_answers.MOST_EVENTS + "END:VCALENDAR")

    assert refused(mail(many, to=TO)) is Refusal.MALFORMED


@pytest.mark.parametrize(
    "zone",
    [
        ["BEGIN;X=1:VTIMEZONE", *RULES, "END;X=1:VTIMEZONE"],
        ["BEGIN;X=1:vtime", " zone", *RULES, "END:VTIMEZONE"],
        ["BEGIN:VTIMEZONE", *RULES],
    ],
)
def test_no_spelling_brings_a_zones_own_rules_in(zone):
    assert refused(mail(calendar(*zone), to=TO)) is Refusal.MALFORMED


@pytest.mark.parametrize(
    "lines",
    [
        ["BEGIN:VTIMEZONE", *RULES, "END:VTIMEZONE"],
        ["begin:vtimezone", *RULES, "end:vtimezone"],
        ["BEGIN:VTIME", " ZONE", *RULES, "", "", "END:VTIM", "", "\tEZONE"],
        ["", "BEGIN:VTIMEZONE", *RULES, "END:VTIMEZONE"] * 2,
    ],
)
def test_zones_are_left_out_and_the_rest_stays(lines):
    said = calendar().replace("ACCEPTED", "ACC\r\n EPTED")

    text = ics_answers.without_zones("\r\n".join([*lines, said]))

    assert text == calendar()
    assert ics_answers.without_zones(text.replace("\r\n", "\n")) == text


@pytest.mark.parametrize("line", ["BEGIN:VTIMEZONE\n", "\n", "\r\n", "\n ", "x\n\n"])
def test_a_megabyte_of_lines_is_read_in_one_pass(line):
    """Anything but one pass takes so long that the limit on each test ends it."""
    text = calendar().replace("METHOD", "X" + line * (1_000_000 // len(line)) + "METHOD", 1)

    if "VTIMEZONE" in line:
        with pytest.raises(AnswerRefusedError):
            ics_answers.without_zones(text)
    else:
        assert "\r\n\r\n" not in ics_answers.without_zones(text)


@pytest.mark.parametrize("line", ["BEGIN:VTIMEZONE\n", "\n", "\r\n"])
def test_the_largest_calendar_is_read_or_refused_whatever_its_lines_are(line):
    room = ics_answers.LARGEST_CALENDAR // 2 - 1000  # an end of a line is sent as two characters
    text = calendar().replace("BEGIN:VEVENT", line * (room // len(line)) + "BEGIN:VEVENT", 1)

    expected = ("refused", Refusal.MALFORMED) if "VTIMEZONE" in line else ("read", 1)
    assert outcome(mail(text, to=TO)) == expected


@pytest.mark.parametrize(
    "text", ["", "BEGIN:VCALENDAR", "BEGIN:VEVENT\r\nEND:VEVENT", "BEGIN:X\r\n" * 5000]
)
def test_what_is_no_calendar_is_refused(text):
    assert refused(mail(text, to=TO)) in (Refusal.MALFORMED, Refusal.NONE)


def test_a_charset_that_nobody_knows_is_refused():
    raw = answer("REPLY", SAID, to=TO).replace(
        b'text/calendar; charset="utf-8"', b"text/calendar; charset=klingon"
    )

    assert b"klingon" in raw
    assert refused(raw) is Refusal.MALFORMED


def outcome(raw):
    try:
        return "read", len(read(raw))
    except AnswerRefusedError as error:
        return "refused", error.why


@given(st.binary(max_size=300))
def test_u11_bytes_of_any_kind_are_an_answer_or_a_plain_refusal(noise):
    whole = answer("REPLY", SAID, to=TO)
    middle = whole.index(b"BEGIN:VEVENT")

    assert outcome(noise)[0] == "refused"
    assert outcome(whole[:middle] + noise + whole[middle:]) in (
        ("read", 1),
        ("refused", Refusal.MALFORMED),
        ("refused", Refusal.NONE),
    )
