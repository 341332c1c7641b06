"""P02, P04, P12, V14: what people confide turns up where it belongs, and nowhere else.

A canary is a word that stands in one field only. Forty of them are planted by the people
themselves, through the pages, and then looked for in everything that leaves the process.
"""

import logging
import re
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from graph import CLOUDS, Transport
from graph.accounts import CacheKey
from lti import claims
from lti.keys import ToolKeys
from plugin.gateways.graph_calendars import GraphCalendars
from plugin.ports.values import Subscription
from plugin.store.key_ring import SqlKeyRing
from plugin.store.token_caches import SqlTokenCaches
from tests.conftest import FixedClock
from tests.fakes.graph_http import GraphHttp
from tests.security import canary_sinks as sinks
from tests.security.house import PEOPLE, Tool, copied, hidden
from tests.security.talk_canaries import CANARIES, plant, written_pages
from tests.security.test_matrix import ROWS
from tests.stores import NORTHMOOR

CANARY = re.compile(r"canary[a-z]+", re.IGNORECASE)
NAMES = {"ada": "Canaryadaname Moss", "ben": "Canarybenname Fell", "dora": "Canarydoraname Hill"}
TERMS = ("recorded", "shared", "never", "backup", "words")
NUMBERS = {"cadence_weeks": 2, "length_min": 45, "medium": "video", "reply_hours": 16,
           "notice_hours": 24}  # fmt: skip
SAID_ENOUGH = {"role": "To listen", "goals": "A next step"}
"""What a formal programme asks of either side."""
CONFIDED = (
    *(f"canaryfirst{name}" for name in TERMS),
    *(f"canarysecond{name}" for name in TERMS),
    "canaryagendaone", "canaryagendatwo", "canaryaboutada", "canaryaboutben", "canaryaboutdora",
    "canarylinktitle", *CANARIES,
    "canaryhopesada", "canaryaccessben", *sinks.REST,
)  # fmt: skip
"""Sealed, and for the two members alone."""
SECRET = ("canarytokencache", "canarysubscription")
ADDRESSES = ("canaryadamail", "canarybenmail", "canarydoramail", "canaryoutlook")
SAID = ("canaryseeksben", "canaryseeksdora", "canaryoffersada")
PUBLIC = (
    "canaryprogramme", "canarypurpose", "canarygoal", "canarymeasure", "canarycourse",
)  # fmt: skip
GIVEN = tuple(name.split()[0].lower() for name in NAMES.values())
UNASKED = (
    "canarycustom", "canaryreturn", "canarylabel", "canarylink", "canarymiddle", "canarynick",
    "canarypicture", "canarywebsite",
)  # fmt: skip
"""Told by the LMS and of no use here, so not even kept."""
ALL = (*CONFIDED, *SECRET, *ADDRESSES, *SAID, *PUBLIC, *GIVEN, *UNASKED)


@dataclass
class Journey:
    """What everybody did, and everything that could be read from outside."""

    tool: Tool
    people: dict
    keys: dict
    log: str = ""
    graph: list = field(default_factory=list)
    addresses: list = field(default_factory=list)
    pages: dict = field(default_factory=dict)
    errors: list = field(default_factory=list)
    copies: dict = field(default_factory=dict)
    mails: list = field(default_factory=list)
    machines: str = ""

    def found(self, text):
        return {one.lower() for one in CANARY.findall(text)}


def enter(tool, name):
    how = dict(PEOPLE[name])
    said = {"name": NAMES.get(name, name.title()), "email": f"canary{name}mail@northmoor.example",
            claims.CONTEXT: {"id": how.get("course", "course-1"), "title": "Canarycourse",
                             "label": "canarylabel"},
            "middle_name": "canarymiddle", "nickname": "canarynick",
            "website": "https://lms.example/canarywebsite",
            "picture": "https://lms.example/canarypicture.png",
            claims.RESOURCE_LINK: {"id": "link-1", "title": "canarylink"},
            claims.CUSTOM: {"note": "canarycustom"},
            claims.LAUNCH_PRESENTATION: {"return_url": "https://lms.example/canaryreturn"},
            }  # fmt: skip
    if name not in NAMES:
        said.pop("email")
    return tool.visitor(name, **how, claims=said).enter()


