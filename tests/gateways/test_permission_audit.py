"""The permission audit: what the client calls, what that needs, and what is asked for, agree.

Every method of the client runs over real HTTP; the pretend Graph notes each request. A permission
that no call needs fails here, and so does a call that no permission covers.
"""

import inspect
from datetime import timedelta

import pytest

import graph
from graph.drive_items import DriveItems
from graph.permissions import with_implied
from plugin.sandbox.microsoft365.feed import install
from plugin.sandbox.microsoft365.permissions import operations
from plugin.sandbox.microsoft365.world import DRIVE_ID, SITE_ID
from tests.gateways.conftest import AMARA, HANA, NOW
from tests.house.tree import ROOT

CLIENTS = (
    graph.Calendar, graph.Schedule, graph.Mailbox, graph.Meetings, graph.People,
    graph.Attendance, graph.Subscriptions, graph.Files, DriveItems, graph.Activities, graph.ToDo,
)  # fmt: skip
DECLARED = {call for each in graph.CAPABILITIES for call in each.calls}
BATCH = "POST /$batch"
"""Asks for nothing by itself: each request in it is counted, and needs what it needs alone."""
SCOPES = graph.delegated_scopes(2) | graph.scopes_by_choice()
ASKED = SCOPES | graph.application_scopes(2)


class Calls:
    """Runs methods, and remembers which of the client's were run."""

    def __init__(self):
        self.run = set()

    def __call__(self, client, name, *arguments, **more):
        self.run.add((type(client), name))
        return getattr(client, name)(*arguments, **more)


def for_a_person(call, transport, oid):
    start = NOW + timedelta(days=7)
    when = graph.When(start, start + timedelta(minutes=45), "Europe/Dublin")
    draft = graph.EventDraft(
        subject="S", body_html="<p>B</p>", when=when, invitees=(graph.Invitee(AMARA, "A"),),
        correlation_id="s:1", transaction_id="7f0b6b4e-5b8f-5a8e-9a51-7d9c9a1f0001",
        repeats=graph.Weekly(1, 2),
    )  # fmt: skip
    calendar, meetings = graph.Calendar(transport), graph.Meetings(transport)
    event = call(calendar, "create", draft)
    call(calendar, "find", "s:1")
    call(calendar, "get", event.event_id)
    list(call(calendar, "get_all", [event.event_id]))
    call(calendar, "changed_since", NOW)
    call(calendar, "times", event.event_id, start, start + timedelta(days=30))
    later = graph.When(start + timedelta(hours=1), start + timedelta(hours=2), "Europe/Dublin")
    call(calendar, "change", event.event_id, graph.EventChange(when=later))
    met = call(meetings, "find", event.join_url).meeting_id
    call(meetings, "harden", met)
    attendance = graph.Attendance(transport)
    call(attendance, "reports", met)
    with pytest.raises(graph.GraphNotFoundError):  # nobody has met yet
        call(attendance, "stays", met, "none")
    call(calendar, "cancel", event.event_id, "off")
    window = graph.Window(start, start + timedelta(days=1))
    call(graph.Schedule(transport), "free_busy", [AMARA], window, interval_min=15)
    call(graph.Mailbox(transport), "settings")
    call(graph.People(transport), "me")
    subscriptions = graph.Subscriptions(transport)
    for one in call(subscriptions, "mine"):
        pytest.fail(f"{one} was there before")
    return subscriptions


def subscribe(call, subscriptions, oid):
    """Nobody answers the pretend Graph's question here: the requests are what counts."""
    draft = graph.SubscriptionDraft(
        resource=graph.events_of(oid), notification_url="https://tool.invalid/n",
        lifecycle_url="https://tool.invalid/l", client_state="s",
        expires_at=NOW + timedelta(days=2),
    )  # fmt: skip
    with pytest.raises(graph.GraphError):
        call(subscriptions, "make", draft)
    with pytest.raises(graph.GraphNotFoundError):
        call(subscriptions, "renew", "none", expires_at=NOW + timedelta(days=2))
    call(subscriptions, "end", "none")


