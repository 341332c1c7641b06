"""Free/busy, settings and people."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from plugin.sandbox.microsoft365.people_operations import availability

from .conftest import AMARA, HANA, M365

SPAN = {
    "startTime": {"dateTime": "2026-11-23T00:00:00", "timeZone": "UTC"},
    "endTime": {"dateTime": "2026-11-28T00:00:00", "timeZone": "UTC"},
}
START = datetime(2026, 12, 1, 9, tzinfo=UTC)


def ask(m365: M365, *schedules: str, **more: Any) -> Any:
    body = {"schedules": list(schedules), **SPAN, "availabilityViewInterval": 30, **more}
    return m365.graph(HANA)("POST", "/me/calendar/getSchedule", body)


def test_free_busy_of_a_colleague_has_a_digit_for_each_half_hour(m365: M365) -> None:
    (schedule,) = ask(m365, AMARA).json()["value"]

    assert len(schedule["availabilityView"]) == 5 * 48
    assert set(schedule["availabilityView"]) == {"0", "2"}
    assert schedule["workingHours"]["timeZone"] == {"name": "GMT Standard Time"}


def test_a_block_shows_as_busy_at_its_time(m365: M365) -> None:
    before = ask(m365, AMARA).json()["value"][0]["availabilityView"]
    m365.control(f"people/{AMARA}/events", start="2026-11-27T21:00:00", end="2026-11-27T22:00:00")

    after = ask(m365, AMARA).json()["value"][0]["availabilityView"]

    place = 4 * 48 + 42
    assert (before[place : place + 3], after[place : place + 3]) == ("000", "220")


def test_an_unknown_address_has_an_error_of_its_own(m365: M365) -> None:
    known, unknown = ask(m365, AMARA, "kavya.deshmukh@post.example").json()["value"]

    assert "error" not in known
    assert unknown["error"]["responseCode"] == "ErrorMailRecipientNotFound"
    assert "availabilityView" not in unknown


@pytest.mark.parametrize(
    "wrong",
    [
        {"schedules": [f"p{i}@northmoor.example" for i in range(21)]},
        {"schedules": []},
        {"availabilityViewInterval": 4},
        {"endTime": {"dateTime": "2027-03-01T00:00:00", "timeZone": "UTC"}},
        {"endTime": SPAN["startTime"]},
    ],
)
def test_a_question_beyond_the_limits_is_refused(m365: M365, wrong: dict[str, Any]) -> None:
    assert ask(m365, AMARA, **wrong).status_code == 400


def test_the_heavier_state_wins_a_cell_and_touching_events_take_none() -> None:
    def event(first: int, last: int, state: str) -> dict[str, str]:
        start, end = (START + timedelta(minutes=m) for m in (first, last))
        return {"start": start.isoformat(), "end": end.isoformat(), "showAs": state}

    events = [event(-30, 0, "busy"), event(0, 31, "tentative"), event(45, 60, "oof")]

    view = availability(events, (START, START + timedelta(hours=2)), timedelta(minutes=30))

    assert view == "1300"


def test_everybody_is_busy_in_their_own_way_and_the_same_after_a_reset(m365: M365) -> None:
    everybody = [HANA, AMARA, "priya.raghunathan@northmoor.example"]
    before = [s["availabilityView"] for s in ask(m365, *everybody).json()["value"]]
    m365.control("reset")

    after = [s["availabilityView"] for s in ask(m365, *everybody).json()["value"]]

    assert before == after
    assert len(set(before)) == len(everybody)


def test_mailbox_settings_name_a_windows_zone(m365: M365) -> None:
    settings = m365.graph(HANA)("GET", "/me/mailboxSettings").json()

    assert settings["timeZone"] == "W. Europe Standard Time"
    assert settings["workingHours"]["daysOfWeek"][0] == "monday"


def test_a_person_sees_who_they_are(m365: M365) -> None:
    me = m365.graph(HANA)("GET", "/me?$select=displayName,mail").json()

    assert (me["displayName"], me["mail"]) == ("Hana Kováčová", HANA)
    assert "surname" not in me


def test_the_calendar_says_that_it_can_make_teams_meetings(m365: M365) -> None:
    calendar = m365.graph(HANA)("GET", "/me/calendar").json()

    assert calendar["allowedOnlineMeetingProviders"] == ["teamsForBusiness"]
