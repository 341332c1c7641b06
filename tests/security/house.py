"""The real application over the real store, and people who are launched into it with real keys."""

import re
import secrets
import shutil
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from lti import claims
from lti.handshake import Handshake
from lti.key_sets import KeySets
from lti.keys import ToolKeys
from lti.login import ToolAddress
from lti.storage import Registration
from plugin.app import create_app
from plugin.mentoring.agreement import Terms
from plugin.mentoring.break_glass import Category, Opening, OpeningId
from plugin.mentoring.enrolment import Medium, Side
from plugin.mentoring.spans import Span
from plugin.store.connection import Database
from plugin.store.handshakes import SqlHandshakes, SqlRegistrations
from plugin.store.key_ring import SqlKeyRing
from plugin.store.registrations import RegistrationBook
from plugin.store.secrets import Vault
from plugin.store.store import SqlStore
from plugin.web.application import Surroundings
from plugin.web.current import EXTENSION, Web
from plugin.web.protocol.tool import LtiTool
from plugin.web.rates import Rates
from plugin.web.visits import fingerprint
from tests.conftest import FixedClock
from tests.fakes.lti_platform import (
    INSTRUCTOR,
    LEARNER,
    FakeHttp,
    json_answer,
    launch_claims,
    login_form,
    private_key,
    published,
    signed,
    without,
)
from tests.mentoring.test_parts import part
from tests.security.asking import asked, chosen_in
from tests.security.between import between_sessions
from tests.security.talk import talked
from tests.services.world import PLAN, World
from tests.stores import KEY, NORTHMOOR, SOUTHMOOR

TOOL = "https://tool.example"
FROM_LMS = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "iframe"}
FROM_US = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "iframe"}
ASSISTANT = "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant"
ADMINISTRATOR = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator"
PREVIEW = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
TERMS = Terms(
    recorded=("Decisions",),
    shared=("That we meet",),
    never=("Names of others",),
    cadence_weeks=2,
    length_min=45,
    medium=Medium.VIDEO,
    reply_hours=16,
    notice_hours=24,
    backup="Phone",
    words="We begin on time",
)


def new_id():
    return secrets.token_urlsafe(16)


def lms(tenant):
    host = "lms.example" if tenant == NORTHMOOR else "lms.southmoor.example"
    return Registration(
        registration_id=f"{tenant}-lms",
        tenant_id=tenant,
        issuer=f"https://{host}",
        client_id=f"client-of-{tenant}",
        auth_url=f"https://{host}/authorize",
        token_url=f"https://{host}/token",
        jwks_url=f"https://{host}/jwks",
    )


def the_application(web, kept=[]):  # noqa: B006 - kept on purpose, for the whole run
    """Return the one application of this process, serving `web` and having counted no request.

    To lay out its 250 addresses takes longer than all that most tests do with them.
    """
    if not kept:
        rates = Rates()
        kept.append((create_app(web, surroundings=Surroundings(rates=rates)), rates))
    app, rates = kept[0]
    app.extensions[EXTENSION] = web
    rates._counts.clear()
    return app


class Tool:
    """One running tool on one SQLite file. `sign_in` and `caches` make it one with Microsoft.

    `alone`: no other tool answers requests meanwhile, so the one application serves it.
    """

    def __init__(
        self, file, *, clock=None, microsoft=None, with_microsoft=True, alone=False, **world
    ):
        self.file = file
        self.clock = clock or FixedClock()
        self.database = Database(f"sqlite:///{file}")
        self.vault = Vault(KEY)
        given = {"database": self.database, "vault": self.vault, "clock": self.clock}
        self.book = RegistrationBook(**given)
        self.store = SqlStore(**given, new_id=new_id)
        self.store.prepare()
        for tenant in (NORTHMOOR, SOUTHMOOR):
            self.book.add_tenant(tenant, tenant.title())
            self.book.add_registration(lms(tenant))
            self.book.approve_deployment(lms(tenant), "deployment-1")
        self.world = World(self.store, self.clock, new_id=new_id, microsoft=with_microsoft, **world)
        self.web = Web(
            store=self.store,
            services=self.world.services,
            lti=LtiTool(self._handshake(given), ToolKeys(SqlKeyRing(**_less(given, "clock")))),
            clock=self.clock,
            public_url=TOOL,
            signing_key=b"k" * 32,
            microsoft=microsoft(self) if microsoft else None,
        )
        self.app = the_application(self.web) if alone else create_app(self.web)

    def _handshake(self, given):
        http = FakeHttp()
        for tenant in (NORTHMOOR, SOUTHMOOR):
            http.answers[lms(tenant).jwks_url] = json_answer(
                {"keys": [published(private_key(tenant))]}
            )
        return Handshake(
            registrations=SqlRegistrations(**_less(given, "vault")),
            handshakes=SqlHandshakes(**given),
            key_sets=KeySets(http, clock=lambda: self.clock().timestamp()),
            address=ToolAddress(TOOL, f"{TOOL}/lti/launch", ("/l/", "/lti/launch/")),
            clock=self.clock,
        )

    def visitor(self, subject="ben", **how):
        return Visitor(self, subject, **how)

    def close(self):
        self.database.close()


