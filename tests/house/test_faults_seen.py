"""The table of what holds faults off is whole: what it says is seen by `make guards`."""

import pytest

from tests.house.faults import faults
from tests.house.faults_seen import FAMILIES, bears, rows, twin_of
from tests.house.named_tests import unknown

SEEN = {name: tests for name, tests in faults().items() if name[0] in FAMILIES}


def test_every_row_has_a_twin_or_the_reason_why_there_is_none():
    assert set(rows()) == set(SEEN)
    kinds = {frozenset(one) for twins in rows().values() for one in twins}
    assert kinds <= {
        frozenset({"file", "without", "text", "twin", "dies"}),
        frozenset({"without", "reason"}),
    }


@pytest.mark.parametrize("name", rows())
def test_what_a_twin_takes_away_stands_there_once_and_python_reads_the_rest(name):
    for one in rows()[name]:
        if "reason" not in one:
            file, text = twin_of(one)
            assert text != file.read_text(encoding="utf-8")
            compile(text, str(file), "exec")


def test_each_twin_has_tests_of_its_row_that_fail_beside_it():
    twins = [(name, one) for name, some in rows().items() for one in some if "reason" not in one]

    assert [one["without"] for _, one in twins if not one["dies"]] == []
    assert [x for name, one in twins for x in one["dies"] if not bears(x, name)] == []
    assert unknown([test for _, one in twins for test in one["dies"]]) == []


def test_every_test_that_the_page_of_faults_names_fails_beside_a_twin_of_its_row():
    dies = {name: {x for one in some for x in one.get("dies", ())} for name, some in rows().items()}

    assert {
        name: idle
        for name, tests in SEEN.items()
        if (idle := sorted(set(tests) - dies.get(name, set())))
    } == {}
