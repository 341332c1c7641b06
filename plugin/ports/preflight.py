"""What an institution's Microsoft 365 lets the tool do, found by trying it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Standing(StrEnum):
    """How one thing stands."""

    OK = "ok"
    MISSING = "missing"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    NOT_SET = "not set"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried.

    Attributes:
        what: "application", "sign-in", "site", "folder", "drives", "reports" or "app-only".
        level: of the ladder that it belongs to.
        code: Microsoft's own, for its support; empty for none.
        fix: lines to run or send, by whoever can grant it; complete, nothing to fill in but names.
        link: where an administrator consents with one click.

    """

    what: str
    level: int
    standing: Standing
    code: str = ""
    fix: tuple[str, ...] = ()
    link: str | None = None


class Preflight(Protocol):
    """Tries what the tool needs, with real requests. Changes nothing that stays."""

    def look(self, *, inside: str | None = None, outside: str | None = None) -> Sequence[Finding]:
        """Return what was found, level by level; never raises for what Microsoft answers.

        Args:
            inside: an address that Exchange lets the app at, to prove application access with.
            outside: one that it must not.

        """
        ...


def level_of(findings: Sequence[Finding]) -> int:
    """Return the level whose every thing, and everything below, stands; levels stop at 3.

    Folders in people's own OneDrives do instead of those in a site, and take nothing from them;
    what people may be asked for besides belongs to no level.
    """
    reached = 0
    for level in (1, 2, 3):
        mine = [one for one in findings if one.level == level and one.what != "reports"]
        instead = [one for one in mine if one.what == "drives"]
        if any(one.standing is Standing.OK for one in instead):
            mine = instead
        else:
            mine = [one for one in mine if one.what != "drives"]
        if not mine or any(one.standing is not Standing.OK for one in mine):
            break
        reached = level
    return reached
