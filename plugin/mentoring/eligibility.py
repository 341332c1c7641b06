"""Who may take part as what, by what brings them; and the starter pack that fits each reason (P10).

Nobody is turned away without a word: whoever may not stand on a side is told who may, and whom to
ask. What was sent before a rule was made stays.
"""

from collections.abc import Mapping
from typing import Final

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import NotEligibleError
from plugin.mentoring.programme import Entry, Life

PACKS: Final[Mapping[Entry, str]] = {
    Entry.NEW: "begin-new",
    Entry.NEW_POST: "begin-new-post",
    Entry.RETURNING: "begin-returning",
    Entry.TURNING_POINT: "begin-turning-point",
}
"""The key of the check list for each reason; a programme may put its own in its place."""
_ENTRIES: Final = {key: entry for entry, key in PACKS.items()}


def entries_for(life: Life, side: Side) -> tuple[Entry, ...]:
    """Return the reasons with which one may stand on that side; empty for anybody."""
    return dict(life.eligible).get(side, ())


def asked(life: Life) -> tuple[Entry, ...]:
    """Return the reasons that a profile offers: for whom it is meant, and all that a rule names."""
    named = {one for _side, entries in life.eligible for one in entries}
    return tuple(one for one in Entry if one in life.entries or one in named)


def may_stand_with(life: Life, side: Side, entry: Entry | None) -> bool:
    """Whether somebody whom that brings may stand on that side."""
    allowed = entries_for(life, side)
    return not allowed or entry in allowed


def require_eligible(life: Life, side: Side, entry: Entry | None) -> None:
    """Raise NotEligibleError unless somebody whom that brings may stand on that side."""
    if not may_stand_with(life, side, entry):
        raise NotEligibleError


def is_offered(key: str, entry: Entry | None) -> bool:
    """Whether a module is for somebody whom that brings: every one but another reason's pack."""
    return key not in _ENTRIES or _ENTRIES[key] is entry


def is_pack(key: str) -> bool:
    """Whether the module is a starter pack."""
    return key in _ENTRIES
