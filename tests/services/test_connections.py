"""What is known of a connection, what of it is wrong, and who may take over from whom (K04)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.ports.connections import LastLaunch, LastRefusal
from plugin.ports.errors import RefusedError
from plugin.services.findings import Mark
from plugin.store.registrations import RegistrationBook
from plugin.web.protocol.connection_words import line
from tests.fakes.lti_platform import REGISTRATION
from tests.fakes.probes import WELL
from tests.stores import NORTHMOOR

LMS = f"{NORTHMOOR}-lms"


@pytest.fixture
def checks(world):
    book = RegistrationBook(
        database=world.store.database, vault=world.store.vault, clock=world.clock
    )
    book.add_registration(replace(REGISTRATION, registration_id=LMS, tenant_id=NORTHMOOR))
    return world.services.connections


def a_launch(world, **changed):
    said = {"deployment_id": "1", "bound_by": "cookie", "framed": True, "roster": True}
    said |= {"grades": True, "names": True, "emails": True}
    return LastLaunch(at=world.clock(), **said | changed)


def found(checks):
    return {one.key: one for one in checks.findings(checks.view(LMS))}


def test_what_nobody_knows_is_not_shown_as_well(checks):
    marks = {one.mark for key, one in found(checks).items() if not key.startswith("platform")}

    assert marks == {Mark.UNKNOWN}


def test_after_a_launch_and_a_check_everything_is_well(world, checks):
    checks.launched(LMS, a_launch(world))
    checks.check(LMS)

    assert world.probes.asked == [LMS]
    wrong = {key for key, one in found(checks).items() if one.mark is not Mark.OK}
    assert wrong == {"deployment.none"}  # this store's LMS has none


PROBES = {
    "keys.theirs-unread": {"keys": None, "keys_trouble": "timeout"},
    "keys.theirs-weak": {"keys": 0},
    "keys.ours-refused": {"access": "invalid_client"},
    "keys.no-token": {"access": "timeout"},
    "clock.ahead": {"skew_s": 31},
    "clock.behind": {"skew_s": -31},
    "roster.denied": {"scopes": ()},
}


@pytest.mark.parametrize("key", PROBES)
def test_what_asking_shows_to_be_wrong_is_named(world, checks, key):
    world.probes.answer = replace(WELL, **{"scopes": ("roster.readonly",), **PROBES[key]})
    checks.check(LMS)

    said = line(found(checks)[key])

    assert said.mark in (Mark.BAD, Mark.WAIT)
    assert "%(" not in said.text


@pytest.mark.parametrize(
    ("skew_s", "said"),
    [(31, "clock.ahead"), (-31, "clock.behind"), (30, "clock.together"), (None, "clock.unknown")],
)
def test_t08_a_clock_of_ours_that_jumped_is_told_to_whoever_looks_after_the_lms(
    world, checks, skew_s, said
):
    world.probes.answer = replace(WELL, skew_s=skew_s)
    checks.check(LMS)

    assert [key for key in found(checks) if key.startswith("clock.")] == [said]


LAUNCHES = {
    "roster.not-offered": {"roster": False},
    "people.without-names": {"names": False},
    "people.without-both": {"names": False, "emails": False},
    "browser.window-alone": {"bound_by": "window"},
    "browser.storage-framed": {"bound_by": "storage"},
}


@pytest.mark.parametrize("key", LAUNCHES)
def test_what_launches_show_is_named(world, checks, key):
    checks.launched(LMS, a_launch(world, **LAUNCHES[key]))

    assert line(found(checks)[key]).title


def test_a_refusal_is_shown_with_its_remedy_until_a_launch_goes_through(world, checks):
    checks.launched(LMS, a_launch(world))
    world.clock.advance(seconds=1)
    checks.refused(LMS, LastRefusal(world.clock(), "L-KEY-UNKNOWN"))
    said = line(found(checks)["error.now"])
    world.clock.advance(seconds=1)
    checks.launched(LMS, a_launch(world))

    assert (said.mark, said.code) == (Mark.BAD, "L-KEY-UNKNOWN")
    assert "Check the key set URL" in said.text
    assert found(checks)["error.past"].mark is Mark.CALM


def test_the_same_launch_is_noted_once_a_minute(world, checks):
    checks.launched(LMS, a_launch(world))
    first = world.clock()
    world.clock.advance(seconds=30)
    checks.launched(LMS, a_launch(world))
    soon = checks.view(LMS).launch.at
    world.clock.advance(minutes=1)
    checks.launched(LMS, a_launch(world))

    assert (soon, checks.view(LMS).launch.at) == (first, world.clock())


def test_l25_logins_of_nobodys_platform_are_bounded(world, checks):
    for number in range(70):
        world.clock.advance(timedelta(seconds=6))
        checks.strayed(f"https://{number}.example", "c")
    world.clock.advance(timedelta(seconds=6))
    checks.strayed("https://69.example", "c")

    kept = checks.connections.strays()
    assert len(kept) == 50
    assert (kept[0].issuer, kept[0].times) == ("https://69.example", 2)


def test_k04_only_a_platform_of_the_same_institution_is_taken_over(checks):
    for old in (LMS, "southmoor-lms", "none"):
        with pytest.raises(RefusedError):
            checks.wish_to_succeed(old, LMS)
        with pytest.raises(RefusedError):
            checks.succeed(old, LMS)
