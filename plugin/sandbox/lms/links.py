"""Activities: the links to a tool that stand in a course."""

from dataclasses import asdict, dataclass
from secrets import token_hex

from plugin.sandbox.lms.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One activity: what the LTI resource link claim is made of, and where it leads.

    `url` is empty where it leads to the tool's usual target.
    """

    id: str
    course_id: str
    client_id: str
    title: str
    text: str
    url: str
    custom: dict[str, str]

    def save(self, state: State) -> None:
        """Keep it."""
        state.put("link", self.id, asdict(self))


def new_link_id() -> str:
    """Return an id that no link has."""
    return f"link-{token_hex(5)}"


def find_link(state: State, link_id: str) -> Link | None:
    """Return the activity, or None."""
    row = state.get("link", link_id)
    return None if row is None else Link(**row)


def links_in(state: State, course_id: str) -> list[Link]:
    """Return the activities of a course, oldest first."""
    return [Link(**row) for row in state.all("link").values() if row["course_id"] == course_id]
