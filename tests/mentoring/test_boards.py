"""Boards: three votes each, heaps in the order they appeared, and nothing after the end."""

from datetime import UTC, datetime, timedelta

import pytest

from plugin.mentoring.boards import (
    MOST_IDEAS,
    VOTES,
    Board,
    BoardState,
    Idea,
    heaps,
    require_room,
    require_vote_left,
    votes_left,
)
from plugin.mentoring.errors import NotAllowedError, NoVoteLeftError, WrongStateError

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def idea(number, *voters, group="", author="ben"):
    at = NOW + timedelta(minutes=number)
    said = (f"i{number}", "t", "r", "b", author, at, f"Idea {number}", group)
    return Idea(*said, frozenset(voters))


def test_a6_each_member_has_three_votes_on_a_board():
    ideas = [idea(n, "ada") for n in range(VOTES)] + [idea(9)]

    assert (votes_left(ideas, "ada"), votes_left(ideas, "ben")) == (0, VOTES)
    require_vote_left(ideas, "ben")
    with pytest.raises(NoVoteLeftError):
        require_vote_left(ideas, "ada")


def test_a6_ideas_lie_in_heaps_by_time_and_never_by_votes():
    ideas = [
        idea(3, "ada", "ben", group="Work"),
        idea(1, group="Work"),
        idea(2),
        idea(0, group="Rest"),
    ]

    found = [(group, [one.idea_id for one in some]) for group, some in heaps(ideas)]

    assert found == [("Rest", ["i0"]), ("Work", ["i1", "i3"]), ("", ["i2"])]


def test_a6_a_closed_or_full_board_takes_no_more():
    board = Board("b", "t", "r", "ada", NOW, "What next?", BoardState.CLOSED)

    with pytest.raises(WrongStateError):
        board.require_open()
    with pytest.raises(WrongStateError):
        require_room([idea(0)] * MOST_IDEAS)


def test_an_idea_is_tidied_by_anybody_and_taken_away_by_its_author():
    assert idea(0).put_into("  Small   things ").group == "Small things"
    with pytest.raises(NotAllowedError):
        idea(0).require_own("ada")
