"""K10: of a text that two write, each word stays whose it was."""

import pytest

from plugin.mentoring.joint import REMOVED, Piece, spoken, woven

ADA = "Owls hunt at night. They hear well."


def pieces(*written):
    """Weave texts, each after the other, by whoever wrote it."""
    found = ()
    for who, body in written:
        found = woven(found, body, by=who)
    return found


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (f"{ADA} And see.", [("ada", f"{ADA} "), ("ben", "And see.")]),
        (f"Ben here. {ADA}", [("ben", "Ben here. "), ("ada", ADA)]),
        (
            "Owls hunt by day. They hear well.",
            [("ada", "Owls hunt "), ("ben", "by day. "), ("ada", "They hear well.")],
        ),
        ("They hear well.", [("ada", "They hear well.")]),
        ("Foxes", [("ben", "Foxes")]),
        ("", []),
    ],
)
def test_new_words_are_their_writers_and_the_others_stay_whose_they_were(body, told):
    found = pieces(("ada", ADA), ("ben", body))

    assert found == tuple(Piece(*one) for one in told)
    assert spoken(found) == body


def test_a_line_added_after_the_last_one_takes_nothing_of_it_along():
    found = pieces(
        ("ada", "- owls"), ("ben", "- owls\n- foxes"), ("ada", "- owls\n- foxes\n- cats")
    )

    assert [(one.by, one.text) for one in found] == [
        ("ada", "- owls\n"), ("ben", "- foxes\n"), ("ada", "- cats"),
    ]  # fmt: skip


def test_what_was_removed_stands_apart_from_its_neighbours():
    found = (Piece("ada", "Owls. "), Piece("ben", REMOVED), Piece("ada", "Foxes."))

    assert spoken(found) == f"Owls. {REMOVED} Foxes."
    assert spoken(woven(found, spoken(found), by="ada")) == spoken(found)


def test_a_long_text_that_says_one_word_again_and_again_is_woven():
    before = woven((), "owl " * 2000, by="ada")

    assert spoken(woven(before, "fox owl " * 1000, by="ben")) == "fox owl " * 1000