def in_todo(call, transport):
    todo, day = graph.ToDo(transport), NOW.date()
    kept = call(todo, "make_list", "Audit")
    call(todo, "lists")
    draft = graph.TaskDraft(title="T", due_on=day, zone="Europe/Dublin", note="n", link="https://x")
    task = call(todo, "make", kept.list_id, draft)
    call(todo, "change", kept.list_id, task.task_id, completed=True, due_on=day, zone="UTC")
    call(todo, "changes", kept.list_id, None)


def in_onedrive(call, transport):
    files = graph.Files(transport)
    drive = call(files, "drive").drive_id
    folder = call(files, "ensure_folder", drive, "Audit")
    call(DriveItems(transport, drive_id=drive), "children", folder.item_id)


def for_the_app(call, transport):
    files, items = graph.Files(transport, site_id=SITE_ID), DriveItems(transport, drive_id=DRIVE_ID)
    call(files, "drive")
    folder = call(files, "ensure_folder", DRIVE_ID, "Audit")
    call(files, "ensure_folder", DRIVE_ID, "Audit")
    (grant,) = call(files, "grant", folder, [graph.Recipient(address=HANA)])
    call(files, "grants", folder)
    call(files, "revoke", folder, grant.grant_id)
    call(items, "add", folder.item_id, "a.txt", b"x")
    call(items, "children", folder.item_id)
    call(items, "changes", None)
    call(files, "remove", folder)


@pytest.fixture
def audited(microsoft):
    call, oid = Calls(), microsoft.user(HANA).oid
    microsoft.parts.grants.consent(oid, SCOPES)
    token = microsoft.parts.grants.tokens_for(microsoft.user(HANA), SCOPES)
    microsoft.parts.world.state.clear_kind("requests")
    subscribe(call, for_a_person(call, microsoft.transport(token), oid), oid)
    in_todo(call, microsoft.transport(token))
    in_onedrive(call, microsoft.transport(token))
    for_the_app(call, microsoft.transport_of_app())
    install(microsoft.parts.world, microsoft.user(HANA))
    line = graph.Activity("waiting", "T", "https://teams.microsoft.com/l/entity/a/people", 1)
    call(graph.Activities(microsoft.transport_of_app()), "send", oid, line)
    made = {d["operation"] for d in microsoft.parts.world.state.every("requests")}
    return call, made - {BATCH}


def test_every_request_is_declared_and_every_declared_one_is_made(audited):
    _, made = audited

    assert made == DECLARED


def test_every_method_of_the_client_was_run(audited):
    call, _ = audited
    public = {
        (client, name)
        for client in CLIENTS
        for name, _method in inspect.getmembers(client, inspect.isfunction)
        if not name.startswith("_")
    }

    assert call.run == public


def needs(call):
    method, _, path = call.partition(" ")
    wanted = operations()[method, path]
    return (wanted.delegated or frozenset()) | (wanted.application or frozenset())


@pytest.mark.parametrize("each", graph.CAPABILITIES, ids=lambda each: each.name)
def test_what_a_capability_asks_for_covers_each_of_its_calls(each):
    held = with_implied(each.delegated | each.application | each.installed)

    uncovered = [call for call in each.calls if (n := needs(call)) and not n & held]

    assert uncovered == []


@pytest.mark.parametrize("scope", sorted(ASKED))
def test_without_any_one_of_them_some_call_would_be_refused(scope):
    left = with_implied(ASKED - {scope})

    assert [call for call in DECLARED if (n := needs(call)) and not n & left]


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.__name__)
def test_what_is_asked_for_is_used_by_the_tool_itself(client):
    """A client that no gateway uses would make its permission one that nobody needs."""
    module = client.__module__
    sources = [file.read_text() for file in (ROOT / "plugin/gateways").glob("*.py")]

    assert any(f"from {module} " in source for source in sources)
