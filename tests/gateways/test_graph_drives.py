"""D1: shared folders in the OneDrive of whoever said yes, against the pretend Microsoft 365."""

import pytest

from plugin.gateways.graph_drives import WITHIN, GraphDrives
from plugin.gateways.graph_places import NO_DRIVE
from plugin.ports.errors import ConsentMissingError, RefusedError
from tests.contracts.places import NAME, PlacesContract
from tests.gateways.conftest import AMARA, HANA
from tests.gateways.invitations import ADA, BEN

LEILA = "leila.haddad@northmoor.example"
FILES = frozenset({"Files.ReadWrite"})


@pytest.fixture
def drives(microsoft):
    """OneDrives of people, of whom only some have said yes."""

    def transport_of(account):
        grants, user = microsoft.parts.grants, microsoft.user(account.address)
        return microsoft.transport(grants.tokens_for(user, grants.consented(user.oid)))

    return GraphDrives(transport_of=transport_of)


@pytest.fixture
def places(drives, microsoft):
    microsoft.parts.grants.consent(microsoft.user(LEILA).oid, FILES)
    return drives.of(microsoft.account(LEILA))


@pytest.fixture
def library(microsoft):
    return microsoft.parts.library


@pytest.fixture
def grants(library):
    return lambda folder: library.grants(library.item(folder.partition("/")[2]))


@pytest.fixture
def opened_to(microsoft, grants):
    return lambda folder: {microsoft.user(one["oid"]).mail for one in grants(folder)}


@pytest.fixture
def roles_in(grants):
    return lambda folder: {role for one in grants(folder) for role in one["roles"]}


class TestGraphDrives(PlacesContract):
    pass


def test_d1_every_folder_lies_in_one_that_says_what_it_is_for(places, library, microsoft):
    folder, url = places.ensure_folder(NAME)
    item = library.item(folder.partition("/")[2])

    assert library.path(item).startswith(f"{WITHIN}/")
    assert library.holder(item) == microsoft.user(LEILA).oid
    assert url.startswith(f"{microsoft.url}/onedrive/")


def test_d1_whose_onedrive_it_is_stays_its_owner_whoever_else_may_open_it(places, library):
    folder, _ = places.ensure_folder(NAME)
    places.open_to(folder, {ADA: HANA, BEN: AMARA})
    places.open_to(folder, {})

    places.add(folder, "Notes.txt", b"Owls")
    assert [one.name for one in places.files_in(folder)] == ["Notes.txt"]


def test_d1_without_their_yes_nothing_is_touched(drives, microsoft):
    microsoft.parts.grants.consent(microsoft.user(HANA).oid, frozenset({"User.Read"}))
    theirs = drives.of(microsoft.account(HANA))

    with pytest.raises(ConsentMissingError):
        theirs.ensure_folder(NAME)


def test_d1_the_app_alone_and_others_reach_nothing_there(places, drives, microsoft, library):
    folder, _ = places.ensure_folder(NAME)
    places.open_to(folder, {ADA: HANA})
    microsoft.parts.grants.consent(microsoft.user(HANA).oid, FILES)

    with pytest.raises(ConsentMissingError):
        drives.of(microsoft.account(HANA)).files_in(folder)


def test_d1_an_account_without_onedrive_is_told_so(places, microsoft):
    microsoft.parts.world.set_switch("onedrives", on=False)

    with pytest.raises(RefusedError, match=NO_DRIVE):
        places.ensure_folder(NAME)
