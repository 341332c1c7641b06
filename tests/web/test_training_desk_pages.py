"""The pages of training and surveys, for who coordinates."""

import pytest

from tests.web.placing import *  # noqa: F403 - fixtures

PAGES = ("", "modules/new", "modules/trust", "figures/how-it-goes")


@pytest.mark.parametrize("page", PAGES)
def test_the_bar_says_that_training_is_a_part_of_the_overview(teacher, things, page):
    shown = teacher.enter().get(f"programmes/{things.programme}/training-desk/{page}").text
    here = [one.partition("</a>")[0] for one in shown.split("<a ") if 'aria-current="page"' in one]

    assert [one.rpartition(">")[2] for one in here] == ["Overview"]
