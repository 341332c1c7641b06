"""D2: folders in OneDrives are followed with their owner's yes, and nothing else there is read."""

from dataclasses import replace

import pytest

from plugin.mentoring.place import PlaceState
from plugin.ports.errors import ConsentMissingError, RefusedError, SignInNeededError, TryLaterError
from plugin.services.kinds import LOOK_IN_DRIVE, MAKE_PLACE
from tests.fakes.places import CHANGED
from tests.services.databases import on_both
from tests.services.test_own_drives import drives, pair, say_yes  # noqa: F401 - fixtures
from tests.stores import NORTHMOOR


class OneDrive:
    """Somebody's, wrapped so that a test sees what is asked of it and can let it fail."""

    def __init__(self, inner):
        self.inner, self.asked, self.trouble = inner, [], None
        self.happens = lambda: None

    def files_in(self, folder):
        self.asked.append(folder)
        self.happens()
        if self.trouble:
            raise self.trouble
        return self.inner.files_in(folder)

    def changes(self, since):
        raise AssertionError("it would tell of everything in there")

    def __getattr__(self, name):
        return getattr(self.inner, name)


@pytest.fixture
def mine(world, pair, drives):  # noqa: F811 - the fixtures above
    """Ada's, with the folder of her pair in it."""
    say_yes(world, world.ada)
    given, mine = drives.of, OneDrive(drives.kept[world.ada.person_id])

    def of(account):
        given(account)
        return mine

    drives.of = of
    return mine


def look(world):
    queued = world.services.places.look_through(NORTHMOOR)
    world.run()
    return queued


def changed_at(world, pair):  # noqa: F811
    return world.kept("place", pair).changed_at


@on_both
def test_d2_what_somebody_put_into_it_is_noted(world, pair, mine):  # noqa: F811
    before = (look(world), changed_at(world, pair))
    mine.add(world.kept("place", pair).folder, "Notes.docx", b"W")
    look(world)

    assert before == (1, None)
    assert changed_at(world, pair) == CHANGED


def test_d2_only_the_folder_itself_is_asked_for(world, pair, mine):  # noqa: F811
    look(world)

    assert mine.asked == [world.kept("place", pair).folder]


def test_d2_a_look_that_finds_nothing_newer_writes_nothing(world, pair, mine):  # noqa: F811
    mine.add(world.kept("place", pair).folder, "Notes.docx", b"W")
    look(world)
    once = world.kept("place", pair).version
    look(world)

    assert world.kept("place", pair).version == once


@on_both
def test_d2_a_folder_that_was_deleted_there_is_made_anew(world, pair, mine):  # noqa: F811
    folder = world.kept("place", pair).folder
    del mine.inner.folders[folder]
    look(world)

    place = world.kept("place", pair)
    assert (place.state, place.folder) == (PlaceState.READY, folder)
    assert folder in mine.inner.folders


@on_both
def test_g11_a_sign_in_that_ran_out_is_waited_for(world, pair, mine):  # noqa: F811
    mine.trouble = SignInNeededError("lapsed")
    look(world)
    lapsed = world.kept("account", world.ada.person_id).needs_sign_in_since
    look(world)
    asked = len(mine.asked)
    mine.trouble = None
    world.connect()
    look(world)

    assert (lapsed is None, asked, len(mine.asked)) == (False, 1, 2)


@pytest.mark.parametrize("trouble", [ConsentMissingError("403"), RefusedError("no-drive")])
def test_g12_a_yes_that_was_taken_back_is_said_by_the_place(world, pair, mine, trouble):  # noqa: F811
    mine.trouble = trouble
    world.services.places.look(NORTHMOOR, world.ada.person_id)

    assert MAKE_PLACE in [job.kind for job in world.due()]


def test_g12_who_took_it_back_is_asked_no_more(world, pair, mine):  # noqa: F811
    world.drives.said_yes.clear()
    mine.trouble = ConsentMissingError("403")
    look(world)

    assert world.kept("place", pair).state is PlaceState.NEEDS_CONSENT
    assert look(world) == 0


def test_g03_a_onedrive_that_is_down_is_asked_again(world, pair, mine):  # noqa: F811
    mine.trouble = TryLaterError("503")

    with pytest.raises(TryLaterError):
        world.services.places.look(NORTHMOOR, world.ada.person_id)


def test_d2_after_the_end_and_without_an_account_nobody_looks(world, pair, mine):  # noqa: F811
    world.services.accounts.disconnect(actor=world.ada)
    world.services.places.look(NORTHMOOR, world.ada.person_id)
    world.connect()
    world.end(pair)

    assert look(world) == 0
    assert mine.asked == []


def test_d2_where_onedrives_are_not_offered_any_more_nobody_looks(world, pair, mine):  # noqa: F811
    world.drives = None
    world.services = world._services()

    assert look(world) == 0
    assert LOOK_IN_DRIVE not in [job.kind for job in world.due()]


def test_d2_what_was_asked_of_another_folder_than_there_is_now_counts_not(
    world,
    pair,  # noqa: F811
    mine,
):
    place = world.kept("place", pair)
    del mine.inner.folders[place.folder]
    mine.happens = lambda: world.save("place", replace(place, folder="drive/another"))
    world.services.places.look(NORTHMOOR, world.ada.person_id)

    assert MAKE_PLACE not in [job.kind for job in world.due()]
