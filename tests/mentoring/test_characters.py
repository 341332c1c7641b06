"""C01: in which characters a file was saved; read right, or refused with a line to look at."""

import pytest

from plugin.mentoring.characters import Unreadable, decoded
from plugin.mentoring.errors import UnreadableListError

NAMES = "email,name\r\na@x.example,Zoë Müller\r\nb@x.example,François d’Été\r\n"
RUSSIAN = "email,name\na@x.example,Ольга\n"


@pytest.mark.parametrize(
    ("content", "characters"),
    [
        (NAMES.encode(), "utf-8"),
        (NAMES.encode("utf-8-sig"), "utf-8"),
        (b"\xff\xfe" + NAMES.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + NAMES.encode("utf-16-be"), "utf-16-be"),
        (NAMES.encode("utf-16-le"), "utf-16-le"),
        (NAMES.encode("utf-16-be"), "utf-16-be"),
        (NAMES.encode("cp1252"), "windows-1252"),
    ],
)
def test_c01_each_way_of_saving_a_list_is_read_right(content, characters):
    found = decoded(content)

    assert (found.text, found.characters) == (NAMES, characters)


def test_c01_utf_16_without_a_mark_is_told_in_another_script_too():
    assert decoded(RUSSIAN.encode("utf-16-le")).text == RUSSIAN


@pytest.mark.parametrize(
    "name",
    ["Zoë", "André", "François", "Jürgen", "João", "Íñigo", "Øivind Sørå", "Åse", "Émile", "MÜLLER",
     "“Bea” – André", "O’Brien und Söhne", "Müller à Paris"],
)  # fmt: skip
def test_c01_names_of_windows_are_told_from_those_of_an_old_mac(name):
    text = f"email,name\na@x.example,{name}\n"

    assert decoded(text.encode("cp1252")).text == text


@pytest.mark.parametrize("name", ["Zoë", "André", "François", "Jürgen", "João", "Jörg", "Straße"])
def test_c01_an_old_mac_is_refused_with_the_line(name):
    content = f"email,name\na@x.example,Bea\nb@x.example,{name}\n".encode("mac-roman")

    with pytest.raises(UnreadableListError) as refused:
        decoded(content)

    assert (refused.value.why, refused.value.line) == (Unreadable.CHARACTERS, 3)


def test_c01_what_could_be_either_is_refused_with_the_line():
    """Windows' "š" is the Mac's "ö", and both stand well in a word."""
    with pytest.raises(UnreadableListError) as refused:
        decoded("email,name\na@x.example,Aleš Kos\n".encode("cp1252"))

    assert (refused.value.why, refused.value.line) == (Unreadable.CHARACTERS, 2)


def test_c01_a_file_in_two_ways_is_refused_with_the_line():
    content = "email,name\na@x.example,Zoë\n".encode() + "b@x.example,Zoë\n".encode("cp1252")

    with pytest.raises(UnreadableListError) as refused:
        decoded(content)

    assert (refused.value.why, refused.value.line) == (Unreadable.MIXED, 3)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Unreadable.EMPTY),
        (b" \r\n", Unreadable.EMPTY),
        (b"PK\x03\x04 and more", Unreadable.WORKBOOK),
        (b"\xd0\xcf\x11\xe0 and more", Unreadable.WORKBOOK),
        (b"%PDF\x00\x01\x02\x03\x00\x00x", Unreadable.NO_TEXT),
        (b"email\n\x07bell\n", Unreadable.NO_TEXT),
        (b"\xef\xbb\xbfemail\n\xff\n", Unreadable.CHARACTERS),
    ],
)
def test_c01_what_is_no_text_is_refused(content, why):
    with pytest.raises(UnreadableListError) as refused:
        decoded(content)

    assert refused.value.why == why
