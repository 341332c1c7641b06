"""B5, G30, U05: from a host's token to a visit, over real HTTP to a pretend Microsoft."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from graph.tab_tokens import TabTokenProblem
from plugin.mentoring.exchanges import ExchangeKind
from plugin.mentoring.session import SessionState
from plugin.ports.guests import Identity
from plugin.ports.values import Account
from plugin.sandbox.microsoft365.world import TENANT_ID
from plugin.sandbox.people import person_named
from plugin.web.current import EXTENSION
from plugin.web.protocol.teams import THINGS
from plugin.web.protocol.teams_words import REFUSED
from plugin.web.visits import fingerprint
from tests.conftest import FixedClock
from tests.house.tree import ROOT
from tests.mentoring.test_parts import part
from tests.security.house import TERMS, Tool, copied, furnish, hidden
from tests.security.microsoft import ADA, BEN, NOW
from tests.stores import NORTHMOOR, sqlite_template  # noqa: F401 - a fixture


@pytest.fixture(scope="module")
def furnished(sqlite_template, tmp_path_factory):  # noqa: F811 - the fixture above
    """Return a closed database with two pairs in it, and what they are called."""
    file = copied(sqlite_template, tmp_path_factory.mktemp("teams"))
    made = Tool(file, clock=FixedClock(NOW))
    things = furnish(made)
    made.close()
    return file, things


@pytest.fixture
def tool(microsoft, furnished, tmp_path):
    file, things = furnished
    made = Tool(copied(file, tmp_path), clock=FixedClock(NOW), microsoft=microsoft.tool())
    made.things = things
    yield made
    made.close()


def link(tool, name="ada", mailbox=ADA):
    """Connect a person's account, as the window from the course does."""
    who = tool.world.arrive(name)
    person = person_named(mailbox.split("@")[0])
    tool.world.services.accounts.connect(
        Account(who.person_id, NORTHMOOR, "sandbox", TENANT_ID, person.object_id, mailbox, NOW)
    )
    return who


class Tab:
    """One browser with the tab open in a host that it need not have."""

    def __init__(self, tool, agent="Teams/1.0"):
        self.tool, self.browser = tool, tool.visitor("nobody", agent=agent, keeps_cookies=False)

    def open(self, entity="people", at=""):
        self.page = self.browser.ask("GET", f"/teams/tab/{entity}", query_string={"at": at})
        self.ticket = re.search('data-ticket="([^"]*)"', self.page.text)[1]
        return self

    def exchange(self, token, **said):
        body = {"ticket": self.ticket, "entity": "people", "theme": "dark", "locale": "en-GB"}
        headers = {"Authorization": f"Bearer {token}"}
        return self.browser.ask("POST", "/teams/token", json={**body, **said}, headers=headers)

    def enter(self, token, **said):
        reply = self.open().exchange(token, **said)
        assert reply.status_code == 200, reply.text
        self.browser.handle = reply.json["go"].split("/")[2]
        return reply.json["go"]

    def followed(self, path, said):
        """Send a form of the tab, and return the page that it leads to."""
        reply = self.browser.post(path, said)
        assert reply.status_code == 303, reply.text
        return self.get(reply.location).text

    def get(self, address):
        return self.browser.ask("GET", address)


def test_a_linked_person_comes_in_without_any_cookie(tool, microsoft):
    link(tool)
    tab = Tab(tool)

    address = tab.enter(microsoft.token(ADA))
    page = tab.get(address)

    assert page.status_code == 200
    assert "Ada" in page.text
    assert 'data-theme="dark"' in page.text
    assert "Set-Cookie" not in page.headers


def test_g30_an_account_that_nobody_linked_is_told_how(tool, microsoft):
    tab = Tab(tool)
    reply = tab.open().exchange(microsoft.token(ADA))

    assert (reply.status_code, reply.json["code"]) == (403, "T-UNKNOWN")
    assert "Connect Microsoft" in tab.get(reply.json["go"]).text


