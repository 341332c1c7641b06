"""The rhythm in which people meet, and what their own words say of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from plugin.mentoring.cadence import suggested
from plugin.mentoring.feedback import Feedback, wants_another_rhythm

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def every(*days):
    starts = [NOON]
    for one in days:
        starts.append(starts[-1] + timedelta(days=one))
    return starts


@pytest.mark.parametrize(
    ("starts", "agreed", "expected"),
    [
        (every(21, 20, 23), 2, 3),
        (every(21, 20, 23), 3, None),
        (every(7, 7, 60), 2, 1),
        (every(21, 21), 2, None),
        (every(300, 300, 300), 2, 8),
        (list(reversed(every(21, 20, 23))), 2, 3),
    ],
)
def test_s10_a_rhythm_is_suggested_from_what_took_place(starts, agreed, expected):
    assert suggested(starts, agreed) == expected


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ([("pace",), ("time",)], True),
        ([("pace",), ("fine",)], False),
        ([("pace",), ("pace",), ("fine",), ("fine",)], False),
        ([], False),
    ],
)
def test_s10_ones_own_words_on_the_pace_ask_for_another_rhythm(named, expected):
    one = Feedback("s", "t", "r", "ben", "", "", (), False, NOON)
    said = [
        replace(one, themes=themes, given_at=NOON + timedelta(days=at))
        for at, themes in enumerate(named)
    ]

    assert wants_another_rhythm(list(reversed(said))) is expected