@pytest.fixture(scope="module")
def journey(sqlite_template, tmp_path_factory):
    """Everything from the first launch to a moved and cancelled session, with Outlook beside it."""
    records = _Records()
    file = copied(sqlite_template, tmp_path_factory.mktemp("canaries"))
    with records, GraphHttp() as graph:
        clock = FixedClock()
        tool = Tool(file, clock=clock, calendars=_outlook(clock))
        people = {name: enter(tool, name) for name in PEOPLE if name not in ("lea", "max")}
        others = {name: tool.visitor(name, **PEOPLE[name]).enter() for name in ("lea", "max")}
        done = Journey(tool, people | others, {}, graph=graph.requests)
        _act(done)
        sinks.plant_rest(tool, done.keys)
        _look(done)
        done.machines = sinks.said_by_machines(tool.visitor("ben")) + sinks.support_bundle(tool)
        done.copies = sinks.copies(tool, ("ada", "ben", "cleo", "dora", "gil"))
        done.mails = sinks.mails(tool)
        done.log = records.text()
    yield done
    tool.close()


class _Records(logging.Handler):
    """Every log line of every library at INFO, as the collector would be given it."""

    def __init__(self):
        super().__init__(logging.INFO)
        self.lines = []

    def emit(self, record):
        self.lines.append(logging.Formatter("%(name)s %(message)s").format(record))

    def text(self):
        return "\n".join(self.lines)

    def __enter__(self):
        root = logging.getLogger()
        self._level = root.level
        root.addHandler(self)
        root.setLevel(logging.INFO)
        return self

    def __exit__(self, *_):
        logging.getLogger().removeHandler(self)
        logging.getLogger().setLevel(self._level)


def _outlook(clock):
    def transport_of(_account):
        return Transport(
            lambda **_: "token", clock=clock, profile=CLOUDS["global"], sleep=lambda _: None
        )

    return GraphCalendars(
        transport_of=transport_of,
        notification_url="https://tool.example/graph/notify",
        lifecycle_url="https://tool.example/graph/lifecycle",
    )


def ok(reply):
    assert reply.status_code in (200, 303), reply.text
    return reply


def _act(journey):
    people, tool = journey.people, journey.tool
    cleo, ada, ben, dora = (people[name] for name in ("cleo", "ada", "ben", "dora"))
    said = {name: f"canary{name}" for name in ("purpose", "goal", "measure")}
    plan = {**ROWS["POST programmes.create"].form, "title": "Canaryprogramme", **said}
    place = ok(cleo.post("programmes/", plan)).location.partition("programmes/")[2]
    programme = f"programmes/{place.partition('?')[0]}"
    ok(cleo.post(f"{programme}/open"))
    _profile(
        ada,
        programme,
        side="mentor",
        about="canaryaboutada",
        offers="canaryoffersada",
        hopes="canaryhopesada",
    )
    _profile(
        ben,
        programme,
        more_seeks="canaryseeksben",
        about="canaryaboutben",
        access="canaryaccessben",
    )
    ok(cleo.post(f"{programme}/matching/suggest"))
    tool.world.run()
    version = hidden(cleo.get(f"{programme}/matching/").text, "version")
    ok(cleo.post(f"{programme}/matching/publish", {"version": version}))
    _profile(dora, programme, more_seeks="canaryseeksdora", about="canaryaboutdora")
    tool.world.connect(tool.world.arrive("ada", name=NAMES["ada"], context_title="Canarycourse"),
                       address="canaryoutlook@northmoor.example")  # fmt: skip
    pair = "relationships/" + re.search(r"/relationships/([\w-]+)/", ben.get().text)[1]
    _agree(ada, ben, pair, "first", version=0)
    start = {"start": "2026-03-10T10:00:00Z"}
    ok(ben.post(f"{pair}/times/", start))
    tool.world.run()
    page = ada.get(f"{pair}/").text
    session = "sessions/" + re.search(r"/sessions/([\w-]+)/", page)[1]
    version = hidden(page, "version")
    change = {"version": version, "relationship": pair.partition("/")[2]}
    ok(ada.post(f"{session}/agenda", change | {"agenda": "canaryagendaone"}))
    change["version"] = str(int(version) + 1)
    ok(ada.post(f"{session}/agenda", change | {"agenda": "canaryagendatwo"}))
    link = {"url": f"{sinks.OWN_SITE}canarysharedlink", "title": "canarylinktitle"}
    ok(ada.post(f"{pair}/documents/links", link))
    journey.keys = {"programme": programme, "pair": pair, "session": session}
    _agree(ben, ada, pair, "second", version=2)
    journey.keys |= plant(ada, ben, pair, session)
    _keep_secrets(tool)
    tool.world.run()


