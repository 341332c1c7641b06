"""IANA and Windows names of time zones.

Outlook stores Windows names and accepts only some IANA names, so we send Windows names and read
either. https://learn.microsoft.com/graph/api/resources/datetimetimezone
"""

from functools import cache
from zoneinfo import available_timezones

from tzlocal.windows_tz import tz_win, win_tz

_UTC_NAMES = frozenset({"utc", "etc/utc", "etc/gmt", "gmt", "z", "tzone://microsoft/utc"})


def windows_name(iana: str) -> str | None:
    """Return Outlook's name for an IANA zone or one of its aliases; None when it has none."""
    if iana.casefold() in _UTC_NAMES:
        return "UTC"
    # tzlocal's table also answers for "", with Mexico.
    name: str | None = tz_win.get(iana) if canonical(iana) else None
    return name


def iana_name(name: str) -> str | None:
    """Return the IANA name for what a mailbox calls its zone, a Windows or an IANA name.

    None for a custom zone ("tzone://Microsoft/Custom") and anything unknown: the caller shows UTC
    and says that it does.
    """
    if name.casefold() in _UTC_NAMES:
        return "Etc/UTC"
    known: str | None = _windows_to_iana().get(name.casefold())
    return known or canonical(name)


def canonical(iana: str) -> str | None:
    """Return `iana` if this machine knows the zone, under the name most people use for it.

    An alias ("Asia/Calcutta") and its modern name ("Asia/Kolkata") share a Windows name and their
    rules; the modern one is returned. None for an unknown zone.
    """
    modern = _MODERN.get(iana, iana)
    return modern if modern in _known() else None


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def _windows_to_iana() -> dict[str, str]:
    return {name.casefold(): canonical(zone) or zone for name, zone in win_tz.items()}


_MODERN = {
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Catamarca": "America/Argentina/Catamarca",
    "America/Cordoba": "America/Argentina/Cordoba",
    "America/Godthab": "America/Nuuk",
    "America/Indianapolis": "America/Indiana/Indianapolis",
    "America/Louisville": "America/Kentucky/Louisville",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Atlantic/Faeroe": "Atlantic/Faroe",
    "Europe/Kiev": "Europe/Kyiv",
    "GB": "Europe/London",
    "Pacific/Enderbury": "Pacific/Kanton",
    "Pacific/Ponape": "Pacific/Pohnpei",
    "Pacific/Truk": "Pacific/Chuuk",
    "US/Central": "America/Chicago",
    "US/Eastern": "America/New_York",
    "US/Mountain": "America/Denver",
    "US/Pacific": "America/Los_Angeles",
}
"""CLDR keeps the first name it ever had for a zone; people know the later one."""