def _less(given, name):
    return {key: value for key, value in given.items() if key != name}


@dataclass
class Visitor:
    """One person in one browser; `home` is the first page of their latest visit."""

    tool: Tool
    subject: str
    tenant: str = NORTHMOOR
    roles: tuple = (LEARNER,)
    course: str = "course-1"
    agent: str = "Owl/1.0"
    claims: dict = field(default_factory=dict)
    handle: str = ""
    keeps_cookies: bool = True

    def __post_init__(self):
        self.client = self.tool.app.test_client(use_cookies=self.keeps_cookies)

    @property
    def home(self):
        return f"/l/{self.handle}/"

    @property
    def csrf(self):
        return self.tool.store.visit(fingerprint(self.handle)).csrf

    def ask(self, method, path, headers=None, **options):
        sent = {"User-Agent": self.agent, **FROM_US, **(headers or {})}
        return self.client.open(
            path, method=method, base_url=TOOL, headers=sent, buffered=True, **options
        )

    def get(self, path="", **options):
        return self.ask("GET", self.home + path, **options)

    def post(self, path, data=None, **options):
        return self.ask(
            "POST", self.home + path, data={"csrf": self.csrf} | (data or {}), **options
        )

    def launch(self, *, drop=(), **changed):
        """Launch with the person's claims, but for those dropped; return the reply."""
        platform = lms(self.tenant)
        names = {"iss": platform.issuer, "client_id": platform.client_id}
        reply = self.ask("POST", "/lti/login", headers=FROM_LMS, data=login_form(**names))
        query = {k: v[0] for k, v in parse_qs(urlsplit(reply.location).query).items()}
        body = without(self._claims(query["nonce"]) | changed, *drop)
        form = {"state": query["state"], "id_token": signed(body, key=private_key(self.tenant))}
        return self.ask("POST", "/lti/launch", headers=FROM_LMS, data=form)

    def enter(self, **changed):
        """Launch, and stay: `get` and `post` go to the pages of this visit from now on."""
        reply = self.launch(**changed)
        assert reply.status_code == 303, reply.text
        self.handle = reply.location.split("/")[2]
        return self

    def _claims(self, nonce):
        platform, now = lms(self.tenant), int(self.tool.clock().timestamp())
        return launch_claims(
            nonce,
            **{
                "iss": platform.issuer,
                "aud": platform.client_id,
                "sub": self.subject,
                "iat": now,
                "exp": now + 300,
                "name": self.subject.title(),
                "given_name": None,
                "family_name": None,
                "email": f"{self.subject}@{self.tenant}.example",
                claims.CONTEXT: {"id": self.course, "title": "Biology 1"},
                claims.ROLES: list(self.roles),
                **self.claims,
            },
        )

    def cookies(self):
        return {one.key: one.value for one in self.client._cookies.values()}


NOWHERE = "abcdefghijklmnopqrstuv"
"""An identifier that nothing has."""
PEOPLE = {
    "ada": {},
    "ben": {},
    "cleo": {"roles": (INSTRUCTOR,)},
    "dora": {},
    "eve": {},
    "finn": {},
    "gil": {"roles": (INSTRUCTOR,)},
    "hal": {"roles": (ASSISTANT,)},
    "ina": {"roles": (ADMINISTRATOR,)},
    "jon": {"course": "course-2"},
    "kim": {"course": "course-2", "roles": (INSTRUCTOR,)},
    "lea": {"tenant": SOUTHMOOR},
    "max": {"tenant": SOUTHMOOR, "roles": (INSTRUCTOR,)},
    "tess": {"roles": (LEARNER, PREVIEW)},
}
"""Mentor and mentee of one pair; the coordinator; mentor and mentee of another pair; a learner
without partner; an instructor who coordinates nothing; a teaching assistant; an administrator of
the LMS; a learner and an instructor of another course, and of another institution; a preview user.
"""


