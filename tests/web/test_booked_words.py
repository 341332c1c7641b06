"""What is said of a session that was just booked: what its invitations wait for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.session import Channel, Sync
from tests.stores import NORTHMOOR

ON_THEIR_WAY = "Planned. The invitations are on their way."
LEAVE = "Planned. The invitations leave as soon as "
WAITS = "It waits for the organiser to connect Microsoft; nobody has been invited yet."


def page_of(tool, things, who="ben"):
    return tool.visitor(who).enter().get(f"relationships/{things.relationship}/?done=booked").text


def as_it_stands(tool, things, **link):
    """Let the planned session's invitation stand like this."""
    world = tool.world
    world.save("link", replace(world.kept("link", things.session), **link))


@pytest.fixture
def queued(tool, things):
    """A session whose invitation has not left, and whose organiser has no account here."""
    tool.world.services.accounts.forget(NORTHMOOR, tool.world.ada.person_id)
    as_it_stands(tool, things, channel=Channel.OUTLOOK, sync=Sync.QUEUED, event_id=None)
    return things


def test_without_an_account_the_invitations_wait_for_one(tool, queued):
    theirs, own = page_of(tool, queued), page_of(tool, queued, "ada")

    assert f"{LEAVE}Ada has connected Microsoft." in theirs
    assert f"{LEAVE}Microsoft is connected." in own
    assert WAITS in theirs
    assert WAITS in own
    assert ("Connect Microsoft</button>" in theirs, "Connect Microsoft</button>" in own) == (
        False,
        True,
    )


def test_a_worker_that_found_no_account_says_the_same(tool, queued):
    as_it_stands(tool, queued, sync=Sync.NEEDS_SIGN_IN)

    assert f"{LEAVE}Ada has connected Microsoft." in page_of(tool, queued)


@pytest.mark.parametrize("lapsed", [False, True])
def test_with_an_account_they_are_on_their_way_unless_it_lapsed(tool, queued, lapsed):
    world = tool.world
    since = world.clock() - timedelta(hours=1) if lapsed else None
    world.connect(world.ada)
    account = world.kept("account", world.ada.person_id)
    world.save("account", replace(account, needs_sign_in_since=since))
    as_it_stands(tool, queued, sync=Sync.QUEUED, event_id=None)

    shown = page_of(tool, queued)

    assert (ON_THEIR_WAY in shown) is not lapsed
    assert (WAITS in shown) is lapsed


def test_by_mail_they_wait_for_nobody(tool, queued):
    as_it_stands(tool, queued, channel=Channel.MAIL)

    assert ON_THEIR_WAY in page_of(tool, queued)


def test_a_meeting_that_is_moved_is_not_said_to_have_invited_nobody(tool, queued):
    as_it_stands(tool, queued, event_id="event-1")

    assert WAITS not in page_of(tool, queued)
