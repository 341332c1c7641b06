"""L53, T09: mails speak their reader's language, on their reader's clock, which they name."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from plugin.gateways.mail_digests import MailDigests
from plugin.gateways.mail_notes import MailNotes
from plugin.gateways.mail_speech import speech_to
from plugin.mentoring.notices import News
from plugin.mentoring.session import SessionState
from tests.gateways.invitations import BEN, a_session, an_invitation, person
from tests.gateways.test_ics_letters import event, mail, text, written
from tests.gateways.test_mail_digests import delivery

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def ben(locale, zone="America/New_York"):
    return replace(person(BEN, "Ben Okri", zone=zone), locale=locale)


def test_a_german_reader_gets_german_words_dates_and_names_of_things():
    letter = written(an_invitation(answers_at={BEN: "https://tool.example/a"}), ben("de-DE"))

    assert text(letter).splitlines() == [
        "Hallo Ben,",
        "",
        "du bist verabredet mit Ada:",
        "",
        "    Montag, 30. November 2026, 05:00 bis 05:45 Uhr (America/New_York)",
        "",
        "Sag hier ja, vielleicht oder nein, ohne Anmeldung:",
        "https://tool.example/a",
        "",
        "Alles Weitere steht auf der Seite des Treffens:",
        "https://tool.example/l/s/s1",
    ]
    assert mail(letter)["Subject"] == "Einladung: Mentoring: Ada und Ben"
    assert mail(letter)["From"].addresses[0].display_name == "Ada Lovelace über Alongside"
    assert event(letter)["SUMMARY"] == "Mentoring: Ada und Ben"
    assert event(letter)["DESCRIPTION"].startswith("Themen, Vereinbarung")


def test_each_reader_of_one_session_gets_their_own_language():
    off = an_invitation(a_session(state=SessionState.CANCELLED))

    subjects = [mail(written(off, ben(tag)))["Subject"].split(":")[0] for tag in ("de", "en")]
    assert subjects == ["Abgesagt", "Called off"]


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("en-US", "5:00\u202fAM to 5:45\u202fAM (America/New_York)"),
        ("en", "05:00 to 05:45 (America/New_York)"),
        (None, "05:00 to 05:45 (America/New_York)"),
        ("de_AT", "05:00 bis 05:45 Uhr (America/New_York)"),
    ],
)
def test_hours_are_written_as_where_the_reader_is(tag, shown):
    assert shown in text(written(reader=ben(tag)))


@pytest.mark.parametrize(
    "tag", ["fr", "tlh", "xx-YY", "../../etc", "de/../..", "d" * 500, "de--", ""]
)
def test_l53_a_tag_that_names_no_language_of_ours_is_english(tag):
    assert str(speech_to(ben(tag)).locale) == "en_GB"


def test_news_and_notes_come_in_the_readers_language():
    told = replace(delivery(News.VOTE, News.MESSAGE), reader=ben("de"))
    writer = MailDigests(public_url="https://tool.example", sender="m@tool.example")
    notes = MailNotes(public_url="https://tool.example", sender="m@tool.example")
    switched = notes.switched("k", ben("de"), "b@x.example", "https://tool.example/s", now=NOW)
    digest = mail(writer.digest(told))

    assert digest["Subject"] == "Neues aus deinem Mentoring"
    assert "2 Abstimmungen über Zeiten warten auf dich." in digest.get_content()
    assert mail(switched)["Subject"] == "Dein Treffen findet auf einem anderen Weg statt"
