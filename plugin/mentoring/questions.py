"""Questions from a bank: none is offered twice, and what both chose to share is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import RelationshipId

LONGEST_ANSWER: Final = 1000
ICE_SESSIONS: Final = 3
"""How many sessions begin with an ice-breaker."""


class Bank(StrEnum):
    """A kind of content that a programme may replace."""

    ICE_BREAKERS = "ice-breakers"
    DEEPENING = "deepening"
    PROMPTS = "prompts"
    LISTENING = "listening"
    MODELS = "models"
    PRIVACY = "privacy"
    SUPPORT = "support"
    HELP = "help"
    SKILLS = "skills"
    TASKS = "tasks"


@dataclass(frozen=True, slots=True)
class Item:
    """One text of a bank.

    Attributes:
        text: None for a text that comes with the tool: the pages have its words by key.
        depth: from 1, easy, to 3; or the topic's place for prompts.

    """

    bank: Bank
    key: str
    depth: int = 1
    text: str | None = None
    hidden: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was taken. `text` is None where the tool brought it."""

    key: str
    text: str | None
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """One member's answer; others read it once both chose to share."""

    relationship_id: RelationshipId
    tenant_id: TenantId
    key: str
    person_id: PersonId
    text: str
    shared: bool
    version: int = 0


def merged(ours: Iterable[Item], theirs: Iterable[Item]) -> tuple[Item, ...]:
    """Return the tool's items with others in place of those of the same key.

    Args:
        ours: those that come with the tool.
        theirs: an institution's and a programme's own, in this order: the last of a key holds.

    """
    found = {(one.bank, one.key): one for one in ours}
    found.update({(one.bank, one.key): one for one in theirs})
    return tuple(one for one in found.values() if not one.hidden)


def following(
    items: Iterable[Item], bank: Bank, asked: Iterable[str], *, most: int = 3
) -> tuple[Item, ...]:
    """Return the next questions of a bank that were not taken yet, the easiest depth first."""
    taken = frozenset(asked)
    left = [one for one in items if one.bank is bank and one.key not in taken]
    return tuple(sorted(left, key=lambda one: one.depth)[:most])


def in_common(answers: Iterable[Answer], *, viewer: PersonId) -> Mapping[str, tuple[Answer, ...]]:
    """Return by question what at least two members chose to share, the viewer among them."""
    found: dict[str, list[Answer]] = {}
    for one in answers:
        if one.shared and one.text:
            found.setdefault(one.key, []).append(one)
    return {
        key: tuple(shared)
        for key, shared in found.items()
        if len(shared) > 1 and viewer in {one.person_id for one in shared}
    }
