"""M5: nothing of a background counts unless a coordinator says why."""

from datetime import date

import pytest

from plugin.mentoring.background import (
    CHOICES,
    LONGEST_REASON,
    Background,
    counted,
    kept,
    switched_off,
    switched_on,
)
from plugin.mentoring.errors import ReasonMissingError

MONDAY = date(2026, 3, 2)
SAID = (("gender", "woman"), ("age", "50 and over"), ("first", "perhaps"), ("shoe", "42"))


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_m5_nothing_is_switched_on_without_a_reason(reason):
    with pytest.raises(ReasonMissingError):
        switched_on((), Background.AGE, reason, on=MONDAY)


def test_m5_each_field_is_on_once_with_its_latest_reason_and_goes_off_by_itself():
    one = switched_on((), Background.FIRST, "  To be   seen ", on=MONDAY)
    two = switched_on(one, Background.GENDER, "x" * 999, on=MONDAY)
    again = switched_on(two, Background.FIRST, "Another reason", on=date(2027, 1, 1))

    assert [(x.field, x.since) for x in again] == [
        (Background.GENDER, MONDAY), (Background.FIRST, MONDAY),
    ]  # fmt: skip
    assert (one[0].reason, again[1].reason) == ("To be seen", "Another reason")
    assert len(two[0].reason) == LONGEST_REASON
    assert switched_off(again, Background.GENDER) == again[1:]


def test_m5_what_is_off_or_not_offered_is_neither_kept_nor_counted():
    on = switched_on((), Background.GENDER, "Why", on=MONDAY)
    on = switched_on(on, Background.FIRST, "Why", on=MONDAY)

    assert kept(SAID, ()) == counted(SAID, ()) == ()
    assert kept(SAID, on) == (("gender", "woman"),)
    assert counted(SAID, on) == ("gender: woman",)
    assert set(CHOICES) == set(Background)
