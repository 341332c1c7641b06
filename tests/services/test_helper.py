"""M14: answered from what is written, quoted with its place, and silent about everything else."""

from dataclasses import replace

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.notes import NoteKind
from plugin.mentoring.passages import Source
from plugin.mentoring.questions import Bank
from plugin.ports.trouble import Contact
from tests.services.databases import on_both
from tests.stores import NORTHMOOR


@pytest.fixture
def programme(world):
    made = world.programme(purpose="Learn how a greenhouse is run")
    world.answer(made, world.ben, Side.MENTEE)
    return made


def ask(world, programme, question, *, language="en", actor=None):
    return world.services.helper.answer(
        programme.programme_id, question, language=language, actor=actor or world.ben
    )


@on_both
@pytest.mark.parametrize(
    ("language", "question", "quoted"),
    [
        ("en", "How do I cancel a session?", "To move a session, or to cancel it"),
        ("en", "Who reads what we write?", "nobody else reads it"),
        ("de", "Wie kann ich Sitzungen absagen?", "Um eine Sitzung zu verschieben oder abzusagen"),
    ],
)
def test_m14_a_passage_is_quoted_with_the_page_it_stands_on(
    world, programme, language, question, quoted
):
    (first, *_more) = ask(world, programme, question, language=language).found

    assert quoted in first.quote
    assert (first.passage.source, first.passage.key) == (Source.HELP, "how")


@on_both
def test_m14_the_programme_s_own_words_and_its_places_of_help_are_found(world, programme):
    world.services.support.say(NORTHMOOR, (Contact("Night line", "0123 456, every evening"),))
    world.services.contents.save(
        programme.programme_id, Bank.SUPPORT, "Counselling: room 7", key=None, hidden=False,
        actor=world.cleo,
    )  # fmt: skip

    found = [ask(world, programme, x).found for x in ("greenhouses?", "night lines", "counselling")]

    assert [one[0].passage.source for one in found] == [
        Source.PROGRAMME, Source.SUPPORT, Source.SUPPORT,
    ]  # fmt: skip


@on_both
def test_m14_what_is_not_written_anywhere_is_not_answered(world, programme):
    assert ask(world, programme, "Who pays my pension insurance?").found == ()
    assert ask(world, programme, "?! *' OR \" NEAR(").found == ()


def test_m14_what_people_write_to_one_another_is_never_found(world, programme, at):
    world.answer(programme, world.ada, Side.MENTOR, about="I kept zebrafish")
    pair = world.pair(programme)
    session = world.services.sessions.book(pair, at(1, 10), actor=world.ben)
    world.services.records.write(session.session_id, NoteKind.RECORD, "zebrafish", actor=world.ben)

    assert ask(world, programme, "zebrafish").found == ()


def test_m14_what_a_coordinator_left_out_is_not_quoted(world, programme):
    key, desk = programme.programme_id, world.services.training_desk
    how = next(x for x in desk.page(key, language="en", actor=world.cleo).modules if x.key == "how")
    desk.save(key, replace(how, hidden=True), language="en", actor=world.cleo)

    found = ask(world, programme, "How do I cancel a session?").found

    assert "how" not in {one.passage.key for one in found}


def test_m14_an_institution_does_without_it(world, programme):
    off = replace(world.services.helper, on=False)
    with pytest.raises(UnknownThingError):
        off.page(programme.programme_id, actor=world.ben)
    with pytest.raises(UnknownThingError):
        off.answer(programme.programme_id, "session", language="en", actor=world.ben)
