"""The folder of a pair: made once, open to exactly its people, found again by its identity."""

from dataclasses import replace

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.place import Place, PlaceState
from plugin.mentoring.programme import Format
from plugin.ports.errors import ConsentMissingError, GoneError, RefusedError, TryLaterError
from plugin.services.bookings import GAVE_UP
from plugin.services.kinds import MAKE_PLACE
from tests.services.test_circles import related
from tests.stores import NORTHMOOR


@pytest.fixture
def pair(world, clock):
    pair = world.pair(world.programme())
    world.save("place", Place(pair, NORTHMOOR, PlaceState.QUEUED, clock()))
    return pair


def make(world, pair):
    world.services.places.make(NORTHMOOR, pair)
    return world.kept("place", pair)


def test_a_folder_is_made_and_open_to_the_two(world, pair):
    place = make(world, pair)

    assert place.state is PlaceState.READY
    assert place.open_to == {world.ada.person_id, world.ben.person_id}
    assert list(world.folders.folders) == [place.folder]
    assert "ada and ben" in place.folder


def test_making_it_again_makes_no_second_one(world, pair):
    first = make(world, pair)

    assert make(world, pair).folder == first.folder
    assert len(world.folders.folders) == 1


def test_a_person_who_is_renamed_keeps_the_folder_and_what_is_in_it(world, pair):
    first = make(world, pair)
    world.arrive("ben", name="Benedict")

    assert make(world, pair).folder == first.folder
    assert len(world.folders.folders) == 1


def test_who_cannot_be_let_in_is_not_said_to_have_access(world, pair):
    world.arrive("ben", email="ben@elsewhere.example")

    assert make(world, pair).open_to == {world.ada.person_id}


def test_after_connecting_the_account_is_let_in_instead_of_the_address(world, pair):
    world.arrive("ben", email="ben@elsewhere.example")
    make(world, pair)

    world.connect(world.ben)
    world.run()

    assert world.kept("place", pair).open_to == {world.ada.person_id, world.ben.person_id}


def test_after_the_end_its_people_read_and_nobody_writes(world, pair):
    folder = make(world, pair).folder
    world.end(pair)

    place = make(world, pair)

    assert (place.folder, len(place.open_to)) == (folder, 2)
    assert world.folders.read_only == {folder: True}


def test_after_the_end_no_folder_is_begun(world, pair):
    world.end(pair)

    make(world, pair)

    assert world.folders.folders == {}


def test_a_folder_that_was_deleted_is_made_again(world, pair):
    make(world, pair)
    world.folders.folders.clear()

    place = make(world, pair)

    assert (place.state, list(world.folders.folders)) == (PlaceState.READY, [place.folder])


def test_g37_a_folder_that_vanishes_at_once_is_left_to_another_attempt(world, pair):
    class Vanishing:
        def ensure_folder(self, name):
            return "drive/x", "https://files.example/x"

        def open_to(self, folder, addresses, *, read_only=False):
            raise GoneError("no such folder")

    with pytest.raises(GoneError):
        replace(world.services.places, folders=Vanishing()).make(NORTHMOOR, pair)

    assert world.kept("place", pair).state is PlaceState.QUEUED


@pytest.mark.parametrize(
    ("trouble", "state", "problem"),
    [
        (ConsentMissingError("403"), PlaceState.NEEDS_CONSENT, None),
        (RefusedError("not-understood"), PlaceState.FAILED, "not-understood"),
    ],
)
def test_what_only_a_person_can_mend_is_shown(world, pair, trouble, state, problem):
    world.folders.trouble = trouble

    place = make(world, pair)

    assert (place.state, place.problem, place.url) == (state, problem, None)


def test_a_sharepoint_that_does_not_answer_leaves_the_place_queued(world, pair):
    world.folders.trouble = TryLaterError("503")

    with pytest.raises(TryLaterError):
        make(world, pair)

    assert world.kept("place", pair).state is PlaceState.QUEUED


def test_x19_attempts_that_have_ended_are_shown_unless_it_was_made(world, pair):
    gave_up = world.services.places.gave_up
    gave_up(NORTHMOOR, pair)
    ended = world.kept("place", pair)
    make(world, pair)

    gave_up(NORTHMOOR, pair)
    gave_up(NORTHMOOR, "nobody")

    assert (ended.state, ended.problem) == (PlaceState.FAILED, GAVE_UP)
    assert world.kept("place", pair).state is PlaceState.READY


def test_what_was_never_promised_is_not_made(world, level0, pair):
    other = world.pair(world.programme())

    make(world, other)
    make(world, "nobody")
    make(level0, pair)

    assert (world.folders.folders, world.kept("place", other)) == ({}, None)


def test_d4_a_new_folder_begins_with_documents_and_gets_them_once(world, pair):
    places = replace(world.services.places, starters=lambda kind: {f"{kind}.docx": b"W"})
    places.make(NORTHMOOR, pair)
    folder = world.kept("place", pair).folder
    del world.folders.contents[folder]["one-to-one.docx"]

    places.make(NORTHMOOR, pair)

    assert world.folders.contents[folder] == {}


def test_x08_a_folder_whose_documents_were_put_there_before_a_crash_is_taken_up(world, pair):
    places = replace(world.services.places, starters=lambda kind: {"Agenda.docx": b"W"})
    folder = make(world, pair).folder
    world.folders.add(folder, "Agenda.docx", b"W")
    world.save("place", replace(world.kept("place", pair), folder=None, state=PlaceState.QUEUED))

    places.make(NORTHMOOR, pair)

    assert world.kept("place", pair).state is PlaceState.READY
    assert list(world.folders.contents[folder]) == ["Agenda.docx"]


def test_d2_what_changed_in_a_folder_is_noted_and_a_deleted_one_is_made_anew(world, pair):
    folder = make(world, pair).folder
    since = world.services.places.watch(None)
    world.folders.add(folder, "Notes.docx", b"W")

    since = world.services.places.watch(since)
    changed = world.kept("place", pair).changed_at
    del world.folders.folders[folder]
    world.services.places.watch(since)

    assert changed is not None
    assert MAKE_PLACE in [job.kind for job in world.due()]


def test_a_library_that_was_taken_from_us_is_asked_again_from_the_same_point(world, level0):
    world.folders.trouble = ConsentMissingError("403")

    assert world.services.places.watch("7") == "7"
    assert level0.services.places.watch("7") is None


def test_d1_the_folder_opens_to_whoever_joins_and_closes_to_whoever_leaves(world, clock):
    programme = world.programme(template="first-year-circles")
    dana, eli = world.arrive("dana"), world.arrive("eli")
    world.answer(programme, dana, Side.MENTEE)
    seats = ((world.ada, Side.MENTOR), (world.ben, Side.MENTEE), (eli, Side.MENTEE))
    circle = related(world, programme, Format.CIRCLE, *seats)
    world.save("place", Place(circle, NORTHMOOR, PlaceState.QUEUED, clock()))
    folder = make(world, circle).folder

    world.services.memberships.join(circle, actor=dana)
    world.run()
    joined = world.folders.folders[folder]
    world.services.memberships.leave(circle, actor=world.ben)
    world.run()

    assert joined == {f"{who}@northmoor.example" for who in ("ada", "ben", "dana", "eli")}
    assert world.folders.folders[folder] == joined - {"ben@northmoor.example"}
    world.services.memberships.end(circle, actor=world.ada)
    world.run()
    assert world.folders.read_only == {folder: True}
