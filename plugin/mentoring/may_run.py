"""Whether a piece of outgoing work may be done now, and as whom: decided here, and nowhere else.

What Microsoft then says is another matter; this is what is known before it is asked.
"""

from dataclasses import dataclass
from enum import StrEnum


class Feature(StrEnum):
    """What goes out to Microsoft for a person."""

    CALENDAR = "calendar"
    FREE_BUSY = "free and busy"
    LOOK = "look for sessions made in Outlook"
    PROMISE = "promise to tell of changes"
    TASKS = "tasks"
    FOLDER = "folder in their OneDrive"
    REPORT = "who was in their meetings"


BY_CHOICE = frozenset({Feature.LOOK, Feature.TASKS, Feature.FOLDER, Feature.REPORT})
"""Done only for whoever switched it on."""
IN_CALENDARS = frozenset({Feature.CALENDAR, Feature.FREE_BUSY, Feature.LOOK, Feature.PROMISE})
"""What the tool may do by itself where an institution lets it at its mentors' calendars."""


class Run(StrEnum):
    """Whether it may be done, and as whom; or what is missing."""

    AS_PERSON = "as the person"
    AS_TOOL = "as the tool itself"
    NOT_OFFERED = "not offered"
    NOT_WISHED = "not wished"
    NEEDS_SIGN_IN = "needs sign-in"

    @property
    def goes(self) -> bool:
        """Whether it may be done."""
        return self in (Run.AS_PERSON, Run.AS_TOOL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How things stand for one person, as far as it is known here.

    Attributes:
        offered: whether the institution's level of the ladder has the feature at all.
        linked: whether the person has linked an account.
        signed_in: whether the tool may still act for them.
        wished: whether they switched it on, where that is theirs to choose.
        reached: whether the tool reaches their calendar by itself.

    """

    offered: bool
    linked: bool = False
    signed_in: bool = False
    wished: bool = False
    reached: bool = False


def may_run(feature: Feature, now: Standing) -> Run:
    """Return whether it may be done. Without a linked account nobody's calendar is known."""
    if not now.offered:
        return Run.NOT_OFFERED
    if feature in BY_CHOICE and not now.wished:
        return Run.NOT_WISHED
    if not now.linked:
        return Run.NEEDS_SIGN_IN
    if now.signed_in:
        return Run.AS_PERSON
    if feature in IN_CALENDARS and now.reached:
        return Run.AS_TOOL
    return Run.NEEDS_SIGN_IN
