"""What a row of a list says: whom it means, and each cell that is wrong."""

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.list_file import Column, Line
from plugin.mentoring.people_list import (
    Fault,
    Members,
    Seen,
    Terms,
    Why,
    address_key,
    find,
    read_row,
    shown,
)

TERMS = Terms((Side.MENTEE, Side.MENTOR), 3, ("Writing", "Data analysis"))
MEMBERS = Members(
    {"bea@x.example": ("bea",), "both@x.example": ("eve", "adam")}, {"17": "bea", "18": "eve"}
)


def line(number=2, over="", **cells):
    return Line(number, {Column(name): cell for name, cell in cells.items()}, over)


def whys(**cells):
    return [(fault.column, fault.why) for fault in read_row(line(**cells), TERMS)[1]]


def test_a_row_becomes_a_draft_in_the_programmes_own_words():
    wanted, faults = read_row(
        line(side="Mentor", capacity="2", seeks="", offers="writing; DATA  analysis",
             languages="DE, fr", zone="Europe/Berlin", hours="Mon-Tue 9-11; Sa 10:00-12:00"),
        TERMS,
    )  # fmt: skip

    assert faults == ()
    assert (wanted.side, wanted.capacity) == (Side.MENTOR, 2)
    assert wanted.profile.offers == ("Writing", "Data analysis")
    assert wanted.profile.languages == ("de", "fr")
    assert wanted.profile.zone == "Europe/Berlin"
    assert wanted.profile.hours == WeekHours(
        WeekHours.office(9, 11, (0, 1)).cells | WeekHours.office(10, 12, (5,)).cells
    )


@pytest.mark.parametrize("capacity", ["-1", "1000000000", "three", "1,5", "0", "4", "²", "1e1"])
def test_c13_a_capacity_that_is_none_is_refused(capacity):
    assert whys(side="mentor", capacity=capacity) == [(Column.CAPACITY, Why.NUMBER)]


@pytest.mark.parametrize("role", ["coordinator", "Instructor", "ADMIN"])
def test_c12_a_list_makes_nobody_a_coordinator(role):
    assert whys(side=role) == [(Column.SIDE, Why.COORDINATOR)]


@pytest.mark.parametrize(
    ("cells", "column", "why"),
    [
        ({"side": ""}, Column.SIDE, Why.NO_SIDE),
        ({"side": "peer"}, Column.SIDE, Why.SIDE),
        ({"seeks": "Owls"}, Column.SEEKS, Why.SKILL),
        ({"languages": "klingon"}, Column.LANGUAGES, Why.LANGUAGE),
        ({"zone": "../../etc/passwd"}, Column.ZONE, Why.ZONE),
        ({"zone": "Berlin"}, Column.ZONE, Why.ZONE),
        ({"hours": "often"}, Column.HOURS, Why.HOURS),
        ({"hours": "Fri-Mon 9-11"}, Column.HOURS, Why.HOURS),
        ({"hours": "Mon 11-9"}, Column.HOURS, Why.HOURS),
        ({"hours": "Mon 3-5"}, Column.HOURS, Why.HOURS),
        ({"offers": "x" * 601}, Column.OFFERS, Why.LONG),
    ],
)
def test_each_cell_says_what_is_wrong_with_it(cells, column, why):
    assert whys(**({"side": "mentor"} | cells)) == [(column, why)]


def test_every_wrong_cell_of_a_row_is_told_and_none_of_it_is_written():
    wanted, faults = read_row(line(side="boss", capacity="x", over="5"), TERMS)

    assert wanted is None
    assert [fault.why for fault in faults] == [Why.SIDE, Why.NUMBER, Why.OVER]


def test_a_side_that_goes_without_saying_need_not_be_said():
    wanted, _faults = read_row(line(), Terms((Side.PEER,), 3, ()))

    assert wanted.side is Side.PEER


@pytest.mark.parametrize(
    "text",
    ["bea@x.example", " BEA@X.Example\u00a0", "Bea@x.EXAMPLE"],
)
def test_c05_case_and_blanks_do_not_make_another_person(text):
    assert address_key(text) == "bea@x.example"


def test_c05_an_international_name_is_one_however_it_is_written():
    assert address_key("bea@bücher.example") == address_key("BEA@xn--bcher-kva.example")
    assert address_key("ju\u0308rgen@x.example") == address_key("jürgen@x.example")


def test_c05_what_follows_a_plus_may_be_another_mailbox():
    assert address_key("bea+work@x.example") != address_key("bea@x.example")


@pytest.mark.parametrize(
    "text",
    ["", "bea", "@x.example", "bea@", "a@b@x.example", "be a@x.example", "bea@x",
     "bea\u200b@x.example", "bea@x..example", f"bea@{'x' * 300}.example",
     "bea\u202e@x.example"],
)  # fmt: skip
def test_c09_what_is_no_address_is_none(text):
    assert address_key(text) is None


def test_c05_two_rows_about_one_person_are_told_by_whichever_way_they_name_them():
    seen = Seen()

    assert seen.again(line(2, email="bea@x.example"), "bea") is None
    assert seen.again(line(3, email="BEA@x.example "), "bea") == Fault(
        Column.EMAIL, Why.TWICE, "BEA@x.example", 2
    )
    assert seen.again(line(4, id="17"), "bea") == Fault(Column.ID, Why.TWICE, "17", 2)
    assert seen.again(line(5, email="bea+x@x.example"), None) is None
    assert seen.again(line(6, email="bea+x@x.example"), None).other == 5


@pytest.mark.parametrize(
    ("cells", "person", "why"),
    [
        ({"email": "BEA@x.example"}, "bea", None),
        ({"id": "17"}, "bea", None),
        ({"id": "17", "email": "new@x.example"}, "bea", None),
        ({"id": "18", "email": "both@x.example"}, "eve", None),
        ({"id": "99", "email": "bea@x.example"}, "bea", None),
        ({"email": "nobody@x.example", "name": "Bea"}, None, None),
        ({"name": "Bea"}, None, Why.NO_KEY),
        ({"email": "both@x.example"}, None, Why.TWO_MEMBERS),
        ({"id": "18", "email": "bea@x.example"}, None, Why.CONTRADICTS),
        ({"email": "not an address", "id": "17"}, None, Why.ADDRESS),
    ],
)
def test_c05_whom_a_row_means_is_never_guessed_and_never_a_name(cells, person, why):
    found = find(line(**cells), MEMBERS)

    assert (found.person, found.fault and found.fault.why) == (person, why)


def test_what_a_cell_holds_is_shown_short():
    assert shown("a\n b " + "x" * 60) == "a b " + "x" * 35 + "…"
