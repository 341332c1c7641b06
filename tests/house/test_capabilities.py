"""The table of capabilities: complete, resting on tests that exist, and told as it is."""

from tests.house.capabilities import (
    FAMILIES,
    FIGURES,
    LIST,
    NOT_BUILT,
    PAGE,
    README,
    capabilities,
    figures,
    listed,
    page,
)
from tests.house.named_tests import unknown


def test_every_capability_stands_in_the_table_once_and_in_order():
    wanted = [f"{letter}{n}" for letter, (_, most) in FAMILIES.items() for n in range(1, most + 1)]

    assert [one.name for one in capabilities()] == wanted
    assert len(wanted) == 107


def test_every_title_is_a_few_words():
    titles = [one.title for one in capabilities()]

    assert [title for title in titles if not 3 <= len(title.split()) <= 7] == []
    assert len(set(titles)) == len(titles)


def test_every_test_that_is_named_exists():
    assert unknown([test for one in capabilities() for test in one.tests]) == []


def test_what_is_whole_rests_on_tests_and_what_is_not_built_on_none():
    for one in capabilities():
        assert one.tests or one.missing, f"{one.name} is called whole and nothing shows it"
        assert not (one.missing == NOT_BUILT and one.tests), one.name
        assert one.missing == NOT_BUILT or one.missing == "" or one.missing.endswith("."), one.name


def test_the_page_is_what_the_table_says():
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_readme_tells_the_same_figures():
    assert FIGURES.findall(README.read_text(encoding="utf-8")) == [figures()]


def test_the_readme_lists_them_all_with_a_test_of_each():
    assert LIST.findall(README.read_text(encoding="utf-8")) == [listed()]
