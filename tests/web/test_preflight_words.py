"""Every finding of the preflight has words, and says who acts where something is to be done."""

import pytest

from plugin.ports.preflight import Finding, Standing
from plugin.web.preflight_words import TITLES, WORDS, words_of


@pytest.mark.parametrize("what", TITLES)
@pytest.mark.parametrize("standing", Standing)
def test_every_finding_can_be_said(what, standing):
    title, said, then = words_of(Finding(what, 1, standing))

    assert title
    assert said.endswith(".")
    assert (then == "") == (standing is Standing.OK and (what, standing) in WORDS)
