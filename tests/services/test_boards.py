"""Boards over the real store: a circle gathers, sorts and votes over days."""

import pytest

from plugin.mentoring.boards import BoardState, heaps
from plugin.mentoring.errors import (
    NotAllowedError,
    NoVoteLeftError,
    UnknownThingError,
    WrongStateError,
)
from plugin.ports.errors import ConflictError
from tests.services.databases import on_both
from tests.services.test_showings import circle_of


@pytest.fixture
def circle(world):
    return circle_of(world, world.programme(), world.ben, world.arrive("dan"))


@pytest.fixture
def board(world, circle):
    return world.services.boards.ask(circle, "What next?", actor=world.ada).board_id


@on_both
def test_a6_members_of_a_circle_gather_group_and_vote_over_days(world, circle, board):
    boards, dan = world.services.boards, world.arrive("dan")
    first = boards.add(board, "Contracts", "", actor=world.ben).idea_id
    world.clock.advance(days=2)
    boards.add(board, "A walk", "Outside", actor=dan)
    world.clock.advance(days=2)
    boards.put_into(first, "Work", version=1, actor=world.ada)
    for who in (world.ada, dan, dan):
        boards.vote(first, given=True, actor=who)

    page = boards.of(board, actor=world.ben)

    found = [(group, [(x.text, len(x.voters)) for x in some]) for group, some in heaps(page.ideas)]
    assert found == [("Work", [("Contracts", 2)]), ("Outside", [("A walk", 0)])]
    assert [one.question for one in boards.page(circle, actor=dan).boards] == ["What next?"]


@on_both
def test_a6_a_fourth_vote_is_refused_until_one_is_taken_back(world, board):
    boards = world.services.boards
    keys = [boards.add(board, f"Idea {n}", "", actor=world.ben).idea_id for n in range(4)]
    for key in keys[:3]:
        boards.vote(key, given=True, actor=world.ada)
    with pytest.raises(NoVoteLeftError):
        boards.vote(keys[3], given=True, actor=world.ada)

    boards.vote(keys[0], given=False, actor=world.ada)
    boards.vote(keys[3], given=True, actor=world.ada)

    found = [len(one.voters) for one in boards.of(board, actor=world.ada).ideas]
    assert found == [0, 1, 1, 1]


@on_both
def test_an_idea_goes_with_its_votes_by_its_author_alone(world, board):
    boards = world.services.boards
    key = boards.add(board, "Contracts", "", actor=world.ben).idea_id
    boards.vote(key, given=True, actor=world.ada)
    with pytest.raises(NotAllowedError):
        boards.take_away(key, actor=world.ada)

    boards.take_away(key, actor=world.ben)

    assert boards.of(board, actor=world.ada).ideas == ()


def test_a_closed_board_is_read_only_until_it_is_opened_again(world, board):
    boards = world.services.boards
    key = boards.add(board, "Contracts", "", actor=world.ben).idea_id
    boards.settle(board, BoardState.CLOSED, version=1, actor=world.ben)

    for use in (
        lambda: boards.add(board, "x", "", actor=world.ada),
        lambda: boards.vote(key, given=True, actor=world.ada),
        lambda: boards.put_into(key, "x", version=1, actor=world.ada),
        lambda: boards.take_away(key, actor=world.ben),
    ):
        with pytest.raises(WrongStateError):
            use()
    with pytest.raises(ConflictError):
        boards.settle(board, BoardState.OPEN, version=1, actor=world.ada)
    boards.settle(board, BoardState.OPEN, version=2, actor=world.ada)
    boards.vote(key, given=True, actor=world.ada)


def test_of_two_who_sort_one_idea_at_once_the_later_is_told(world, board):
    boards = world.services.boards
    key = boards.add(board, "Contracts", "", actor=world.ben).idea_id
    boards.put_into(key, "Work", version=1, actor=world.ada)

    with pytest.raises(ConflictError):
        boards.put_into(key, "Rest", version=1, actor=world.ben)


def test_a_board_is_of_its_members_alone(world, board):
    boards = world.services.boards
    key = boards.add(board, "Contracts", "", actor=world.ben).idea_id

    for who in (world.cleo, world.arrive("dora")):
        for use in (
            lambda who: boards.of(board, actor=who),
            lambda who: boards.add(board, "x", "", actor=who),
            lambda who: boards.vote(key, given=True, actor=who),
            lambda who: boards.settle(board, BoardState.CLOSED, version=1, actor=who),
        ):
            with pytest.raises(UnknownThingError):
                use(who)
    world.end(boards.of(board, actor=world.ada).board.relationship_id)
    with pytest.raises(WrongStateError):
        boards.add(board, "x", "", actor=world.ben)


@on_both
def test_an_erased_members_ideas_lose_their_words_and_votes_and_the_others_stay(world, board):
    boards = world.services.boards
    boards.add(board, "Contracts", "Work", actor=world.ben)
    key = boards.add(board, "A walk", "Outside", actor=world.ada).idea_id
    boards.vote(key, given=True, actor=world.ben)

    with world.store.work(world.ben.tenant_id) as work:
        work.erase(world.ben.person_id)

    ideas = boards.of(board, actor=world.ada).ideas
    assert [one.text for one in ideas] == ["[removed]", "A walk"]
    assert ideas[1].voters == frozenset()