def test_a_mentor_who_never_launched_is_known_by_tenant_and_object_id_alone(tool, microsoft):
    """Invited by link, signed in once: neither name nor address says who it is."""
    world, programme = tool.world, tool.things.programme
    person = person_named("leila.haddad")
    secret = world.services.guests.invite(programme, "for Gwen", actor=world.cleo)
    who = Identity("sandbox", TENANT_ID, person.object_id, "Gwen", "gwen@elsewhere.example")
    came = world.services.guests.accept(secret, who)
    with tool.store.look(NORTHMOOR) as work:
        world.pair(work.programme(programme), came, world.arrive("finn"))
    tab = Tab(tool)

    page = tab.get(tab.enter(microsoft.token(person.mailbox)))
    (link, _standing) = world.services.guests.page(programme, actor=world.cleo).links[0]
    world.services.guests.end(programme, link.link_id, actor=world.cleo)
    after = tab.get(tab.browser.home + "teams/").text

    assert "Hello, Gwen" in page.text
    assert "Finn" in page.text
    assert "Ben" not in page.text
    assert '<li class="item">' in page.text
    assert ("Look back: Finn" in after, '<li class="item">' in after) == (True, False)


def test_a_time_that_was_booked_in_the_tab_can_be_taken_back_at_once(tool, microsoft):
    link(tool)
    tab = Tab(tool)
    tab.enter(microsoft.token(ADA))
    ten = tool.clock().replace(hour=10, minute=0, second=0) + timedelta(days=20)
    pair = f"relationships/{tool.things.relationship}"

    booked = tab.browser.post(f"{pair}/times/", {"start": ten.isoformat()})
    page = tab.get(booked.location).text
    last = re.search('name="last" value="(session:[^"]*)"', page)[1]
    undone = tab.browser.post("teams/undo", {"last": last})

    assert "/teams/?done=booked" in booked.location
    assert "unbooked" in undone.location
    assert tool.world.kept("session", last.partition(":")[2]).state is SessionState.CANCELLED


def test_a_signature_and_an_answer_are_taken_back_where_they_were_given(tool, microsoft):
    who, finn, services = link(tool), tool.world.arrive("finn"), tool.world.services
    with tool.store.look(NORTHMOOR) as work:
        pair = tool.world.pair(work.programme(tool.things.programme), who, finn)
    services.agreements.propose(pair, TERMS, version=0, actor=finn, part=part(pair, finn))
    asked = services.exchanges.ask(
        pair, ExchangeKind.QUESTION, "Owls", "Do they?", urgent=False, actor=finn
    )
    tool.clock.advance(hours=1)
    tab = Tab(tool)
    tab.enter(microsoft.token(ADA))

    named = {"number": 1, "ready": "To listen"}
    signed = tab.followed(f"relationships/{pair}/agreement/sign", named)
    unsigned = tab.followed("teams/undo", {"last": hidden(signed, "last")})
    services.agreements.sign(pair, 1, actor=who, part=part(pair, who))
    said = tab.followed(f"messages/{asked.exchange_id}/", {"body": "They do"})
    unsaid = tab.followed("teams/undo", {"last": hidden(said, "last")})
    again = tab.followed(f"messages/{asked.exchange_id}/", {"body": "They do, I think"})
    tool.visitor("finn").enter()
    stands = tab.followed("teams/undo", {"last": hidden(again, "last")})

    assert "Finn waits for your signature" not in signed
    assert "Finn waits for your signature" in unsigned
    assert ("They do" in said, "They do" in unsaid) == (True, False)
    assert "the others may have seen it by now" in stands
    assert "They do, I think" in stands  # it is there still
    assert 'name="last"' not in stands


def test_replay_of_a_request_and_a_token_in_another_browser_are_refused(tool, microsoft):
    link(tool)
    token, tab, thief = microsoft.token(ADA), Tab(tool), Tab(tool, agent="Thief/1.0")
    tab.enter(token)

    again = tab.exchange(token)
    elsewhere = [thief.open().exchange(token).json["code"] for _ in range(2)]
    reopened = tab.open().exchange(token)

    assert again.json["code"] == "T-REPLAY"
    assert elsewhere == ["T-REPLAY", "T-REPLAY"]
    assert reopened.status_code == 200  # a host gives the same token for an hour


def test_a_wrong_token_opens_nothing_and_says_its_code(tool, microsoft):
    link(tool)
    token = microsoft.token(ADA)

    reply = Tab(tool).open().exchange(token[:-4] + "AAAA")

    assert (reply.status_code, reply.json["code"]) == (403, "T-SIGNATURE")


