"""M10, P05: how it goes, for coordinators, without content and in five queries."""

import pytest
from sqlalchemy import event

from plugin.mentoring.errors import NotAllowedError
from plugin.mentoring.notes import NoteKind
from plugin.services.health import Hint
from tests.services.databases import on_both


@pytest.fixture
def programme(world):
    return world.programme()


def hints(world, programme):
    found = world.services.health.of(programme.programme_id, actor=world.cleo)
    return [one.hint for one in found.lines]


@on_both
def test_who_asks_for_another_match_comes_first_and_who_waits_is_said(world, programme, clock):
    pair = world.pair(programme)
    assert hints(world, programme) == [Hint.WELL]
    clock.advance(days=15)
    assert hints(world, programme) == [Hint.AGREE]

    world.services.trouble.ask_another(pair, wanted=True, actor=world.ben)

    (line,) = world.services.health.of(programme.programme_id, actor=world.cleo).lines
    assert line.hint is Hint.ANOTHER
    assert [one.name for one in line.wishing] == ["Ben"]


def test_p14_what_rests_is_not_behind(world, programme, clock):
    pair = world.pair(programme)
    clock.advance(days=20)
    until = clock().date().replace(month=clock().month + 1)
    world.services.memberships.rest(pair, until, actor=world.ben)

    assert hints(world, programme) == [Hint.RESTS]


def test_p05_members_and_others_do_not_see_it(world, programme):
    world.pair(programme)

    with pytest.raises(NotAllowedError):
        world.services.health.of(programme.programme_id, actor=world.ben)


def test_it_holds_no_words_and_takes_five_queries_for_forty_pairs(world, programme, at):
    pairs = [
        world.pair(programme, world.arrive(f"m{number}"), world.arrive(f"l{number}"))
        for number in range(40)
    ]
    session = world.services.sessions.book(pairs[0], at(3, 10), actor=world.arrive("m0"))
    world.services.records.write(
        session.session_id, NoteKind.RECORD, "canary", actor=world.arrive("m0")
    )
    asked = []

    def note(*args):
        asked.append(args[2])

    event.listen(world.store.database.engine, "before_cursor_execute", note)
    found = world.services.health.of(programme.programme_id, actor=world.cleo)

    assert len(found.lines) == 40
    assert len([one for one in asked if one.lstrip().startswith(("SELECT", "WITH"))]) <= 5
    assert "canary" not in repr(found)
