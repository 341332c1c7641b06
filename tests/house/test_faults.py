"""The table of faults: every family whole, its tests there, and told as it is."""

import re
from collections import Counter

from tests.house.faults import FAMILIES, PAGE, faults, page
from tests.house.named_tests import unknown


def test_every_fault_stands_in_the_table():
    assert [name for name in faults() if not re.fullmatch(r"[A-Z]\d\d", name)] == []
    assert Counter(name[0] for name in faults()) == {
        letter: count for letter, (_family, count) in FAMILIES.items()
    }


def test_every_test_of_a_fault_exists():
    assert unknown([test for tests in faults().values() for test in tests]) == []


def test_the_page_of_faults_is_what_the_table_says():
    assert PAGE.read_text(encoding="utf-8") == page()
