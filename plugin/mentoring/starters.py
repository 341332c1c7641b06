"""The content that comes with the tool, by key; the pages have the words, in every language."""

from typing import Final

from plugin.mentoring.coaching import SCALED
from plugin.mentoring.questions import Bank, Item


def _depths(bank: Bank, *keys: tuple[str, ...]) -> tuple[Item, ...]:
    return tuple(Item(bank, key, depth) for depth, some in enumerate(keys, 1) for key in some)


STARTERS: Final = (
    *_depths(
        Bank.ICE_BREAKERS,
        ("name", "week", "place", "skill", "message", "small"),
        ("object", "plan-changed", "thanks"),
    ),
    *_depths(
        Bank.DEEPENING,
        ("good-day", "energy", "proud", "learnt"),
        ("value", "advice", "help", "mistake", "time"),
        ("dream", "afraid", "five-years", "leave", "different"),
    ),
    *_depths(Bank.LISTENING, ("say-back", "ask-open", "wait", "feeling", "advice-last")),
    *_depths(
        Bank.PROMPTS,
        (
            "first.jargon", "first.unsaid", "first.money",
            "difference.seen", "difference.assume", "difference.ally",
            "work.no", "work.credit", "work.conflict", "work.break",
        ),
    ),
    *_depths(
        Bank.SKILLS,
        ("self-management", "agility", "time", "ai", "listening", "speaking", "writing",
         "networking", "feedback", "leading"),
    ),
    *_depths(Bank.MODELS, ("grow", SCALED)),
    *_depths(Bank.TASKS, ("listen", "ask", "paths", "honest", "doors", "time")),
    *_depths(Bank.PRIVACY, ("headphones", "room", "background", "devices")),
)  # fmt: skip
"""Ice-breakers and deepening questions by depth; prompts by pack, which is what stands before the
dot."""
