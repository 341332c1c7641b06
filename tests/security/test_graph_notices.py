"""What Graph tells the running tool: out of order, and while the database is busy."""

import json
import sqlite3
from datetime import timedelta

import pytest

from plugin.mentoring.session import SessionState, Sync
from plugin.ports.values import Subscription
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


@pytest.fixture
def ask(tool):
    """Ask as Graph does, while it is expected to, whether the address is ours."""
    tool.world.connect()
    about = (NORTHMOOR, tool.world.ada.person_id, "secret", tool.clock() + timedelta(minutes=2))
    tool.world.save("subscription", Subscription("pending-1", *about))

    def ask(query):
        return tool.app.test_client().post(f"/graph/notify?{query}", base_url=TOOL)

    return ask


def test_w01_a_token_is_echoed_decoded_once_and_as_plain_text(ask):
    answer = ask("validationToken=Validation%3a+Testing%2Bclient%2520x%25")

    assert (answer.status_code, answer.text) == (200, "Validation: Testing+client%20x%")
    assert answer.content_type == "text/plain; charset=utf-8"


def test_w02_a_token_that_looks_like_a_page_is_none(ask):
    answer = ask("validationToken=%3Cscript%3Ealert(1)%3C/script%3E")

    assert answer.text == "<script>alert(1)</script>"
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; frame-")


@pytest.mark.parametrize(
    "query",
    ["validationToken=", "validationToken=a&validationToken=b", "validationToken=a%0D%0Ab",
     f"validationToken={'x' * 2049}"],
    ids=["empty", "twice", "of two lines", "too long"],
)  # fmt: skip
def test_w02_what_is_no_token_gets_no_echo(ask, query):
    answer = ask(query)

    assert answer.status_code == 400
    assert answer.content_type != "text/plain; charset=utf-8"


def test_w02_once_nobody_is_being_set_up_any_more_no_token_is_echoed(tool, ask):
    tool.clock.advance(minutes=3)

    assert ask("validationToken=a").status_code == 404


def test_w07_what_is_no_notice_and_what_is_too_much_is_refused_at_once(tool, session):
    def post(body):
        return tool.app.test_client().post("/graph/notify", data=body, base_url=TOOL).status_code

    assert [post(body) for body in (b"", b"{", b"[]", b'{"value": 7}')] == [400] * 4
    assert post(b" " * 2_000_000) == 413
    assert post(json.dumps({"value": [{}] * 1001})) == 413


@pytest.mark.parametrize(
    "event_id", ["../users/ben/events/1", "https://evil.example/events/1", "..%2F..%2Fusers"]
)
def test_w14_what_a_notice_names_is_no_address(tool, session, tell, event_id):
    told = tell(("updated", event_id))
    tool.clock.advance(seconds=2)

    assert told == 202
    assert event_id not in {job.payload.get("event") for job in tool.world.due()}


def test_w15_a_flood_from_one_address_keeps_no_true_notice_out(tool, session, tell):
    flood = tool.app.test_client()

    def post():
        from_afar = {"REMOTE_ADDR": "203.0.113.9"}
        return flood.post("/graph/notify", data=b"{", base_url=TOOL, environ_base=from_afar)

    answers = [post().status_code for _ in range(601)]

    assert (answers[599], answers[600]) == (400, 429)
    assert tell(("updated", event_of(tool, session))) == 202
