"""From an invitation's link to a visit without any LMS, by the real pages and a pretend Entra."""

import html
import re
from dataclasses import replace

import pytest

from plugin.mentoring.enrolment import Side
from plugin.sandbox.microsoft365.world import TENANT_ID
from tests.conftest import FixedClock
from tests.fakes.lti_platform import INSTRUCTOR
from tests.security.house import TOOL, Tool, copied
from tests.security.microsoft import ADA, BEN, NOW, address, agree, come_back
from tests.services.world import PLAN

PROFILE = {"about": "me", "zone": "Europe/Berlin"}


@pytest.fixture
def tool(connected):
    return connected


@pytest.fixture
def programme(tool):
    return tool.world.programme().programme_id


@pytest.fixture
def rut(tool):
    """Somebody whom no LMS has ever launched."""
    return tool.visitor("nobody")


def link(tool, programme):
    """Have the coordinator make a link, and return its path as the page shows it."""
    cleo = tool.visitor("cleo", roles=(INSTRUCTOR,)).enter()
    shown = cleo.post(f"programmes/{programme}/guests/", {"memo": "Rut"}).text
    return html.unescape(re.search(f'value="{TOOL}(/mentor/[^"]*)"', shown)[1])


def sign_in(visitor, path, account=ADA):
    """Press the button of the page at `path`, and do what Microsoft asks."""
    return come_back(visitor, agree(address(visitor.ask("POST", path)), account))


def ids(microsoft, mailbox):
    """Return tenant and object id of a pretend account."""
    return TENANT_ID, microsoft.parts.world.accounts.find(mailbox).oid


def entered(visitor, reply):
    assert reply.status_code == 303, reply.text
    visitor.handle = reply.location.split("/")[2]
    return visitor


def test_a_mentor_comes_in_by_the_link_and_sends_a_profile(tool, programme, rut):
    path = link(tool, programme)
    assert PLAN.title in rut.ask("GET", path).text
    entered(rut, sign_in(rut, path))

    assert rut.get().status_code == 200
    sent = rut.post(f"programmes/{programme}/profile/", PROFILE | {"side": "mentor"})
    assert sent.status_code == 303
    tried = rut.post(f"programmes/{programme}/profile/", PROFILE | {"side": "mentee"})
    assert tried.status_code == 403


def test_p01_a_guest_is_nobody_elsewhere_in_the_course(tool, programme, rut):
    other = tool.world.programme(title="Another").programme_id
    entered(rut, sign_in(rut, link(tool, programme)))
    pages = {
        f"programmes/{programme}": 403,
        f"programmes/{programme}/people": 403,
        f"programmes/{programme}/guests/": 403,
        f"programmes/{programme}/matching/": 403,
        f"programmes/{other}/profile/": 404,
        "placed/start": 303,
    }

    assert {one: rut.get(one).status_code for one in pages} == pages
    assert "Another" not in rut.get().text


def test_p01_a_guest_reads_no_names_of_people_they_do_not_work_with(tool, programme, rut):
    now = tool.world.kept("programme", programme)
    tool.world.save("programme", replace(now, life=replace(now.life, wishes=True)))
    tool.world.answer(now, tool.world.arrive("finn"), Side.MENTEE)
    entered(rut, sign_in(rut, link(tool, programme)))
    rut.post(f"programmes/{programme}/profile/", PROFILE | {"side": "mentor"})

    page = rut.get(f"programmes/{programme}/wishes/").text

    assert ("Nobody with whom you have worked" in page, "Finn" in page) == (True, False)


def test_the_link_is_good_once_and_the_account_again(tool, programme, rut):
    path = link(tool, programme)
    entered(rut, sign_in(rut, path))
    later = tool.visitor("nobody")

    assert later.ask("GET", path).status_code == 410
    assert later.ask("POST", path).status_code == 410
    assert entered(later, sign_in(later, "/mentor/")).get().status_code == 200


def test_an_account_that_nobody_invited_is_let_in_nowhere(tool, microsoft, rut):
    reply = sign_in(rut, "/mentor/", BEN)

    assert reply.status_code == 403
    assert tool.store.account_of("sandbox", *ids(microsoft, BEN)) is None


def test_g30_who_comes_again_with_another_account_is_not_sent_to_the_link(
    sqlite_template, tmp_path, microsoft
):
    elsewhere = microsoft.tool(tenants=frozenset({"9" * 8 + "-0000-4000-8000-000000000000", "b"}))
    tool = Tool(copied(sqlite_template, tmp_path), clock=FixedClock(NOW), microsoft=elsewhere)
    rut, path = tool.visitor("nobody"), link(tool, tool.world.programme().programme_id)

    first, again = sign_in(rut, path), sign_in(rut, "/mentor/")

    assert (first.status_code, again.status_code) == (403, 403)
    assert "Your invitation is still good" in first.text
    assert "Your invitation is still good" not in again.text
    assert "the account with which you came in first" in again.text
    tool.close()


def test_of_several_programmes_one_is_chosen_once(tool, programme, rut):
    second = tool.world.programme(title="Second").programme_id
    for one in (programme, second):
        sign_in(rut, link(tool, one))
    shown = sign_in(rut, "/mentor/").text
    papers = re.findall('name="ticket" value="([^"]*)"', shown)
    assert len(papers) == 2

    first = rut.ask("POST", "/mentor/enter", data={"ticket": papers[0]})
    again = rut.ask("POST", "/mentor/enter", data={"ticket": papers[0]})

    assert (first.status_code, again.status_code) == (303, 403)


def test_l26_the_answer_to_anothers_sign_in_lets_nobody_in(tool, programme, rut):
    """An attacker cannot have a victim come in by the attacker's link, nor the other way about."""
    path = link(tool, programme)
    answer = agree(address(rut.ask("POST", path)), ADA)

    assert come_back(tool.visitor("other"), answer).status_code == 403
    assert rut.ask("GET", path).status_code == 200


def test_u07_another_site_cannot_press_the_button(tool, programme, rut):
    reply = rut.ask("POST", link(tool, programme), headers={"Sec-Fetch-Site": "cross-site"})

    assert reply.status_code == 403


def test_ending_their_part_ends_what_they_have_open_at_once(tool, programme, rut):
    entered(rut, sign_in(rut, link(tool, programme)))
    (made,) = tool.world.kept("guest_links", programme)

    tool.world.services.guests.end(programme, made.link_id, actor=tool.world.cleo)

    assert rut.get().location == "/mentor/"


def test_p4_the_secret_stands_in_no_row(tool, programme, rut):
    secret = link(tool, programme).rpartition("/")[2]
    sign_in(rut, f"/mentor/{secret}")

    kept = b"".join(one.read_bytes() for one in tool.file.parent.glob(f"{tool.file.name}*"))
    assert PLAN.title.encode() in kept
    assert secret.encode() not in kept
