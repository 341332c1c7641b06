"""deploy/README.md says of every launch error and every LMS what the tool itself says."""

import pytest

from lti.platforms import BY_FAMILY
from lti.refusals import RefusalCode
from lti.registration_profiles import PROFILES
from lti.registration_refusals import RegistrationCode
from plugin.web.protocol.lms_forms import FORMS
from plugin.web.protocol.refusals import REFUSALS
from plugin.web.protocol.registration_words import ENDED
from tests.house.handbook import PARTS, README, written


@pytest.mark.parametrize("name", PARTS)
def test_what_is_made_from_the_tables_is_up_to_date(name):
    assert written(README.read_text(encoding="utf-8"), name) == PARTS[name]().strip()


def test_every_launch_error_has_its_words_and_its_section():
    section = written(README.read_text(encoding="utf-8"), "launch errors")

    assert set(REFUSALS) == set(RefusalCode)
    assert [code for code in RefusalCode if f"`{code}`" not in section] == []


def test_every_registration_error_has_its_words_and_its_row():
    text = README.read_text(encoding="utf-8")
    codes = {*ENDED, *RegistrationCode}

    assert set(ENDED) >= set(RegistrationCode)
    missing = [code for code in codes if f"`{code}`" not in text and f"`{_end(code)}`" not in text]
    assert missing == []


def test_each_habit_of_an_lms_has_a_source_and_a_date():
    sources = [one.source for one in (*BY_FAMILY.values(), *PROFILES.values(), *FORMS)]

    assert [source for source in sources if "202" not in source] == []


def _end(code):
    """Return the end of a code, as rows that begin with another one give it."""
    return "-" + code.rpartition("-")[2]
