"""Names of zones: Outlook's, everybody else's, and those that are nobody's."""

from zoneinfo import ZoneInfo

import pytest
from tzlocal.windows_tz import win_tz

from graph.zones import canonical, iana_name, windows_name


@pytest.mark.parametrize(
    ("iana", "windows"),
    [
        ("Europe/Dublin", "GMT Standard Time"),
        ("Europe/Berlin", "W. Europe Standard Time"),
        ("Asia/Kolkata", "India Standard Time"),
        ("Asia/Calcutta", "India Standard Time"),
        ("Europe/Kyiv", "FLE Standard Time"),
        ("America/Nuuk", "Greenland Standard Time"),
        ("Etc/UTC", "UTC"),
        ("UTC", "UTC"),
        ("Mars/Olympus", None),
        ("", None),
    ],
)
def test_t06_outlook_is_told_its_own_names(iana, windows):
    assert windows_name(iana) == windows


@pytest.mark.parametrize(
    ("name", "iana"),
    [
        ("GMT Standard Time", "Europe/London"),
        ("india standard time", "Asia/Kolkata"),
        ("Europe/Dublin", "Europe/Dublin"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("UTC", "Etc/UTC"),
        ("tzone://Microsoft/Utc", "Etc/UTC"),
        ("tzone://Microsoft/Custom", None),
        ("Customized Time Zone", None),
        ("../../etc/passwd", None),
        ("", None),
    ],
)
def test_t06_either_kind_of_name_is_understood_and_no_other(name, iana):
    assert iana_name(name) == iana


@pytest.mark.parametrize("name", sorted(win_tz))
def test_t06_every_zone_of_outlook_is_a_zone_of_this_machine(name):
    assert ZoneInfo(iana_name(name))


def test_an_alias_and_its_modern_name_are_one_zone():
    assert canonical("US/Eastern") == canonical("America/New_York") == "America/New_York"
