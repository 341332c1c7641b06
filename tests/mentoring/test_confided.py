"""What people confide, kept in bounds."""

from plugin.mentoring.confided import LONGEST, Confided, Ready


def test_no_more_is_kept_than_the_form_asks_for():
    kept = Confided(access="a" * 999, hopes=" owls \n", checked=(Ready.TIME, Ready.TIME)).kept()

    assert (len(kept.access), kept.hopes, kept.checked) == (LONGEST, "owls", (Ready.TIME,))


def test_m10_somebody_is_ready_who_says_yes_to_all_four():
    assert Confided(checked=tuple(Ready)).ready
    assert not Confided(checked=tuple(Ready)[:3]).ready
