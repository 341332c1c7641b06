"""What people say counts in closed waves, so that one more answer shows nobody's."""

import pytest

from plugin.mentoring.feedback import LEAST_TOLD, THEMES, Themes, themes_of
from plugin.mentoring.waves import in_waves


def waves(said, least=5):
    return "".join(in_waves(said, lambda one: one, least=least))


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("", ""),
        ("abcd", ""),
        ("abcde", "abcde"),
        ("abcdefghi", "abcde"),
        ("abcdeabcde", "abcdeabcde"),
    ],
)
def test_a_wave_counts_once_it_is_closed(said, counts):
    assert waves(said) == counts


def test_one_person_who_says_much_closes_no_wave():
    assert waves("aaaaaaabbbbbcd") == ""
    assert waves("aaabcdea") == "aaabcde"


def test_p13_a_theme_is_told_with_those_of_a_whole_wave():
    named = [(f"p{n}", (THEMES[0],)) for n in range(LEAST_TOLD)]
    more = [(f"q{n}", (THEMES[0], THEMES[1])) for n in range(LEAST_TOLD)]
    told = Themes(((THEMES[0], 6),), 6)

    assert themes_of(named[:-1]) == Themes()
    assert {themes_of(named + more[:n]) for n in range(LEAST_TOLD)} == {told}
    assert themes_of(named + more) == Themes(((THEMES[0], 12), (THEMES[1], 6)), 12)
