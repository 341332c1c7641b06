"""Outlook's clock and ours need not agree (G35): nothing that is done depends on it."""

from datetime import timedelta

import pytest

from plugin.gateways.graph_calendars import GraphCalendars
from plugin.sandbox.http_server import HttpServer, free_port
from plugin.sandbox.microsoft365 import create_microsoft365
from tests.gateways.conftest import AMARA, HANA, NOW, Microsoft
from tests.gateways.invitations import ADA, BEN, an_invitation, called_off, linked, moved, span

TEN = timedelta(minutes=10)


@pytest.fixture(params=[TEN, -TEN], ids=["ahead", "behind"])
def microsoft(request, tmp_path):
    """A Microsoft 365 whose clock is ten minutes off."""
    port = free_port()
    url = f"http://localhost:{port}"
    app = create_microsoft365(base_url=url, state_dir=tmp_path, clock=lambda: NOW + request.param)
    with HttpServer(app, port=port):
        yield Microsoft(app, url)


def test_g35_a_clock_ten_minutes_off_changes_nothing_of_a_meeting(microsoft):
    calendars = GraphCalendars(
        transport_of=microsoft.transport_of, notification_url="", lifecycle_url=""
    )
    account = microsoft.account(HANA)
    asked = an_invitation(organiser_account=account, addresses={ADA: HANA, BEN: AMARA})

    first = calendars.book(asked)
    again = calendars.book(asked)
    known = linked(asked, first)
    after = calendars.change(moved(known, span(2)))
    [(_link, together)] = calendars.read_all([(known.previous, account)])
    calendars.cancel(called_off(known))

    assert again.event_id == first.event_id
    assert (first.span, after.span, together.span) == (span(), span(2), span(2))
    assert microsoft.events(HANA) == []
