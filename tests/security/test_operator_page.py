"""The operator's page: by a link that is good once, in one browser, for a while."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from plugin.mentoring.people import TenantId
from plugin.services.operating import Operating
from plugin.store.ledger_page import LedgerPage
from plugin.store.tables import HOUSE, event_log
from plugin.web.current import EXTENSION
from plugin.web.protocol.operator import LINK_LASTS, OPEN_S, PURPOSE
from plugin.web.tickets import Tickets
from tests.stores import NORTHMOOR


@pytest.fixture
def tool(tool):
    operating = Operating(
        store=tool.store,
        ledger=LedgerPage(database=tool.database, clock=tool.clock),
        house=TenantId(HOUSE),
    )
    tool.web = replace(tool.web, operating=operating)
    tool.app.extensions[EXTENSION] = tool.web
    return tool


@pytest.fixture
def ticket(tool):
    papers = Tickets(store=tool.store, clock=tool.clock, key=tool.web.signing_key)
    return papers.issue(PURPOSE, PURPOSE, nonce="n", lasts=LINK_LASTS)


@pytest.fixture
def operator(tool):
    """A browser that never launched from anywhere."""
    return tool.visitor("nobody")


def enter(visitor, ticket, **headers):
    return visitor.ask("POST", "/operator/enter", headers, data={"ticket": ticket})


@pytest.fixture
def parked(tool):
    """A job of Northmoor's that was given up."""
    with tool.store.work(NORTHMOOR) as work:
        work.queue("place.make", {"relationship": "secret-pair"})
    ledger = tool.world.ledger()
    job = ledger.claim("worker", ["place.make"])
    ledger.park(job, "worker", error="RefusedError: no-drive")
    return job.job_id


def shown(operator):
    return operator.ask("GET", "/operator/jobs/")


def press(operator, decision, job, **sent):
    token = re.search('name="pressed" value="([^"]*)"', shown(operator).text)
    form = {"pressed": token[1] if token else "", "tenant": NORTHMOOR, "job": job} | sent
    return operator.ask("POST", f"/operator/jobs/{decision}", data=form)


def noted(tool, tenant):
    """What the log says of an institution, or of the tool itself."""
    query = select(event_log.c.event).where(event_log.c.tenant_id == tenant)
    with tool.database.transaction(tenant, write=False) as connection:
        return list(connection.execute(query).scalars())


def test_looking_at_the_link_does_not_use_it_and_a_press_does_once(tool, operator, ticket, parked):
    for _look in range(2):
        assert "Open the list" in operator.ask("GET", f"/operator/{ticket}").text
    assert enter(operator, ticket).status_code == 303
    page = shown(operator)

    assert page.status_code == 200
    assert "place.make" in page.text
    assert "no-drive" in page.text
    assert "secret-pair" not in page.text
    assert enter(tool.visitor("other"), ticket).status_code == 403
    assert noted(tool, HOUSE).count("operator.entered") == 1


def test_without_a_link_there_is_no_list(tool, operator, parked):
    assert shown(operator).status_code == 403
    assert enter(operator, "made-up").status_code == 403
    assert press(operator, "again", parked).status_code == 403


def test_a_link_ends_soon_and_so_does_what_it_opened(tool, operator, ticket):
    enter(operator, ticket)
    tool.clock.advance(seconds=OPEN_S + 1)
    assert shown(operator).status_code == 403

    papers = Tickets(store=tool.store, clock=tool.clock, key=tool.web.signing_key)
    late = papers.issue(PURPOSE, PURPOSE, nonce="m", lasts=LINK_LASTS)
    tool.clock.advance(seconds=(LINK_LASTS + timedelta(seconds=1)).total_seconds())
    assert enter(operator, late).status_code == 403


def test_its_cookie_is_of_no_use_in_another_browser(tool, operator, ticket):
    enter(operator, ticket)
    stolen = operator.client.get_cookie("__Host-operator", domain="tool.example")
    other = tool.visitor("other", agent="Fox/2.0")
    other.client.set_cookie("__Host-operator", stolen.value, domain="tool.example", secure=True)

    assert shown(other).status_code == 403


def test_no_other_site_can_use_a_link_or_press(tool, operator, ticket, parked):
    cross = {"Sec-Fetch-Site": "cross-site"}
    assert enter(operator, ticket, **cross).status_code == 403
    enter(operator, ticket)
    sent = {"pressed": "guessed", "tenant": NORTHMOOR, "job": parked}

    assert operator.ask("POST", "/operator/jobs/again", cross, data=sent).status_code == 403
    assert operator.ask("POST", "/operator/jobs/again", data=sent).status_code == 403
    assert shown(operator).text.count("given up</") == 1


NOTED = {"again": "operator.tried-again", "discard": "operator.discarded"}


@pytest.mark.parametrize(("decision", "left"), [("again", 1), ("discard", 0)])
def test_a_parked_job_is_tried_again_or_given_up_and_that_is_noted(
    tool, operator, ticket, parked, decision, left
):
    enter(operator, ticket)
    token = re.search('name="pressed" value="([^"]*)"', shown(operator).text)[1]
    reply = press(operator, decision, parked)
    page = operator.ask("GET", reply.headers["Location"]).text

    assert reply.status_code == 303
    assert page.count('<strong class="long">place.make') == left
    again = {"pressed": token, "tenant": NORTHMOOR, "job": parked}
    late = operator.ask("POST", f"/operator/jobs/{decision}", data=again)
    assert late.headers["Location"].endswith("done=nothing")
    assert noted(tool, NORTHMOOR)[-1] == NOTED[decision]


@pytest.mark.parametrize("tenant", ["southmoor", "nobody", ""])
def test_a_job_is_only_found_with_whose_it_is(tool, operator, ticket, parked, tenant):
    enter(operator, ticket)

    reply = press(operator, "discard", parked, tenant=tenant)
    assert reply.headers["Location"].endswith("done=nothing")


def test_leaving_closes_it(tool, operator, ticket):
    enter(operator, ticket)
    operator.ask("POST", "/operator/leave")

    assert shown(operator).status_code == 403


def test_it_is_shown_in_no_frame(operator, ticket):
    policy = operator.ask("GET", f"/operator/{ticket}").headers["Content-Security-Policy"]

    assert "frame-ancestors 'none'" in policy


def test_a_ticket_for_something_else_opens_nothing(tool, operator):
    papers = Tickets(store=tool.store, clock=tool.clock, key=tool.web.signing_key)

    assert enter(operator, papers.issue("microsoft", "x", nonce="n")).status_code == 403
