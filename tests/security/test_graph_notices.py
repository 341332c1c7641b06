"""What Graph tells the running tool: out of order, and while the database is busy."""

import sqlite3
from datetime import timedelta

import pytest

from plugin.mentoring.session import SessionState, Sync
from plugin.services.kinds import READ_EVENT
from tests.security.house import TOOL
from tests.stores import NORTHMOOR


@pytest.fixture
def session(tool):
    """A session tomorrow that stands in Outlook, of whose changes Outlook tells."""
    world = tool.world
    world.connect()
    pair = world.pair(world.programme())
    start = tool.clock() + timedelta(days=1)
    session = world.services.sessions.book(pair, start, actor=world.ben)
    world.run()
    return world.session(session)


@pytest.fixture
def tell(tool, session):
    """Post notices as Graph does: pairs of what happened and to which event."""

    def tell(*changes):
        kept = tool.world.kept("subscription_of", tool.world.ada.person_id)
        about = {"subscriptionId": kept.subscription_id, "clientState": kept.secret}
        told = [
            {**about, "changeType": change, "resourceData": {"id": event_id}}
            for change, event_id in changes
        ]
        client = tool.app.test_client()
        return client.post("/graph/notify", json={"value": told}, base_url=TOOL).status_code

    return tell


def event_of(tool, session):
    return tool.world.link(session).event_id


def test_w06_a_deletion_told_before_the_creation_is_believed_by_nobody(tool, session, tell):
    event_id = event_of(tool, session)

    told = tell(("deleted", event_id), ("created", event_id), ("updated", event_id))
    tool.clock.advance(seconds=2)
    tool.world.run()

    link = tool.world.link(session)
    assert told == 202
    assert (link.sync, link.missing_since, link.checked_at) == (Sync.BOOKED, None, tool.clock())
    assert tool.world.session(session).state is SessionState.PLANNED


def test_w06_what_is_gone_is_found_out_by_reading_whatever_was_told_of_it(tool, session, tell):
    del tool.world.calendars.events[event_of(tool, session)]

    tell(("created", event_of(tool, session)))
    tool.clock.advance(seconds=2)
    tool.world.run()

    assert tool.world.link(session).missing_since == tool.clock()


def test_w06_a_change_of_an_event_nobody_knows_is_no_work(tool, session, tell):
    assert tell(("updated", "AAMkUnknown"), ("deleted", "AAMkUnknown")) == 202
    tool.clock.advance(seconds=5)

    assert READ_EVENT not in {job.kind for job in tool.world.due()}


def test_w09_while_the_database_is_locked_graph_is_asked_to_tell_again(tool, session, tell):
    event_id = event_of(tool, session)
    writer = sqlite3.connect(tool.file, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    refused = tell(("updated", event_id))
    writer.execute("ROLLBACK")
    writer.close()

    again = tell(("updated", event_id))
    tool.clock.advance(seconds=2)

    assert (refused, again) == (503, 202)
    assert [job.kind for job in tool.world.due()] == [READ_EVENT]


def test_w09_one_delivery_is_saved_whole_in_one_hurried_transaction(tool, session, tell):
    opened = []
    plain = tool.store.database.transaction

    class Watched:
        def __getattr__(self, name):
            return getattr(tool.database, name)

        def transaction(self, tenant_id, *, write=True, **how):
            if write:
                opened.append((tenant_id, how.get("hurried")))
            return plain(tenant_id, write=write, **how)

    object.__setattr__(tool.store, "database", Watched())
    tell(*[("updated", event_of(tool, session))] * 5)

    assert opened == [(NORTHMOOR, True)]
