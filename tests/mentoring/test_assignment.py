"""The best way to give rows columns, against trying every way."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from plugin.mentoring.assignment import assign

cells = st.none() | st.integers(0, 9)


@st.composite
def tables(draw):
    columns = draw(st.integers(0, 3))
    rows = draw(st.lists(st.lists(cells, min_size=columns, max_size=columns), max_size=4))
    seats = draw(st.lists(st.integers(-1, 3), min_size=columns, max_size=columns))
    return rows, seats


def worth(scores, chosen):
    given = [(row, column) for row, column in enumerate(chosen) if column is not None]
    return len(given), sum(scores[row][column] for row, column in given)


def is_legal(scores, seats, chosen):
    met = all(c is None or scores[r][c] is not None for r, c in enumerate(chosen))
    return met and all(chosen.count(c) <= max(count, 0) for c, count in enumerate(seats))


def best_of_all(scores, seats):
    choices = product([None, *range(len(seats))], repeat=len(scores))
    return max(worth(scores, one) for one in choices if is_legal(scores, seats, one))


@given(tables())
def test_no_other_way_places_more_rows_or_scores_higher(table):
    scores, seats = table

    chosen = assign(scores, seats)

    assert len(chosen) == len(scores)
    assert is_legal(scores, seats, chosen)
    assert worth(scores, chosen) == best_of_all(scores, seats)


def test_a_second_row_in_a_pair_counts_more_than_any_score():
    scores = [[100, 0], [99, None]]

    assert assign(scores, [1, 1]) == [1, 0]


def test_one_column_takes_as_many_rows_as_it_has_seats():
    assert assign([[5], [7], [6]], [2]) == [None, 0, 0]


def test_nobody_to_place_is_no_trouble():
    assert assign([], [1, 2]) == []


def test_rows_without_columns_are_left_over():
    assert assign([[], []], []) == [None, None]
