"""Several people in a sentence, in the reader's language."""

from collections.abc import Sequence

from plugin.mentoring.people import Person
from plugin.ports.reads import RelationshipLine
from plugin.web.texts import gettext as _
from plugin.web.texts import ngettext

MOST = 3


def names(people: Sequence[Person]) -> str:
    """Return the given names, as in "Ada, Ben and Cleo" or "Ada, Ben and 4 others"."""
    return _some([one.given for one in people])


def with_you(others: Sequence[Person]) -> str:
    """Return the reader with others, as in "You, Ben and Cleo" or "You, Ben and 6 others"."""
    return _some([_("You"), *(one.given for one in others)])


def labels(people: Sequence[Person]) -> str:
    """Return the whole names of at most three people, and how many more there are."""
    return _some([one.label for one in people])


def called(line: RelationshipLine) -> str:
    """Return what to call a relationship in a list: a circle by its own name."""
    return line.title or labels(line.people)


def listed(words: Sequence[str]) -> str:
    """Return the words with commas and an "and" before the last."""
    return _(" and ").join([part for part in (", ".join(words[:-1]), *words[-1:]) if part])


def _some(words: list[str]) -> str:
    if len(words) <= MOST:
        return listed(words)
    rest, first = len(words) - MOST + 1, ", ".join(words[: MOST - 1])
    return ngettext("%(first)s and one other", "%(first)s and %(num)s others", rest, first=first)


FILTERS = {"names": names, "labels": labels, "listed": listed, "called": called}
