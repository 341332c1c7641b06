"""Mentors from outside the course on a list: invited by links, each once."""

import csv
import io

import pytest

from plugin.mentoring.bringing import RowState
from plugin.mentoring.errors import LinkOverError, NotAllowedError, UnknownThingError
from plugin.mentoring.guest import LASTS, MOST_WAITING, Standing
from plugin.ports.guests import Identity
from tests.services.databases import on_both
from tests.services.desk import ADA, HEADS, Desk

RUT = "rut@alumni.example,mentor,2,Networking,Rut Vance"
WITH_NAME = f"{HEADS},name"


@pytest.fixture
def desk(world):
    return Desk(world)


def links(desk):
    found = desk.lists.links(
        desk.key, desk.latest().list_id, lambda secret: f"at/{secret}", actor=desk.world.cleo
    )
    return list(csv.DictReader(io.StringIO(found.decode("utf-8-sig"), newline="")))


def kept(desk):
    return desk.world.kept("guest_links", desk.key)


@on_both
def test_m9_mentors_from_outside_get_a_link_each_and_others_are_named(desk, world):
    desk.choose(RUT, "sam@alumni.example,mentee,,,Sam", f"{ADA},", heads=WITH_NAME)
    assert desk.counts() == {"prefill": 1, "invite": 1, "absent": 1}
    assert kept(desk) == []

    assert desk.bring() == {"prefilled": 1, "invited": 1, "absent": 1}

    [sent] = links(desk)
    assert (sent["name"], sent["email"]) == ("Rut Vance", "rut@alumni.example")
    secret = sent["link"].removeprefix("at/")
    came = world.services.guests.accept(
        secret, Identity("sandbox", "entra", "oid-rut", "Rut", "other@alumni.example")
    )
    assert came.guest_of == desk.key
    with pytest.raises(LinkOverError):
        world.services.guests.invited(secret)


@on_both
def test_c10_the_same_address_is_invited_once_by_whatever_list(desk):
    desk.choose(RUT, heads=WITH_NAME)
    desk.bring()
    before = kept(desk)

    desk.choose(" RUT@alumni.example,mentor,,,Somebody", heads=WITH_NAME)

    assert desk.counts() == {"asked": 1}
    assert desk.bring() == {"asked": 1}
    assert kept(desk) == before


def test_who_let_a_link_lapse_is_invited_again_and_whose_was_taken_back_is_not(desk, world):
    desk.choose(RUT, heads=WITH_NAME)
    desk.bring()
    world.clock.advance(LASTS)
    desk.choose(RUT, heads=WITH_NAME)
    assert desk.bring() == {"invited": 1}
    [link] = kept(desk)
    assert link.standing(world.clock()) is Standing.WAITING

    world.services.guests.end(desk.key, link.link_id, actor=world.cleo)
    desk.choose(RUT, heads=WITH_NAME)
    assert desk.counts() == {"asked": 1}


def test_a_hundred_wait_at_a_time_and_the_rest_comes_back(desk):
    rows = [f"x{n}@alumni.example,mentor,,,X" for n in range(MOST_WAITING + 2)]
    desk.choose(*rows, heads=WITH_NAME)

    assert desk.bring() == {"invited": MOST_WAITING, "full": 2}
    assert [row["problem"] for row in desk.left()] == ["full", "full"]


def test_without_microsoft_nobody_is_invited(level0):
    desk = Desk(level0)
    desk.choose(RUT, heads=WITH_NAME)

    assert desk.counts() == {"absent": 1}


def test_a_link_is_not_in_the_copy_of_anybody_and_goes_with_the_rows(desk, world):
    desk.choose(RUT, heads=WITH_NAME)
    desk.bring()
    [row] = desk.page().rows
    assert (row.state, row.person_id) == (RowState.INVITED, None)

    desk.lists.forget(desk.key, desk.latest().list_id, actor=world.cleo)

    assert desk.latest() is None


def test_p01_links_are_for_the_coordinators_of_the_programme(desk, world):
    desk.choose(RUT, heads=WITH_NAME)
    list_id, other = desk.latest().list_id, world.programme(title="Another")

    with pytest.raises(NotAllowedError):
        desk.lists.links(desk.key, list_id, str, actor=world.ada)
    with pytest.raises(UnknownThingError):
        desk.lists.links(other.programme_id, list_id, str, actor=world.cleo)
