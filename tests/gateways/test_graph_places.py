"""Shared folders, against the pretend Microsoft 365 and against the fake."""

from dataclasses import replace

import pytest

from graph.files import Files, Folder
from plugin.gateways.graph_folders import GraphFolders
from plugin.gateways.graph_places import GraphPlaces
from plugin.ports.errors import ConsentMissingError, RefusedError, TryLaterError
from plugin.sandbox.microsoft365.world import CLIENT_ID, SITE_ID
from tests.contracts.places import NAME, PlacesContract
from tests.fakes.places import FakePlaces
from tests.gateways.conftest import AMARA, HANA
from tests.gateways.invitations import ADA


@pytest.fixture
def places(microsoft):
    transport = microsoft.transport_of_app()
    return GraphFolders(files=Files(transport, site_id=SITE_ID), transport=transport)


@pytest.fixture
def roles_in(microsoft):
    library = microsoft.parts.library

    def roles(folder):
        grants = library.grants(library.item(folder.partition("/")[2]))
        return {role for grant in grants for role in grant["roles"]}

    return roles


@pytest.fixture
def opened_to(microsoft):
    library = microsoft.parts.library

    def people(folder):
        grants = library.grants(library.item(folder.partition("/")[2]))
        return {microsoft.user(grant["oid"]).mail for grant in grants}

    return people


class TestGraphPlaces(PlacesContract):
    pass


class TestFakePlaces(PlacesContract):
    @pytest.fixture
    def places(self):
        return FakePlaces()

    @pytest.fixture
    def opened_to(self, places):
        return lambda folder: places.folders[folder]

    @pytest.fixture
    def roles_in(self, places):
        return lambda folder: {"read" if places.read_only[folder] else "write"}


def test_u11_a_name_cannot_lead_out_of_the_library(places, microsoft):
    folder, url = places.ensure_folder("../../Secrets: <Ada> & \r\n Ben")

    item = microsoft.parts.library.item(folder.partition("/")[2])
    assert microsoft.parts.library.path(item) == "Secrets Ada Ben"
    assert url.startswith(microsoft.url)


class Unrevoked(Files):
    """A library in which nothing may be taken back."""

    def revoke(self, folder, grant_id):
        pytest.fail(f"{grant_id} was to be revoked")


@pytest.fixture
def unrevoked(microsoft):
    return GraphPlaces(files=Unrevoked(microsoft.transport_of_app(), site_id=SITE_ID))


def test_who_comes_in_from_above_is_left_alone(places, unrevoked, microsoft):
    library = microsoft.parts.library
    library.grant(library.item("root"), microsoft.user(AMARA), ["read"])
    folder, _ = places.ensure_folder(NAME)

    unrevoked.open_to(folder, {ADA: HANA})

    assert [g["oid"] for g in library.grants(library.item("root"))] == [microsoft.user(AMARA).oid]


def test_the_tools_own_way_in_stays_open(places, unrevoked):
    folder, _ = places.ensure_folder(NAME)

    unrevoked.open_to(folder, {})

    assert [grant.grant_id for grant in _grants(places, folder)] == ["app"]


def _grants(places, folder):
    drive_id, _, item_id = folder.partition("/")
    return places.files.grants(Folder(drive_id, item_id, "", None))


class Named(Files):
    """A library that names people by their address, as some do."""

    def grants(self, folder):
        return [
            replace(one, address=one.object_id and HANA.upper()) for one in super().grants(folder)
        ]


def test_who_is_known_by_their_address_is_not_let_in_again(places, microsoft):
    folder, _ = places.ensure_folder(NAME)
    places.open_to(folder, {ADA: HANA})
    microsoft.misbehave("500-before", "POST", "/v1.0/drives", times=None)
    named = GraphPlaces(files=Named(microsoft.transport_of_app(), site_id=SITE_ID))

    assert named.open_to(folder, {ADA: HANA}) == {ADA}


class Nowhere(Files):
    """A library whose folders have no address to open them at."""

    def ensure_folder(self, drive_id, name, *, parent_id="root"):
        return replace(super().ensure_folder(drive_id, name, parent_id=parent_id), web_url=None)


def test_a_folder_that_nobody_can_open_is_a_refusal(microsoft):
    nowhere = GraphPlaces(files=Nowhere(microsoft.transport_of_app(), site_id=SITE_ID))

    with pytest.raises(RefusedError, match="not-understood"):
        nowhere.ensure_folder(NAME)


def test_a_refusal_of_another_kind_is_not_taken_for_an_outsider(places, microsoft):
    folder, _ = places.ensure_folder(NAME)
    microsoft.parts.world.state.put("site_permission", CLIENT_ID, {"roles": ["read"]})

    with pytest.raises(ConsentMissingError):
        places.open_to(folder, {ADA: HANA})


def test_a_site_that_was_not_assigned_is_somebodys_to_grant(places, microsoft):
    microsoft.parts.world.state.put("site_permission", CLIENT_ID, {"roles": []})

    with pytest.raises(ConsentMissingError):
        places.ensure_folder(NAME)


@pytest.mark.parametrize("kind", ["500-after", "reset-after", "cut-after"])
def test_a_lost_answer_makes_one_folder(places, microsoft, kind):
    microsoft.misbehave(kind, "POST", "/v1.0/drives")

    try:
        made = places.ensure_folder(NAME)
    except TryLaterError:
        made = places.ensure_folder(NAME)

    assert made == places.ensure_folder(NAME)
