"""C08: what stands in a cell is shown, and never reckoned with."""

import csv
import io

import pytest

from plugin.services.spreadsheets import as_csv, safe


@pytest.mark.parametrize(
    "cell",
    [
        "=cmd|' /C calc'!A0",
        "@SUM(1)",
        "+1",
        "-1",
        "\t=1",
        "＝1+1",
        " =1",
        "\u200b=1",
        "\r=1",
        "|x",
        "'=1",
    ],
)
def test_c08_a_cell_that_begins_like_a_formula_is_text(cell):
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Ada", "a=b", "2026-03-01", "Ní Chonaill", "陽斗"])
def test_c08_any_other_cell_stays_as_it_is(cell):
    assert safe(cell) == cell


def test_quotes_commas_and_lines_come_back_as_they_were():
    row = ['Müller, "Ö"', "two\nlines", "; |"]

    found = list(csv.reader(io.StringIO(as_csv(["a", "b", "c"], [row]).decode("utf-8-sig"), "")))

    assert found == [["a", "b", "c"], row]
