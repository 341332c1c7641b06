"""What an LMS's list of a course says of its members, and when a person must look first."""

from enum import StrEnum
from typing import Final

MOST_REMOVED: Final = 10
MOST_SHARE: Final = 0.2
"""Of the active members."""


def needs_a_look(leaving: int, active: int) -> bool:
    """Whether so many leaving at once looks more like a fault of the list than like people going.

    Args:
        leaving: active members whom a new list no longer has.
        active: all active members before it, those included.

    """
    return leaving > MOST_REMOVED or leaving > MOST_SHARE * active


class Told(StrEnum):
    """What the latest whole list says of a member."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    ABSENT = "absent"


class Standing(StrEnum):
    """How a member stands, list and tool together; everybody has exactly one."""

    BOTH = "both"
    """On the list, and has opened the tool."""
    LISTED = "listed"
    """On the list, and has never opened the tool."""
    JOINED = "joined"
    """Has opened the tool, and no list has told of them yet."""
    WAITING = "waiting"
    """The list would end their membership, and a coordinator has not decided."""
    KEPT = "kept"
    """The list would end their membership, and a coordinator kept them."""
    INACTIVE = "inactive"
    """The LMS says that they are inactive."""
    GONE = "gone"
    """Not on the list any more."""
    TEST = "test"
    """A preview user of the LMS."""


class Gap(StrEnum):
    """What is missing or odd about a member who is here; somebody may have several."""

    NO_NAME = "no-name"
    NO_EMAIL = "no-email"
    OTHER_ROLE = "other-role"
    """The role at the latest launch is not the one on the list."""