def test_every_reason_has_its_words_and_what_an_administrator_does():
    told = (ROOT / "deploy" / "TEAMS.md").read_text(encoding="utf-8")

    assert {problem.value for problem in TabTokenProblem} < set(REFUSED)
    assert [one.code for one in REFUSED.values() if f"`{one.code}`" not in told] == []


def test_a_handle_alone_opens_nothing_in_another_browser_and_a_lapsed_one_signs_in_anew(
    tool, microsoft
):
    link(tool)
    tab = Tab(tool)
    home = tab.enter(microsoft.token(ADA))

    stranger = Tab(tool, agent="Thief/1.0").get(home)
    tool.clock.advance(hours=1)
    lapsed = tab.get(home)

    assert stranger.location == lapsed.location == "/teams/tab/people?at=teams/"
    assert "Ada" not in stranger.text


def test_what_the_host_says_chooses_a_page_and_opens_none(tool, microsoft):
    link(tool)
    tab, things = Tab(tool), tool.things
    token = microsoft.token(ADA)
    lies = [
        f"relationship:{things.other_relationship}", f"session:{things.other_session}",
        "relationship:nobody", "session:../../me",
    ]  # fmt: skip

    mine = tab.get(tab.enter(token, thing=f"relationship:{things.relationship}"))
    theirs = [tab.get(tab.enter(token, thing=one)) for one in lies]
    away = tab.enter(token, at="//evil.example/")

    assert mine.status_code == 200
    assert [one.status_code for one in theirs] == [404, 404, 404, 200]
    assert not [one for one in theirs if "Dora" in one.text]
    assert not [one for one in theirs[:3] if "in your course" in one.text or "<header" in one.text]
    assert away.endswith("/teams/")


def test_the_page_of_two_leads_to_their_chat_in_teams_and_nowhere_from_outlook(tool, microsoft):
    link(tool)
    tab, pair = Tab(tool), tool.things.relationship
    token, chat = microsoft.token(ADA), rf'<a data-teams href="[^"]*/{pair}/chat"'

    in_teams, in_outlook = (
        tab.get(tab.enter(token, thing=f"relationship:{pair}", host=host)).text
        for host in ("Teams", "Outlook")
    )

    assert re.search(chat, in_teams)
    assert f"{pair}/chat" not in in_outlook


def test_a_link_to_each_kind_of_thing_opens_for_its_people_and_for_nobody_else(tool, microsoft):
    link(tool)
    link(tool, "dora", BEN)
    fields = {"agreement": "relationship", "promises": "relationship", "opening": "programme",
              "referral": "programme"}  # fmt: skip
    things = {kind: f"{kind}:{getattr(tool.things, fields.get(kind, kind))}" for kind in THINGS}

    def opened(mailbox, thing):
        tab = Tab(tool)
        page = tab.get(tab.enter(microsoft.token(mailbox), thing=thing))
        return page if page.status_code != 303 else tab.get(page.location)

    mine = {kind: opened(ADA, thing) for kind, thing in things.items()}
    theirs = {kind: opened(BEN, thing) for kind, thing in things.items()}
    of_all = {"programme", "opening", "referral"}  # the tab only says that the course shows it

    assert [kind for kind, page in mine.items() if page.status_code != 200] == []
    assert {kind for kind, page in theirs.items() if page.status_code != 404} == of_all
    assert not [kind for kind, page in theirs.items() if "Ada" in page.text]


def test_the_tab_of_a_channel_shows_nobody_and_asks_for_no_token(tool, microsoft):
    link(tool)
    tab = Tab(tool)
    tab.enter(microsoft.token(ADA))

    page = tab.browser.ask("GET", "/teams/tab/channel", query_string={"at": "teams/"})

    assert "Open my people" in page.text
    assert not [
        one for one in ("Ada", "data-exchange", "data-ticket", "/l/teams-") if one in page.text
    ]


