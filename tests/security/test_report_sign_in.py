"""What asking Teams who was there needs is asked of the organiser, by its own button."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.presence import Asking, ReportAsked
from plugin.services.kinds import READ_REPORT
from tests.conftest import FixedClock
from tests.fakes.reports import FakeReports
from tests.security.house import PEOPLE, Tool, copied, hidden
from tests.security.microsoft import (
    ADA,
    NOW,
    address,
    agree,
    come_back,
    set_out,
    ticket,
)
from tests.security.talk import been
from tests.security.test_matrix import PLAN
from tests.security.test_todo_sign_in import asked


@pytest.fixture
def tool(sqlite_template, tmp_path, microsoft):
    """An institution that lets programmes ask Teams."""
    microsoft.parts.reset()
    tool = Tool(
        copied(sqlite_template, tmp_path),
        clock=FixedClock(NOW),
        microsoft=microsoft.tool(),
        alone=True,
        reports=FakeReports(),
    )
    yield tool
    tool.close()


@pytest.fixture
def session(tool):
    """One that is over, whose report waits for Ada's yes."""
    world = tool.world
    programme = world.programme()
    life = replace(programme.life, meeting_reports=True)
    kept = world.kept("programme", programme.programme_id)
    world.save("programme", replace(kept, life=life))
    booked = world.services.sessions.book(
        world.pair(programme), NOW.replace(second=0) + timedelta(days=3), actor=world.ben
    )
    past = been(world, booked.session_id)
    world.save("report_asked", ReportAsked(past, state=Asking.NEEDS_CONSENT))
    return past


def shown(visitor, session):
    return visitor.get(f"sessions/{session}/").text


def own_ticket(visitor, session):
    page = shown(visitor, session)
    form = page[page.index('action="/ms/reports"') :]
    return re.search('name="ticket" value="([^"]*)"', form)[1]


def set_out_for_reports(visitor, paper):
    return visitor.ask("POST", "/ms/reports", data={"ticket": paper})


def test_whoever_organises_alone_is_asked(tool, session):
    ada, ben = tool.visitor("ada").enter(), tool.visitor("ben").enter()

    assert "Let Teams say it" in shown(ada, session)
    assert "/ms/reports" not in shown(ben, session)


def test_its_button_asks_for_reports_and_no_other_button_does(tool, session):
    ada = tool.visitor("ada").enter()
    everybody = asked(set_out(ada))

    more = asked(set_out_for_reports(ada, own_ticket(ada, session))) - everybody
    assert more == {"OnlineMeetingArtifact.Read.All"}


def test_after_the_yes_the_report_is_looked_for(tool, session):
    ada = tool.visitor("ada").enter()
    come_back(ada, agree(address(set_out_for_reports(ada, own_ticket(ada, session))), ADA))
    jobs = [job for job in tool.world.due() if job.kind == READ_REPORT]

    assert [job.payload["session"] for job in jobs] == [session]
    assert "Let Teams say it" not in shown(ada, session)


def test_who_declines_is_not_looked_for(tool, session):
    ada = tool.visitor("ada").enter()
    reply = come_back(
        ada, agree(address(set_out_for_reports(ada, own_ticket(ada, session))), ADA, "decline")
    )

    assert reply.status_code == 403
    assert READ_REPORT not in {job.kind for job in tool.world.due()}


def test_b5_a_ticket_for_another_button_is_none_for_reports(tool, session):
    ada = tool.visitor("ada").enter()

    assert set_out_for_reports(ada, ticket(ada)).status_code == 403
    assert set_out(ada, own_ticket(ada, session)).status_code == 403


@pytest.mark.parametrize(("word", "asks"), [("yes", True), ("", False)])
def test_a_coordinator_switches_it_on_and_off(tool, session, word, asks):
    cleo = tool.visitor("cleo", **PEOPLE["cleo"]).enter()
    of = tool.world.kept("relationship", tool.world.kept("session", session).relationship_id)
    page = f"programmes/{of.programme_id}/settings/"
    form = cleo.get(page).text
    said = {**PLAN, "goal1": "G", "measure1": "M", "formats": "one-to-one", "lengths": [45]}
    kept = cleo.post(page, said | {"version": hidden(form, "version"), "reports": word})

    assert "Teams may say so, beside its people" in form
    assert kept.status_code == 303
    assert tool.world.kept("programme", of.programme_id).life.meeting_reports is asks


def test_where_it_is_not_offered_nobody_is_asked_to_switch_it_on(scene):
    page = f"programmes/{scene.things.programme}/settings/"

    assert "How it is known that a session took place" not in scene["cleo"].get(page).text
