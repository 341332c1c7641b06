"""Windows time zone names, which Outlook speaks, and the IANA names they stand for.

The rows are the zones that the pretend people live in and their neighbours; names as in Unicode's
windowsZones table (territory 001). A name outside the table is refused, as Outlook refuses
what it does not know.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_WINDOWS = {
    "UTC": "Etc/UTC",
    "GMT Standard Time": "Europe/London",
    "Greenwich Standard Time": "Atlantic/Reykjavik",
    "W. Europe Standard Time": "Europe/Berlin",
    "Central Europe Standard Time": "Europe/Budapest",
    "Central European Standard Time": "Europe/Warsaw",
    "Romance Standard Time": "Europe/Paris",
    "GTB Standard Time": "Europe/Bucharest",
    "FLE Standard Time": "Europe/Kiev",
    "E. Europe Standard Time": "Europe/Chisinau",
    "Turkey Standard Time": "Europe/Istanbul",
    "Israel Standard Time": "Asia/Jerusalem",
    "Egypt Standard Time": "Africa/Cairo",
    "South Africa Standard Time": "Africa/Johannesburg",
    "E. Africa Standard Time": "Africa/Nairobi",
    "W. Central Africa Standard Time": "Africa/Lagos",
    "Morocco Standard Time": "Africa/Casablanca",
    "Russian Standard Time": "Europe/Moscow",
    "Arabian Standard Time": "Asia/Dubai",
    "Arab Standard Time": "Asia/Riyadh",
    "Iran Standard Time": "Asia/Tehran",
    "Pakistan Standard Time": "Asia/Karachi",
    "India Standard Time": "Asia/Calcutta",
    "Nepal Standard Time": "Asia/Katmandu",
    "Bangladesh Standard Time": "Asia/Dhaka",
    "SE Asia Standard Time": "Asia/Bangkok",
    "Singapore Standard Time": "Asia/Singapore",
    "China Standard Time": "Asia/Shanghai",
    "Tokyo Standard Time": "Asia/Tokyo",
    "Korea Standard Time": "Asia/Seoul",
    "AUS Eastern Standard Time": "Australia/Sydney",
    "E. Australia Standard Time": "Australia/Brisbane",
    "W. Australia Standard Time": "Australia/Perth",
    "New Zealand Standard Time": "Pacific/Auckland",
    "Tonga Standard Time": "Pacific/Tongatapu",
    "Line Islands Standard Time": "Pacific/Kiritimati",
    "E. South America Standard Time": "America/Sao_Paulo",
    "Argentina Standard Time": "America/Buenos_Aires",
    "SA Pacific Standard Time": "America/Bogota",
    "Newfoundland Standard Time": "America/St_Johns",
    "Atlantic Standard Time": "America/Halifax",
    "Eastern Standard Time": "America/New_York",
    "Central Standard Time": "America/Chicago",
    "Mountain Standard Time": "America/Denver",
    "US Mountain Standard Time": "America/Phoenix",
    "Pacific Standard Time": "America/Los_Angeles",
    "Alaskan Standard Time": "America/Anchorage",
    "Hawaiian Standard Time": "Pacific/Honolulu",
}
_SAME_RULES = {
    "Europe/Dublin": "GMT Standard Time",
    "Europe/Lisbon": "GMT Standard Time",
    "Europe/Amsterdam": "W. Europe Standard Time",
    "Europe/Vienna": "W. Europe Standard Time",
    "Europe/Madrid": "Romance Standard Time",
    "Europe/Kyiv": "FLE Standard Time",
    "Europe/Helsinki": "FLE Standard Time",
    "Asia/Kolkata": "India Standard Time",
    "America/Toronto": "Eastern Standard Time",
    "UTC": "UTC",
}
_FROM_IANA = {iana: windows for windows, iana in _WINDOWS.items()} | _SAME_RULES


class UnknownZoneError(ValueError):
    """Outlook does not know this time zone."""


def windows_name(iana: str) -> str:
    """Return the Windows name of an IANA zone; "UTC" for one outside the table."""
    return _FROM_IANA.get(iana, "UTC")


def zone(name: str) -> ZoneInfo:
    """Return the zone of a Windows name, or of an IANA name that the table contains.

    Raises:
        UnknownZoneError: neither.

    """
    iana = _WINDOWS.get(name) or (name if name in _WINDOWS.values() or name == "UTC" else None)
    if iana is None:
        raise UnknownZoneError(name)
    return ZoneInfo(iana)


def to_utc(local: str, zone_name: str) -> datetime:
    """Return the moment that a wall clock of the zone shows as `local` (ISO 8601, no offset).

    Raises:
        UnknownZoneError: see `zone`.
        ValueError: `local` is not a time.

    """
    return datetime.fromisoformat(local).replace(tzinfo=zone(zone_name)).astimezone(UTC)


def to_local(moment: datetime, zone_name: str) -> str:
    """Return what a wall clock of the zone shows, with Graph's seven digits of a second."""
    return moment.astimezone(zone(zone_name)).strftime("%Y-%m-%dT%H:%M:%S.%f0")
