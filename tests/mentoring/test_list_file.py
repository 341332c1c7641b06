"""C02, C04: separators, quotes, columns and sizes of a list."""

import pytest

from plugin.mentoring.characters import Unreadable
from plugin.mentoring.errors import UnreadableListError
from plugin.mentoring.list_file import MOST_BYTES, MOST_ROWS, Column, read_list


def read(text):
    return read_list(text.encode())


def cells(text):
    return [dict(line.cells) for line in read(text).lines]


def refused(content):
    with pytest.raises(UnreadableListError) as error:
        read_list(content if isinstance(content, bytes) else content.encode())
    return error.value


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_c02_every_separator_and_end_of_line_is_found(separator, end):
    rows = (("E-Mail", "Side", "Phone"), ("a@x.example", "mentor", "1"))
    sheet = read("".join(separator.join(row) + end for row in rows))

    assert (sheet.separator, sheet.left_out) == (separator, ("Phone",))
    assert [(x.number, dict(x.cells)) for x in sheet.lines] == [
        (2, {Column.EMAIL: "a@x.example", Column.SIDE: "mentor"})
    ]


def test_c02_a_line_that_names_the_separator_is_believed_and_counts_for_no_row():
    sheet = read("sep=;\nemail;side\na@x.example;mentor\n")

    assert (sheet.separator, sheet.lines[0].number) == (";", 2)


@pytest.mark.parametrize("sign", ['"', "\r", "", "x", "\xa0", ";;", "ab", ";,,"])
def test_c02_a_line_that_names_another_separator_is_refused(sign):
    error = refused(f"sep={sign}\nemail{sign}side\na@x.example{sign}mentor\n")

    assert (error.why, error.line) == (Unreadable.SEPARATOR, 1)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_c02_each_separator_may_be_named(separator):
    named = f"sep={separator}\r\nemail{separator}side\r\na@x.example{separator}mentor\r\n"

    assert read(named).separator == separator


def test_c02_quotes_are_doubled_and_a_field_may_hold_lines_and_separators():
    assert cells('email,seeks,name\na@x.example,"Writing;\nData","Bea ""B"", Kos"\n') == [
        {"email": "a@x.example", "seeks": "Writing;\nData", "name": 'Bea "B", Kos'}
    ]


def test_c02_a_decimal_comma_that_breaks_a_row_apart_is_seen():
    [line] = read("email,capacity\na@x.example,1,5\n").lines

    assert (line.cells[Column.CAPACITY], line.over) == ("1", "5")


@pytest.mark.parametrize("text", ['email\n"a@x.example\nb@x.example\n', 'email\n"a"b@x.example\n'])
def test_c02_a_quote_that_does_not_close_would_swallow_rows_and_is_refused(text):
    assert refused(text).why == Unreadable.QUOTES


def test_empty_lines_and_comments_are_left_out_and_rows_keep_their_numbers():
    sheet = read("email,side\n# one a row,mentor or mentee\n,\n\na@x.example,mentor\n")

    assert [line.number for line in sheet.lines] == [5]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("email,side\n", Unreadable.EMPTY),
        ("phone,street\n1,2\n", Unreadable.NO_COLUMNS),
        ("name,side\nBea,mentor\n", Unreadable.NO_KEY),
        ("email,mail\na@x.example,b@x.example\n", Unreadable.TWICE),
    ],
)
def test_a_file_that_is_no_list_is_refused(text, why):
    assert refused(text).why == why


def test_c04_a_row_too_many_is_refused_with_the_count():
    rows = "a@x.example\n" * MOST_ROWS
    assert len(read("email\n" + rows).lines) == MOST_ROWS

    error = refused("email\n" + rows + "a@x.example\n" * 3)

    assert (error.why, error.count) == (Unreadable.TOO_MANY, MOST_ROWS + 3)


def test_c04_bytes_are_bounded_before_anything_is_read():
    assert refused(b"email\n" + b"x" * MOST_BYTES).why == Unreadable.TOO_LARGE


def test_u10_one_endless_line_is_refused():
    assert refused("email," + "x" * 1_000_000).why == Unreadable.QUOTES