def _profile(who, programme, **said):
    ok(who.post(f"{programme}/profile/", {"side": "mentee", "zone": "Europe/Berlin"} | said))


def _agree(first, second, pair, which, *, version):
    said = {name: f"canary{which}{name}" for name in TERMS}
    ok(first.post(f"{pair}/agreement/", {**NUMBERS, **said, **SAID_ENOUGH, "version": version}))
    number = hidden(second.get(f"{pair}/agreement/").text, "number")
    ok(second.post(f"{pair}/agreement/sign", {"number": number} | SAID_ENOUGH))


def _keep_secrets(tool):
    shared = {"database": tool.database, "vault": tool.vault}
    caches = SqlTokenCaches(**shared, clock=tool.clock)
    caches.save(CacheKey("sandbox", "entra", "oid"), "canarytokencache", 0)
    ToolKeys(SqlKeyRing(**shared)).keep_current(tool.clock())
    who, until = tool.world.ada.person_id, tool.clock() + timedelta(days=2)
    with tool.store.work(NORTHMOOR) as work:
        work.save_subscription(Subscription("s-1", NORTHMOOR, who, "canarysubscription", until))


def _look(journey):
    """Open every page as everybody, and note what each of them could read."""
    for name, visitor in journey.people.items():
        seen, titles = [], []
        for path in _paths(journey.keys):
            reply = visitor.get(path)
            journey.addresses += re.findall(r'(?:href|action|src|hx-get)="([^"]*)"', reply.text)
            (seen if reply.status_code == 200 else journey.errors).append(reply.text)
            titles += re.findall(r"<title>(.*?)</title>", reply.text)
        wrong = visitor.post(f"{journey.keys['session']}/cancel", {"version": "1"})
        journey.errors.append(wrong.text)
        journey.pages[name] = ("\n".join(seen), "\n".join(titles))


def _paths(keys):
    programme, pair, session = keys["programme"], keys["pair"], keys["session"]
    ends = {
        programme: ("", "/people", "/roster", "/profile/", "/matching/"),
        pair: ("/", "/next", "/agreement/", "/agreement/edit", "/times/"),
        session: ("/cancel",),
    }
    own = ["", "mine", "teams/", "teams/sessions", "me/", "me/who-sees-what", *written_pages(keys)]
    return own + [start + end for start, more in ends.items() for end in more]


def test_p12_forty_canaries_are_planted_and_the_pair_reads_its_own(journey):
    """The first words of agreement and agenda were written over; dora has no partner yet."""
    gone = {f"canaryfirst{name}" for name in TERMS} | {"canaryagendaone", "canaryaboutdora"}

    assert len(set(ALL)) >= 40
    read = journey.found(journey.pages["ben"][0] + journey.pages["ada"][0])
    assert {*CONFIDED} - gone - {*sinks.UNREAD} <= read


def test_p12_every_sealed_field_there_is_holds_a_canary(journey, counted):
    opened = sinks.opened(journey.tool).items()
    planted = {name for name, texts in opened if journey.found(" ".join(texts))}
    counted(f"canaries: {len(set(ALL))} planted, in {len(planted)} sealed columns")
    assert sinks.sealed_columns() - planted == sinks.WITHOUT_WORDS
    assert sinks.sealed_for_all(journey.tool) == set()


def test_p09_a_copy_of_ones_own_data_holds_nobody_elses_words(journey):
    found = {name: journey.found(text) for name, text in journey.copies.items()}
    assert {"canaryjotting", "canaryconcern", "canarywrong"} <= found["ben"]
    assert found["ben"] & sinks.BY_ADA == found["ada"] & sinks.BY_BEN == set()
    for name in ("cleo", "dora", "gil"):
        assert found[name] & {*CONFIDED, *SECRET} <= sinks.OWN.get(name, set())


def test_p12_news_by_mail_names_nobody_else_and_repeats_nothing(journey):
    assert journey.mails
    for letter in journey.mails:
        allowed = {letter.address.partition("@")[0], GIVEN["ben" in letter.address]}
        assert journey.found(_words_of(letter)) <= allowed


