"""C11: an institution's texts take the place of the tool's, and a programme's of both."""

from dataclasses import replace

import pytest

from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.questions import Bank
from plugin.services.contents import items_of
from plugin.services.together import name_of
from tests.services.databases import on_both
from tests.stores import SOUTHMOOR

OURS = {"key": "good-day", "hidden": False}


@pytest.fixture
def programme(world):
    return world.programme()


@pytest.fixture
def say(world):
    """Keep a text for all of the institution, as who administers it."""
    contents = world.services.contents
    administrator = replace(world.cleo, administers=True)

    def keep(text, bank=Bank.DEEPENING, *, key="good-day", hidden=False, actor=administrator):
        contents.save_for_institution(bank, text, key=key, hidden=hidden, actor=actor)

    return keep


def texts(world, programme, bank=Bank.DEEPENING):
    with world.store.look(programme.tenant_id) as work:
        items = items_of(work, programme.programme_id)
    return {one.key: one.text for one in items if one.bank is bank}


@on_both
def test_c11_every_programme_begins_from_the_institutions_texts(world, programme, say):
    say("How was it?")
    say("Two halves\nFirst: What?", Bank.MODELS, key=None)

    another = world.programme()

    for one in (programme, another):
        assert texts(world, one)["good-day"] == "How was it?"
        models = list(texts(world, one, Bank.MODELS).values())
        assert models == [None, None, "Two halves\nFirst: What?"]
    say("How was it really?")
    assert texts(world, programme)["good-day"] == "How was it really?"


@on_both
def test_c11_a_programmes_own_text_holds_before_and_after_the_institutions(world, programme, say):
    contents, key = world.services.contents, programme.programme_id
    contents.save(key, Bank.DEEPENING, "A good day, for us?", **OURS, actor=world.cleo)

    say("How was it?")
    say("How is it?", key="energy")
    contents.save(key, Bank.DEEPENING, "Our energy?", key="energy", hidden=False, actor=world.cleo)

    found = texts(world, programme)
    assert (found["good-day"], found["energy"]) == ("A good day, for us?", "Our energy?")
    assert texts(world, world.programme())["good-day"] == "How was it?"


def test_c11_what_an_institution_leaves_out_is_offered_where_a_programme_brings_it_back(
    world, programme, say
):
    say("", hidden=True)
    pair = world.pair(programme)
    before = texts(world, programme)

    world.services.contents.save(
        programme.programme_id, Bank.DEEPENING, "", **OURS, actor=world.cleo
    )

    offered = world.services.together.page(pair, actor=world.ada).offered
    assert "good-day" not in before
    assert "deepening.good-day" in {name_of(one) for one in offered}
    assert "good-day" not in texts(world, world.programme())


def test_c11_a_text_that_is_kept_as_it_was_is_not_the_programmes_own(world, programme, say):
    say("How was it?")
    world.services.contents.save(
        programme.programme_id, Bank.DEEPENING, "How was it?", **OURS, actor=world.cleo
    )

    say("How was it really?")

    assert texts(world, programme)["good-day"] == "How was it really?"


def test_c11_support_is_told_once_and_help_that_is_left_out_is_not_told(world, programme, say):
    contents, key = world.services.contents, programme.programme_id
    pair = world.pair(programme)
    contents.save(key, Bank.SUPPORT, "Room 5", key=None, hidden=False, actor=world.cleo)
    say("Room 6", Bank.SUPPORT, key=None)

    both = world.services.agreements.support(pair, actor=world.ada)
    with world.store.look(programme.tenant_id) as work:
        (everywhere,) = (one for one in work.tenant_contents() if one.bank is Bank.SUPPORT)
    contents.save(key, Bank.SUPPORT, "", key=everywhere.key, hidden=True, actor=world.cleo)

    assert sorted(both) == ["Room 5", "Room 6"]
    assert world.services.agreements.support(pair, actor=world.ada) == ("Room 5",)


def test_c11_another_institution_keeps_its_own(world, programme, say):
    southern = replace(world.cleo, tenant_id=SOUTHMOOR, administers=True)
    say("Southern?", actor=southern)

    assert texts(world, programme)["good-day"] is None
    items = world.services.contents.institution(actor=southern)
    assert "Southern?" in {one.text for one in items}


def test_c11_a_text_that_nobody_has_is_not_replaced(say):
    with pytest.raises(UnknownThingError):
        say("Words", key="nowhere")