@dataclass
class Things:
    """What stands in the tool before anybody attacks."""

    programme: str
    draft_programme: str
    relationship: str
    other_relationship: str
    session: str
    other_session: str
    version: int
    draft_version: int
    agreement_version: int
    poll: str = "abcdefghijklmnopqrstuv"
    drop_in: str = "abcdefghijklmnopqrstuv"
    suggestion: str = "abcdefghijklmnopqrstuv"
    past: str = NOWHERE
    record: str = NOWHERE
    jotting: str = NOWHERE
    heard: str = NOWHERE
    promise: str = NOWHERE
    ada: str = NOWHERE
    ben: str = NOWHERE
    question: str = NOWHERE
    introduction: str = NOWHERE
    exchange: str = NOWHERE
    answered: str = NOWHERE
    goal: str = NOWHERE
    board: str = NOWHERE
    idea: str = NOWHERE
    project: str = NOWHERE
    showing: str = NOWHERE
    concern: str = NOWHERE
    opening: str = NOWHERE
    request: str = NOWHERE


def furnish(tool):
    """Make two pairs with an agreement and a session each, a draft of pairings, and a draft.

    The first pair has linked accounts.
    """
    world = tool.world
    programme = chosen_in(world, world.programme())
    for name, side in (
        ("ada", Side.MENTOR),
        ("ben", Side.MENTEE),
        ("dora", Side.MENTOR),
        ("eve", Side.MENTEE),
        ("gus", Side.MENTOR),
        ("hanna", Side.MENTEE),
    ):
        world.answer(programme, world.arrive(name), side, about=f"about {name}")
    ours, session, agreement = _pair(world, programme, "ada", "ben", days=3)
    others, other_session, _ = _pair(world, programme, "dora", "eve", days=4)
    world.services.matching.suggest(programme.programme_id, actor=world.cleo)
    with tool.store.look(NORTHMOOR) as work:
        draft = work.draft(programme.programme_id)
    unopened = world.services.programmes.start(PLAN, actor=world.cleo)
    for name in ("ada", "ben"):
        world.connect(world.arrive(name))
    return Things(
        programme.programme_id,
        unopened.programme_id,
        ours,
        others,
        session.session_id,
        other_session.session_id,
        world.session(session).version,
        draft.version,
        agreement.version,
        *_times(world, programme, ours, session),
        **talked(world, ours, session.session_id),
        **between_sessions(world, ours),
        concern=_told(world, ours),
        opening=_opening(world, programme, ours),
        request=asked(world, programme),
    )


def _opening(world, programme, pair):
    """A wish to open the first pair's pages, of somebody who coordinates no more."""
    gus = world.arrive("gus")
    asked = Opening(
        OpeningId(world.new_id()), NORTHMOOR, pair, programme.programme_id, Category.SAFETY,
        "Shouting", gus.person_id, world.clock(), world.clock(),
    )  # fmt: skip
    world.save("opening", asked)
    return asked.opening_id


def _told(world, pair):
    """A concern of ben's, told to cleo, about ada."""
    ada, ben = world.arrive("ada"), world.arrive("ben")
    about = frozenset((ada.person_id,))
    to = world.cleo.person_id
    return world.services.concerns.tell(pair, "Shouting", to=to, about=about, actor=ben)


def _times(world, programme, pair, session):
    """A vote, an open door and a suggestion of the first pair."""
    ada, ten = world.arrive("ada"), world.clock().replace(hour=10, minute=0)
    starts = [ten + timedelta(days=n) for n in (5, 6)]
    given = {"quorum": 2, "answer_within": timedelta(days=2), "actor": ada}
    poll = world.services.polls.start(pair, starts, **given)
    door = Span(ten + timedelta(days=8), ten + timedelta(days=8, hours=1))
    times, key = world.services.open_times, programme.programme_id
    times.open_door(key, [door], length_min=30, actor=ada)
    (made,) = times.doors(key, actor=ada)[1]
    later = ten + timedelta(days=9)
    suggestion = times.suggest(session.session_id, later, actor=ada)
    return poll.poll_id, made.drop_in_id, suggestion.time_proposal_id


def _pair(world, programme, mentor, mentee, *, days):
    first, second = world.arrive(mentor), world.arrive(mentee)
    key = world.pair(programme, first, second)
    agreements = world.services.agreements
    agreements.propose(key, TERMS, version=0, actor=first, part=part(key, first))
    agreements.sign(key, 1, actor=second, part=part(key, second))
    start = world.clock().replace(hour=10, minute=0) + timedelta(days=days)
    session = world.services.sessions.book(key, start, actor=first)
    return key, session, world.kept("agreement", key)


def copied(file, folder):
    """Return a copy of a database that nobody has open."""
    return shutil.copy(file, folder / "copy.db")


def hidden(page, name):
    """Return the value of a hidden field."""
    return re.search(f'name="{name}" value="([^"]*)"', page)[1]
