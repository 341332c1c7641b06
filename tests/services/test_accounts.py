"""Connecting Microsoft, and keeping Outlook's promise to tell."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.ports.errors import (
    ConflictError,
    ConsentMissingError,
    RefusedError,
    SignInNeededError,
    TryLaterError,
)
from plugin.services.kinds import KEEP_SUBSCRIPTION
from tests.services.databases import on_both
from tests.services.interruptions import Interrupted
from tests.stores import NORTHMOOR


def keep(world, actor=None):
    who = (actor or world.ada).person_id
    world.services.accounts.keep_subscription(NORTHMOOR, who)


def promise(world):
    return world.kept("subscription_of", world.ada.person_id)


def test_microsoft_is_offered_where_there_is_a_tenant(world, level0):
    assert (world.services.accounts.offered, level0.services.accounts.offered) == (True, False)


def test_an_account_is_shown_to_its_owner_alone(world):
    world.connect()

    mine = world.services.accounts.mine
    assert mine(actor=world.ada).address == f"{world.ada.person_id}@northmoor.example"
    assert mine(actor=world.ben) is None


def test_t05_a_chosen_zone_is_kept_and_moves_nothing(world, at):
    pair = world.pair(world.programme())
    session = world.services.sessions.book(pair, at(1, 10), actor=world.ben)

    for _ in range(2):
        world.services.accounts.choose_zone("Asia/Tokyo", actor=world.ben)

    assert world.kept("person", world.ben.person_id).zone == "Asia/Tokyo"
    assert world.session(session).span == session.span


def test_nobody_chooses_a_zone_for_a_person_of_another_institution(world):
    stranger = replace(world.ben, tenant_id="southmoor")

    world.services.accounts.choose_zone("Asia/Tokyo", actor=stranger)

    assert world.kept("person", world.ben.person_id).zone is None


@on_both
def test_an_account_belongs_to_one_person(world):
    world.connect()
    theirs = world.account(world.ben, object_id=f"oid-{world.ada.person_id}")

    with pytest.raises(ConflictError):
        world.services.accounts.connect(theirs)

    assert world.kept("account", world.ben.person_id) is None


def test_signing_in_again_ends_the_waiting(world, clock):
    world.connect()
    kept = world.kept("account", world.ada.person_id)
    world.save("account", replace(kept, needs_sign_in_since=clock()))

    world.connect()

    assert world.kept("account", world.ada.person_id).needs_sign_in_since is None


def test_connecting_asks_outlook_to_tell_of_changes(world, clock):
    world.connect()

    world.run()

    assert promise(world).expires_at == clock() + timedelta(days=3)
    assert promise(world).subscription_id in world.calendars.subscriptions


def test_w02_a_promise_is_expected_before_outlook_asks_about_it(world, clock):
    world.connect()
    expected = []
    calendars = Interrupted(
        world.calendars, lambda: expected.append(world.store.expecting_subscription(now=clock()))
    )

    replace(world.services.accounts, calendars=calendars).keep_subscription(
        NORTHMOOR, world.ada.person_id
    )

    assert expected == [True]
    assert not world.store.expecting_subscription(now=clock())


def test_a_promise_that_lasts_is_left_alone(world, clock):
    world.connect()
    world.run()
    before = promise(world)
    clock.advance(hours=35)

    keep(world)

    assert promise(world) == before


def test_a_promise_is_renewed_at_half_its_life(world, clock):
    world.connect()
    world.run()
    name = promise(world).subscription_id
    clock.advance(hours=37)

    queued = world.services.accounts.keep_subscriptions(NORTHMOOR)
    world.run()

    assert queued == 1
    assert promise(world).subscription_id == name
    assert promise(world).expires_at == clock() + timedelta(days=3)


def test_w11_a_promise_that_ended_in_an_outage_is_made_anew_and_the_gap_is_read(
    world, at, span, clock
):
    world.connect()
    pair = world.pair(world.programme())
    session = world.services.sessions.book(pair, at(6, 10), actor=world.ben)
    world.run()
    name, late = promise(world).subscription_id, span(6, 15)
    world.calendars.subscriptions.clear()
    world.calendars.move(world.link(session).event_id, late)
    clock.advance(days=4)

    world.services.accounts.keep_subscriptions(NORTHMOOR)
    world.run()

    assert promise(world).subscription_id != name
    assert world.session(session).span == late


def test_a_promise_left_half_made_by_a_crash_is_made_anew(world, clock):
    world.connect()
    calendars = Interrupted(world.calendars, lambda: None, ZeroDivisionError("killed"))
    with pytest.raises(ZeroDivisionError):
        replace(world.services.accounts, calendars=calendars).keep_subscription(
            NORTHMOOR, world.ada.person_id
        )
    assert promise(world).subscription_id.startswith("pending-")

    world.services.accounts.keep_subscriptions(NORTHMOOR)
    world.run()

    assert promise(world).subscription_id in world.calendars.subscriptions


def test_another_account_of_the_same_person_gets_a_promise_of_its_own(world):
    world.connect()
    world.run()
    name = promise(world).subscription_id

    world.connect(object_id="another")
    world.run()

    assert promise(world).subscription_id != name


def test_an_outlook_that_does_not_answer_leaves_no_half_promise(world):
    world.connect()
    world.calendars.trouble = TryLaterError("503")

    with pytest.raises(TryLaterError):
        keep(world)

    assert promise(world) is None


def test_g09_a_promise_that_wants_a_sign_in_marks_the_account(world, clock):
    world.connect()
    world.calendars.trouble = SignInNeededError("gone")

    keep(world)
    world.calendars.trouble = None
    keep(world)

    assert world.kept("account", world.ada.person_id).needs_sign_in_since == clock()
    assert promise(world) is None


@pytest.mark.parametrize("trouble", [ConsentMissingError("403"), RefusedError("no-mailbox")])
def test_without_a_promise_the_sweep_still_looks(world, trouble):
    world.connect()
    world.calendars.trouble = trouble

    world.run()

    assert promise(world) is None
    assert [job.kind for job in world.due()] == []


def test_who_has_no_account_gets_no_promise(world, level0):
    keep(world)
    world.connect()
    keep(level0)

    assert promise(world) is None


def test_connecting_opens_the_places_again(world):
    pair = world.pair(world.programme())
    world.connect()
    kinds = [job.kind for job in world.due()]

    assert pair
    assert kinds == [KEEP_SUBSCRIPTION]  # no place was promised, so none is made
