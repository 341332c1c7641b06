"""Two people whom a coordinator knows not to be matched."""

from datetime import UTC, datetime

import pytest

from plugin.mentoring.errors import ExcludedError, ShapeError
from plugin.mentoring.exclusions import (
    LONGEST_REASON,
    ExclusionKind,
    exclusion,
    require_none_excluded,
)

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def entered(*people, reason=""):
    return exclusion("p-1", people, ExclusionKind.MANAGER, reason, by="cleo", now=NOW)


def test_two_are_the_same_two_in_any_order():
    assert entered("ben", "ada") == entered("ada", "ben")
    assert entered("ben", "ada").both == {"ada", "ben"}
    assert len(entered("ada", "ben", reason="x" * 999).reason) == LONGEST_REASON


def test_nobody_is_excluded_from_themselves():
    with pytest.raises(ShapeError):
        entered("ada", "ada")


def test_one_of_many_is_enough_and_others_are_free():
    found = [entered("ada", "ben")]

    require_none_excluded("ben", ["dan", "eve"], found)
    require_none_excluded("dan", ["ada", "ben"], found)
    with pytest.raises(ExcludedError):
        require_none_excluded("ben", ["dan", "ada"], found)