def test_g30_a_context_that_lies_shows_nothing_of_others(tool, microsoft):
    link(tool)
    tab, thread = Tab(tool), "19:theirs@thread.v2"
    dora = tool.world.arrive("dora")
    tool.world.services.tabs.bind_chat(thread, tool.things.other_relationship, actor=dora)

    chat = tab.get(tab.enter(microsoft.token(ADA), entity="circle", thread=thread))
    taken = tab.browser.post("teams/chat", {"relationship": tool.things.relationship})
    meeting = tab.get(tab.enter(microsoft.token(ADA), entity="meeting", thread=thread))
    tab.enter(microsoft.token(ADA), entity="circle", thread="19:' or 1=1")
    odd = tab.browser.post("teams/chat", {"relationship": tool.things.relationship})
    theirs = tab.browser.post("teams/meeting/jotting", {"session": tool.things.other_session})

    assert "Whose chat is this?" in chat.text
    assert (taken.status_code, theirs.status_code, odd.status_code) == (404, 404, 404)
    assert not [one for one in (chat, meeting) if "Dora" in one.text]
    with tool.store.look(NORTHMOOR) as work:
        assert work.chat_of(thread) == tool.things.other_relationship


@pytest.mark.parametrize("body", [b"", b"[]", b'{"ticket": 3}', b'"x"', b"\xff", b"{" * 5000])
def test_a_request_of_another_shape_is_refused(tool, body):
    tab = Tab(tool).open()

    reply = tab.browser.ask("POST", "/teams/token", data=body, content_type="application/json")

    assert reply.status_code in (400, 403)
    assert reply.json["go"].startswith("/teams/refused/")


def test_another_site_cannot_exchange(tool, microsoft):
    tab = Tab(tool).open()
    headers = {"Authorization": f"Bearer {microsoft.token(ADA)}", "Sec-Fetch-Site": "cross-site"}

    reply = tab.browser.ask("POST", "/teams/token", json={"ticket": tab.ticket}, headers=headers)

    assert reply.status_code == 403
    assert "go" not in (reply.json or {})


def ancestors(reply):
    return re.search("frame-ancestors ([^;]*)", reply.headers["Content-Security-Policy"])[1].split()


def test_u05_hosts_frame_the_pages_of_the_tab_and_lmss_their_own(tool, microsoft):
    link(tool)
    tab, portal = Tab(tool), "https://portal.example"
    tool.app.extensions[EXTENSION] = replace(tool.web, frame_origins=(portal,))
    hosts = ancestors(tab.open().page)
    inside = ancestors(tab.get(tab.enter(microsoft.token(ADA))))
    course = ancestors(tool.visitor("ada").enter().get())

    assert "https://teams.northmoor.example" in hosts
    assert hosts == inside
    assert course == ["https://lms.example", portal]
    assert not set(course) & set(hosts)


@pytest.mark.parametrize("path", ["/", "/s/x", "/teams/nowhere/at/all"])
def test_u05_no_host_frames_what_is_none_of_its_own(tool, path):
    found = ancestors(tool.visitor("ada").ask("GET", path))

    assert "https://teams.northmoor.example" not in found


def test_missing_consent_is_asked_for_and_given_consent_is_used(tool, microsoft):
    """On behalf of the person: refused without consent, done by itself with it."""
    who = link(tool)
    tab = Tab(tool)
    oid = person_named("hana.kovacova").object_id

    tab.enter(microsoft.token(ADA))
    asked = tool.world.services.accounts.mine(actor=who)
    scopes = frozenset(
        ["User.Read", "Calendars.ReadWrite", "OnlineMeetings.ReadWrite", "MailboxSettings.Read"]
    )
    microsoft.parts.grants.consent(oid, scopes)
    tab.enter(microsoft.token(ADA))
    microsoft.parts.grants.revoke_consent(oid, scopes)

    assert asked.needs_sign_in_since is not None
    assert tool.world.services.accounts.mine(actor=who).needs_sign_in_since is None


def test_the_theme_a_host_changes_to_is_kept(tool, microsoft):
    link(tool)
    tab = Tab(tool)
    home = tab.enter(microsoft.token(ADA)).removesuffix("teams/")
    csrf = tool.store.visit(fingerprint(tab.browser.handle)).csrf

    for theme, shown in (("contrast", "contrast"), ("default", "light"), ("no such", "light")):
        tab.browser.ask("POST", home + "teams/theme", data={"csrf": csrf, "theme": theme})
        assert f'data-theme="{shown}"' in tab.get(home + "me/").text


def test_whatever_a_notice_is_about_has_a_page_in_the_tab():
    told = {
        kind
        for file in (ROOT / "plugin" / "services").glob("*.py")
        for kind in re.findall(r'\babout\("(\w+)"', file.read_text(encoding="utf-8"))
    }

    assert len(told) > 4
    assert told <= set(THINGS)
