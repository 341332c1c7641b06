"""What this LMS does as one LMS or another would, changeable while it runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Switch:
    """A choice of the platform. `default` gives its type; a number may also be None (no limit)."""

    name: str
    words: str
    default: bool | int | None


SWITCHES = (
    Switch("platform_storage", "Offer platform storage to tools (lti_storage_target)", True),
    Switch("roster", "Offer the list of people in launches", True),
    Switch("course_in_launch", "Launches name course and link; Schoology's app areas do not", True),
    Switch("one_time_hints", "Accept a message hint once only, like Moodle", False),
    Switch("names", "Tell tools people's names", True),
    Switch("emails", "Tell tools people's e-mail addresses", True),
    Switch("short_roles", "Roster roles as bare words, like Moodle", False),
    Switch("roster_page_size", "Most people in one answer of the roster", None),
    Switch("roster_etag", "Mark the roster, and say 304 while it is the same", False),
    Switch("roster_changes", "Offer an address that tells who has changed since", False),
    Switch("groups_page_size", "Most groups in one answer", None),
    Switch("issuer_slash", "Name the issuer with a final slash, which nobody registered", False),
    Switch("clock_ahead_s", "Seconds that the clock is ahead", 0),
    Switch("id_token_life_s", "Seconds an id_token lives", 300),
)


def parse_switch(name: str, value: object) -> bool | int | None:
    """Return `value` (from JSON or a form) as the switch's type.

    Raises:
        ValueError: no such switch, or not a value for it.

    """
    switch = next((s for s in SWITCHES if s.name == name), None)
    if switch is None:
        raise ValueError(f"no switch is called {name}")
    if isinstance(switch.default, bool):
        return value in (True, "true", "on", "1")
    return None if value in (None, "") else int(str(value))