def test_p12_p14_what_machines_and_helpers_are_told_holds_nothing(journey):
    assert (sinks.untold(journey.machines), journey.found(journey.machines)) == ([], set())


def test_p12_no_log_line_repeats_what_people_said_or_are_called(journey):
    assert journey.log
    assert journey.found(journey.log) == set()


def test_v14_no_address_holds_what_people_said_or_are_called(journey):
    own = [one for one in journey.addresses if not one.startswith(sinks.OWN_SITE)]

    assert len(own) > 100
    assert journey.found("\n".join(own)) == set()


def test_p12_no_error_page_repeats_anything(journey):
    assert len(journey.errors) > 50
    assert journey.found("\n".join(journey.errors)) <= set()


def test_p12_no_title_of_a_page_names_anybody(journey):
    titles = "\n".join(titles for _, titles in journey.pages.values())

    assert journey.found(titles) <= {"canaryprogramme"}


@pytest.mark.parametrize("name", [name for name in PEOPLE if name not in ("ada", "ben")])
def test_p02_p04_p05_what_a_pair_confides_is_read_by_nobody_else(journey, name):
    own = sinks.OWN.get(name, set())

    assert journey.found(journey.pages[name][0]) & {*CONFIDED, *SECRET, *ADDRESSES} <= own


@pytest.mark.parametrize("name", [name for name in PEOPLE if name not in ("ada", "ben")])
def test_p04_names_and_skills_are_for_partners_and_coordinators(journey, name):
    """Whoever teaches the course sees its list of people; matching is the coordinators'."""
    allowed = {"cleo": {*GIVEN, *SAID}, "gil": {*GIVEN}, "dora": {GIVEN[2], "canaryseeksdora"}}

    seen = journey.found(journey.pages[name][0])

    assert seen & {*GIVEN, *SAID} <= allowed.get(name, set())


@pytest.mark.parametrize("name", ["jon", "kim", "lea", "max", "ina"])
def test_p04_another_course_and_another_institution_see_nothing_at_all(journey, name):
    assert journey.found(journey.pages[name][0]) <= {"canarycourse"}


def test_a_partner_is_shown_no_address_of_the_other(journey):
    for name, other in (("ada", "ben"), ("ben", "ada")):
        assert f"canary{other}mail" not in journey.pages[name][0]
    assert "canaryoutlook" not in journey.pages["ben"][0]


def test_p12_outlook_is_told_names_and_addresses_and_nothing_else(journey):
    sent = journey.found(repr(journey.graph))
    assert "POST" in {method for method, _, _ in journey.graph}
    assert sent <= {GIVEN[0], GIVEN[1], "canaryoutlook", "canarybenmail"}


def test_p12_the_database_holds_in_clear_nothing_that_is_to_be_sealed(journey):
    kept = _bytes_of(journey.tool)

    assert b"canaryprogramme" in kept.lower()
    assert [one for one in (*CONFIDED, *SECRET) if one.encode() in kept.lower()] == []
    assert b"PRIVATE KEY" not in kept


def test_p12_the_database_keeps_no_secret_of_a_browser(journey):
    kept = _bytes_of(journey.tool)
    secrets = [one.handle for one in journey.people.values()]
    secrets += [value for one in journey.people.values() for value in one.cookies().values()]

    assert len(secrets) >= 2 * len(journey.people)
    assert [one for one in secrets if one.encode() in kept] == []


def test_p12_a_letter_names_people_and_nothing_else(sqlite_template, tmp_path):
    tool = Tool(copied(sqlite_template, tmp_path), with_microsoft=False)
    done = Journey(tool, {name: enter(tool, name) for name in ("ada", "ben", "cleo", "dora")}, {})
    _act(done)

    letters = tool.world.post.letters

    assert len(letters) == 2
    for letter in letters:
        own = done.found(letter.address)
        assert done.found(_words_of(letter)) <= {*GIVEN[:2], *own}
    tool.close()


def _words_of(letter):
    """Return headers and every part of a mail, decoded."""
    mail = message_from_bytes(letter.body, policy=policy.default)
    parts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
    return repr(mail.items()) + "".join(str(part) for part in parts)


def test_p12_what_the_lms_tells_unasked_is_not_kept(journey):
    kept = _bytes_of(journey.tool).lower()

    assert [one for one in UNASKED if one.encode() in kept] == []


def _bytes_of(tool):
    file = Path(tool.file)
    return b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
