"""Taking Microsoft away again, and telling a person once that they must sign in."""

from dataclasses import replace

import pytest

from plugin.mentoring.place import Place, PlaceState
from plugin.ports.errors import RefusedError, SignInNeededError, TryLaterError
from plugin.services.kinds import MAKE_PLACE, TELL_LAPSED
from tests.services.databases import on_both
from tests.stores import NORTHMOOR


def lapse(world):
    """Let Outlook ask for a sign-in while the promise to tell of changes is kept."""
    world.connect()
    world.run()
    world.clock.advance(hours=40)
    world.calendars.trouble = SignInNeededError("revoked")
    world.services.accounts.keep_subscription(NORTHMOOR, world.ada.person_id)
    world.calendars.trouble = None


@on_both
def test_disconnecting_forgets_account_tokens_and_promise(world):
    world.connect()
    world.run()

    for _ in range(2):
        world.services.accounts.disconnect(actor=world.ada)

    assert world.sign_ins.forgotten == [f"oid-{world.ada.person_id}"]
    assert world.kept("account", world.ada.person_id) is None
    assert world.kept("subscription_of", world.ada.person_id) is None


def test_of_two_accounts_one_after_the_other_the_first_is_forgotten(world):
    world.connect()
    world.connect(object_id="oid-new")
    world.connect(object_id="oid-new")

    assert world.sign_ins.forgotten == [f"oid-{world.ada.person_id}"]
    assert world.kept("account", world.ada.person_id).object_id == "oid-new"


def test_the_folder_is_closed_to_an_account_that_was_taken_away(world, clock):
    pair = world.pair(world.programme())
    world.connect()
    world.save("place", Place(pair, NORTHMOOR, PlaceState.READY, clock()))
    world.run()

    world.services.accounts.disconnect(actor=world.ada)

    assert MAKE_PLACE in [job.kind for job in world.due()]


def test_g11_a_person_is_told_once_that_microsoft_wants_a_sign_in(world):
    lapse(world)
    world.services.accounts.keep_subscription(NORTHMOOR, world.ada.person_id)
    world.run()
    world.run()

    (letter,) = world.post.letters
    assert letter.address == f"{world.ada.person_id}@northmoor.example"
    assert b"sign in to Microsoft again" in letter.body
    assert b"https://" not in letter.body


def test_g09_who_signed_in_meanwhile_is_not_told(world):
    lapse(world)
    world.connect()
    world.run()

    assert world.post.letters == []


def test_x24_a_mail_server_that_is_away_is_asked_again_and_one_that_refuses_is_not(world):
    lapse(world)
    tell = world.services.accounts.tell_lapsed
    world.post.trouble = TryLaterError("away")
    with pytest.raises(TryLaterError):
        tell(NORTHMOOR, world.ada.person_id)
    world.post.trouble = RefusedError("mail-550")

    tell(NORTHMOOR, world.ada.person_id)

    assert TELL_LAPSED in [job.kind for job in world.due()]


class Owner:
    """An account whose mailbox has another name than one signs in with."""

    def about(self, account):
        return "ada.moss@mail.example", "Europe/Dublin"


def test_invitations_go_where_mail_arrives_and_pages_show_outlooks_clock(world):
    accounts = replace(world.services.accounts, owners=Owner())
    world.services.accounts.choose_zone("Asia/Tokyo", actor=world.ben)
    for who in (world.ada, world.ben):
        world.connect(who)
        accounts.keep_subscription(NORTHMOOR, who.person_id)

    assert world.kept("account", world.ada.person_id).address == "ada.moss@mail.example"
    assert world.kept("person", world.ada.person_id).zone == "Europe/Dublin"
    assert world.kept("person", world.ben.person_id).zone == "Asia/Tokyo"
