"""What a worker does to the pretend Outlook and the pretend feed of the tests in Teams."""

from dataclasses import replace
from functools import partial

import graph
from graph.permissions import delegated_scopes
from graph.tokens import AppTokens, DelegatedTokens
from graph.transport import Transport
from plugin.gateways.graph_calendars import GraphCalendars
from plugin.gateways.graph_feed import GraphFeed
from plugin.mentoring.people import Person
from plugin.ports.notices import Delivery
from plugin.sandbox.microsoft365.world import TENANT_ID
from plugin.sandbox.people import person_named
from tests.stores import NORTHMOOR


def push(teams, session):
    """Make the calendars follow the session, by Graph over real HTTP."""
    microsoft = teams.tool.web.microsoft
    tokens = DelegatedTokens(microsoft.sign_in._entra, microsoft.caches)
    scopes = sorted(delegated_scopes(1))

    def transport_of(one):
        theirs = graph.Account(
            entra_tenant_id=one.entra_tenant_id,
            object_id=one.object_id,
            address=one.address,
            name="",
            scopes=frozenset(scopes),
        )
        profile = graph.sandbox(teams.microsoft.url)
        token = partial(tokens.token, theirs, scopes)
        return Transport(token, clock=teams.tool.clock, profile=profile, timeout_s=10)

    address = "https://tool.example/graph"
    calendars = GraphCalendars(
        transport_of=transport_of,
        notification_url=f"{address}/notify",
        lifecycle_url=f"{address}/lifecycle",
    )
    bookings = replace(teams.tool.world.services.bookings, calendars=calendars)
    bookings.push(NORTHMOOR, session.session_id)


def tell(teams, mailbox, news, thing):
    """Put a line into somebody's activity feed, as the notices' worker does."""
    tokens = AppTokens(teams.tool.web.microsoft.sign_in._entra, entra_tenant_id=TENANT_ID)
    profile = graph.sandbox(teams.microsoft.url)
    transport = Transport(tokens.token, clock=teams.tool.clock, profile=profile, timeout_s=10)
    feed = GraphFeed(transport=transport, app_id="app")
    reader = Person("reader", NORTHMOOR, "Hana", mailbox, 1)
    delivery = Delivery(
        "f" * 24, reader, mailbox, {news: 1}, (thing,), teams.tool.clock(), "https://tool.example"
    )
    return feed.show(person_named(mailbox.split("@")[0]).object_id, delivery)
