"""C10: how to reach a third person is told to nobody before both sides have said yes."""

from datetime import UTC, datetime

import pytest

from plugin.mentoring.introductions import Introduction

MADE = Introduction(
    "i", "northmoor", "pair", "ada", "ben", "A nurse", "Nell, nell@x.example",
    datetime(2026, 3, 2, tzinfo=UTC),
)  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "agreed", "told"),
    [(None, None, False), (True, None, False), (None, True, False), (True, False, False),
     (False, True, False), (True, True, True)],
)  # fmt: skip
def test_c10_the_partner_is_told_how_to_reach_them_once_both_agree(wanted, agreed, told):
    said = MADE if wanted is None else MADE.answered(wanted, by="ben")
    said = said if agreed is None else said.answered_by_third(agreed)

    assert (said.contact_for("ben") == MADE.contact) is told
    assert said.contact_for("ada") == MADE.contact
    assert said.contact_for("cy") is None
