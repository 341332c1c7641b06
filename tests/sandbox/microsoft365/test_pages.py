"""The pages that people look at, used as a browser uses them."""

import re

import requests

from .conftest import AMARA, HANA, M365
from .test_events import copy_of, made


def press(m365: M365, person: str, event_id: str, action: str, **form: str) -> str:
    page = f"{m365.url}/calendar/{person}/{event_id}/{action}"
    answer = requests.post(page, data=form, timeout=10)
    answer.raise_for_status()
    return answer.text


def test_the_first_page_lists_everybody_with_a_mailbox(m365: M365) -> None:
    page = requests.get(m365.url, timeout=10).text

    assert "Hana Kováčová" in page
    assert "Kavya" not in page


def test_a_meeting_is_in_both_calendars_in_their_own_time(m365: M365) -> None:
    made(m365.graph(HANA))

    berlin, london = (
        requests.get(f"{m365.url}/calendar/{mail}?week=2026-12-01", timeout=10).text
        for mail in (HANA, AMARA)
    )

    assert re.search(r"10:00–10:45</small>\s*Mentoring", berlin)
    assert re.search(r"09:00–09:45</small>\s*Mentoring", london)


def test_the_organiser_moves_a_meeting_on_the_page(m365: M365) -> None:
    made(m365.graph(HANA))
    event_id = copy_of(m365, HANA)["id"]

    press(m365, HANA, event_id, "move", start="2026-12-02T15:00", end="2026-12-02T16:00")

    assert copy_of(m365, AMARA)["start"].startswith("2026-12-02T14:00")


def test_a_move_that_ends_before_it_starts_is_told(m365: M365) -> None:
    made(m365.graph(HANA))
    event_id = copy_of(m365, HANA)["id"]

    page = press(m365, HANA, event_id, "move", start="2026-12-02T15:00", end="2026-12-02T14:00")

    assert "The end must be after the start." in page
    assert copy_of(m365, HANA)["start"].startswith("2026-12-01")


def test_the_attendee_accepts_on_the_page(m365: M365) -> None:
    made(m365.graph(HANA))

    press(m365, AMARA, copy_of(m365, AMARA)["id"], "accept")

    assert copy_of(m365, HANA)["attendees"] == {AMARA: "accepted"}


def test_the_organiser_cancels_on_the_page(m365: M365) -> None:
    graph = m365.graph(HANA)
    event = made(graph)

    press(m365, HANA, copy_of(m365, HANA)["id"], "cancel")

    assert m365.state()["mailboxes"][HANA] == []
    assert graph("GET", f"/me/events/{event['id']}").json()["isCancelled"] is True
    assert copy_of(m365, AMARA)["cancelled"] is True


def test_a_busy_block_is_added_on_the_page(m365: M365) -> None:
    form = {"subject": "Gym", "day": "2026-12-01", "from": "20:00", "until": "21:00"}

    page = requests.post(f"{m365.url}/calendar/{HANA}/busy", data=form, timeout=10)

    assert "Gym" in page.text
    assert copy_of(m365, HANA)["start"].startswith("2026-12-01T19:00")


def test_another_persons_meeting_is_not_found(m365: M365) -> None:
    made(m365.graph(HANA))
    event_id = copy_of(m365, HANA)["id"]

    page = requests.get(f"{m365.url}/calendar/{AMARA}/{event_id}", timeout=10)

    assert page.status_code == 404


def test_the_switches_are_on_the_control_page(m365: M365) -> None:
    page = requests.get(f"{m365.url}/_control", timeout=10).text
    requests.post(f"{m365.url}/_control/switches/user_consent", data={"on": "off"}, timeout=10)

    assert "People may consent for themselves" in page
    assert m365.state()["switches"]["user_consent"] is False
