"""D1: folders in a mentor's own OneDrive: only with their yes, and following who is a member."""

import pytest

from plugin.mentoring.place import Place, PlaceState
from plugin.mentoring.relationship import RelationshipState
from plugin.services.kinds import MAKE_PLACE
from tests.fakes.places import FakeDrives, FakePlaces
from tests.services.databases import on_both
from tests.stores import NORTHMOOR


@pytest.fixture
def drives(world):
    """An institution that has no site, and lets people offer their OneDrives."""
    return offering(world, site=None)


def offering(world, *, site):
    world.folders, world.drives = site, FakeDrives()
    world.services = world._services()
    return world.drives


@pytest.fixture
def pair(world, drives, clock):
    world.connect()
    pair = world.pair(world.programme())
    world.save("place", Place(pair, NORTHMOOR, PlaceState.QUEUED, clock()))
    return pair


def make(world, pair):
    world.services.places.make(NORTHMOOR, pair)
    return world.kept("place", pair)


def say_yes(world, actor):
    world.drives.said_yes.add(actor.person_id)
    world.services.places.allowed(NORTHMOOR, actor.person_id)
    world.run()


@on_both
def test_d1_it_waits_for_the_mentors_yes_and_says_for_whose(world, pair):
    place = make(world, pair)

    assert (place.state, place.holder) == (PlaceState.NEEDS_CONSENT, world.ada.person_id)
    assert place.folder is None


@on_both
def test_d1_after_it_the_folder_lies_there_open_to_the_two(world, pair, drives):
    make(world, pair)
    say_yes(world, world.ada)

    place = world.kept("place", pair)
    assert place.state is PlaceState.READY
    assert place.open_to == {world.ada.person_id, world.ben.person_id}
    (theirs,) = drives.kept.values()
    assert theirs.folders[place.folder] == {"ben@northmoor.example"}  # the owner needs no opening
    page = world.services.documents.page(pair, actor=world.ben)
    assert page.files == []


def test_d1_without_an_account_it_waits_as_well(world, drives, clock):
    pair = world.pair(world.programme())
    world.save("place", Place(pair, NORTHMOOR, PlaceState.QUEUED, clock()))

    assert make(world, pair).state is PlaceState.NEEDS_CONSENT


def test_d1_a_yes_that_is_taken_back_shows_on_the_page(world, pair, drives):
    say_yes(world, world.ada)
    drives.said_yes.clear()

    assert world.services.documents.page(pair, actor=world.ben).trouble == "consent"
    assert make(world, pair).state is PlaceState.NEEDS_CONSENT


def circle_of_two(world, pair):
    """Give the pair a second mentor, who shares it."""
    dee = world.arrive("dee", email="dee@northmoor.example")
    world.connect(dee)
    before = world.kept("relationship", pair)
    world.save("relationship", before.mentored_by(dee.person_id, now=world.clock()))
    return dee


@on_both
def test_d1_when_its_holder_leaves_the_next_one_holds_another_and_the_old_may_be_read(
    world, pair, drives
):
    say_yes(world, world.ada)
    first = world.kept("place", pair)
    dee = circle_of_two(world, pair)
    say_yes(world, dee)
    world.services.memberships.leave(pair, actor=world.ada)
    world.run()

    place, old = world.kept("place", pair), drives.kept[world.ada.person_id]
    assert place.holder == dee.person_id
    assert [(one.holder, one.folder) for one in place.earlier] == [
        (world.ada.person_id, first.folder)
    ]
    assert old.folders[first.folder] == {
        "ben@northmoor.example",
        f"{dee.person_id}@northmoor.example",
    }
    assert old.read_only[first.folder]
    assert place.folder in drives.kept[dee.person_id].folders


def test_d1_at_the_end_its_last_members_may_read_it(world, pair, drives):
    say_yes(world, world.ada)
    world.services.memberships.end(pair, actor=world.ben)
    world.run()

    place = world.kept("place", pair)
    assert world.kept("relationship", pair).state is RelationshipState.ENDED
    assert drives.kept[world.ada.person_id].read_only[place.folder]


def test_d1_where_there_is_a_site_too_a_programme_chooses(world, pair, drives):
    offering(world, site=FakePlaces())
    chosen = world.services.places.shelves

    assert (chosen.site, chosen.drives) == (True, True)
    assert not chosen.in_drive(wished=False)
    assert make(world, pair).holder is None


def test_d1_only_somebody_who_can_say_yes_is_asked_for_again(world, pair):
    world.services.places.allowed(NORTHMOOR, world.ada.person_id)

    assert MAKE_PLACE in {job.kind for job in world.due()}
