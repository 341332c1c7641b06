"""Which groups there are, and which numbers of them a launch names."""

from typing import Any

from plugin.sandbox.lms.current import Lms


def groups_of(running: Lms, course_id: str) -> dict[str, dict[str, Any]]:
    """Return the groups of a course: by id, name and keys of people."""
    rows = running.state.all("group").items()
    return {key: row for key, row in rows if row["course"] == course_id}


def ids_of(running: Lms, course_id: str, person_key: str) -> list[str]:
    """Return the numbers of the groups that somebody is in, as Moodle's variable has them."""
    rows = sorted(groups_of(running, course_id).items())
    return [str(n) for n, (_, row) in enumerate(rows, start=1) if person_key in row["people"]]
