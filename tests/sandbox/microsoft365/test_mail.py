"""Mails that arrive by SMTP."""

import smtplib
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
import requests

from plugin.sandbox.microsoft365 import EXTENSION, start_smtp

from .conftest import M365

TO = "kavya.deshmukh@post.example"
INVITATION = (
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n"
    "BEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    "BEGIN:VEVENT\r\nUID:session-1@tool\r\nSEQUENCE:2\r\nSUMMARY:Mentoring with a very lo\r\n"
    " ng name\r\nDTSTART;TZID=Europe/Berlin:20261201T100000\r\nDTEND:20261201T094500Z\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def smtp(m365: M365) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = start_smtp("127.0.0.1", port, m365.app.extensions[EXTENSION].world.state)
    yield port
    controller.stop()


def invitation() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "alongside@tool.example", TO
    message["Subject"], message["Message-ID"] = "Your session – Tuesday", "<1@tool>"
    message.set_content("Accept: http://127.0.0.1:8000/rsvp/yes\n")
    html = (
        "<style>p{}</style><p>Hello <b>Kavya</b></p><a href='http://127.0.0.1:8000/rsvp/no'>No</a>"
    )
    message.add_alternative(html, subtype="html")
    message.add_alternative(INVITATION, subtype="calendar", params={"method": "REQUEST"})
    return message


def send(port: int) -> Any:
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
        server.send_message(invitation())


def test_a_mail_is_kept_with_its_calendar_part(m365: M365, smtp: int) -> None:
    send(smtp)

    (mail,) = m365.state()["mails"]
    assert mail["to"] == TO
    assert mail["calendar"]["METHOD"] == "REQUEST"
    assert mail["calendar"]["SEQUENCE"] == "2"
    assert mail["calendar"]["SUMMARY"] == "Mentoring with a very long name"
    assert mail["calendar"]["DTSTART"].startswith("20261201T100000")
    assert mail["html_as_text"] == "Hello KavyaNo"


def test_the_page_shows_text_calendar_and_links(m365: M365, smtp: int) -> None:
    send(smtp)

    page = requests.get(f"{m365.url}/mail/{TO}", timeout=10).text

    assert "Your session – Tuesday" in page
    assert "session-1@tool" in page
    assert "2026-12-01 10:00 Europe/Berlin" in page
    assert "2026-12-01 09:45 UTC" in page
    assert 'href="http://127.0.0.1:8000/rsvp/yes"' in page
    assert 'href="http://127.0.0.1:8000/rsvp/no"' in page
    assert TO in requests.get(f"{m365.url}/mail", timeout=10).text


def test_the_calendar_file_can_be_fetched(m365: M365, smtp: int) -> None:
    send(smtp)
    (mail,) = m365.state()["mails"]

    answer = requests.get(f"{m365.url}/mail/{TO}/{mail['id']}.ics", timeout=10)

    assert "UID:session-1@tool" in answer.text
    assert answer.headers["Content-Type"].startswith("text/calendar")
