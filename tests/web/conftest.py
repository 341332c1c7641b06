"""A tool with real LTI in front of it, one probe page behind, and a browser to ask it."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Blueprint, render_template_string, request
from marshmallow import fields

from lti.keys import ToolKeys
from plugin.app import create_app
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import SlotTakenError
from plugin.mentoring.hours import WeekHours
from plugin.services.registrations import Registrations
from plugin.store.platform_invitations import SqlPlatformInvitations
from plugin.store.platforms import SqlPlatforms
from plugin.web.application import Surroundings, build
from plugin.web.current import Web, actor, page_url, viewer, visit
from plugin.web.forms import FormSchema, at_most, between, one_of, read_form
from plugin.web.protocol.tool import LtiTool
from plugin.web.rates import Rates
from tests.conftest import FixedClock
from tests.fakes.lti_platform import INSTRUCTOR, FakeHttp, Platform, login_form
from tests.fakes.web_store import MemoryStore
from tests.lti.registrations import (
    CONFIGURATION_URL,
    REGISTER_URL,
    a_configuration,
    granting,
    served,
)
from tests.security.house import Tool, copied, furnish
from tests.stores import (
    NORTHMOOR,
    Counted,
    book,
    database,
    postgres_store_url,
    postgres_template,
    sqlite_store_url,
    sqlite_template,
    store,
    store_url,
    vault,
    washed_postgres,
)

__all__ = [
    "book",
    "database",
    "postgres_store_url",
    "postgres_template",
    "sqlite_store_url",
    "sqlite_template",
    "store",
    "store_url",
    "vault",
    "washed_postgres",
]
"""Fixtures from elsewhere."""
TOOL = "https://tool.example"
ALWAYS = WeekHours.office(0, 24, days=range(7))
FROM_LMS = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "iframe"}
FROM_US = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "iframe"}
PAGE = """{% extends 'base.html' %}{% import 'parts/forms.html' as f %}
{% block title %}Probe{% endblock %}{% block main %}<h1>{{ viewer() | label }}</h1>
<form method="post">{{ f.token() }}</form>{{ f.new_window('Larger', 'circles') }}{% endblock %}"""
FORM = """{% extends 'base.html' %}{% import 'parts/forms.html' as f %}
{% block title %}Form{% endblock %}{% block main %}<h1>Form</h1>
{{ f.summary(form, {'hope': 'Hope'}) }}
{{ f.field(form, 'hope', 'What do you hope for?', 'A sentence.', rows=3) }}
{{ f.choice(form, 'weeks', 'How often', [(1, 'Every week'), (2, 'Every two weeks')]) }}
{{ f.options(form, 'skills', 'Skills', [('writing', 'Writing'), ('data', 'Data')], many=true) }}
{% endblock %}"""


class ProbeForm(FormSchema):
    hope = fields.String(required=True, validate=at_most(20))
    weeks = fields.Integer(load_default=2, validate=between(1, 8))
    skills = fields.List(fields.String(validate=one_of(("writing", "data"))))


class MixedForm(FormSchema):
    """Fields that have a name with others in which people write, and one that is of these."""

    about = fields.List(fields.String())
    shared = fields.Boolean()
    backup = fields.String(validate=one_of(("phone", "teams")))
    offers = fields.String(validate=at_most(2000))


class NoKeys:
    def load(self):
        return ()


def probe_pages():
    bp = Blueprint("home", __name__)

    @bp.get("/")
    def show():
        return render_template_string(PAGE)

    bp.get("/circles", endpoint="circles")(show)

    @bp.post("/")
    def change():
        return f"{viewer().person_id} changed {actor().course_id}"

    @bp.get("/facts")
    def facts():
        return {"course": actor().course_id, "in_frame": visit().in_frame, "up": page_url(".show")}

    @bp.post("/form")
    def form():
        sent = read_form(ProbeForm())
        return render_template_string(FORM, form=sent), 200 if sent.ok else 422

    @bp.route("/broken", methods=["GET", "POST"])
    def broken():
        raise SlotTakenError

    @bp.post("/broken-form")
    def broken_form():
        read_form(MixedForm())
        raise SlotTakenError

    @bp.get("/defect")
    def defect():
        raise RuntimeError(request.args["secret"])

    return bp


@pytest.fixture
def platform():
    return Platform()


@pytest.fixture
def memory():
    return MemoryStore()


@pytest.fixture
def given(platform, memory):
    return Web(
        store=memory,
        services=None,
        lti=LtiTool(platform.tool, ToolKeys(NoKeys())),
        clock=platform.clock,
        public_url=TOOL,
        signing_key=b"k" * 32,
    )


@pytest.fixture
def app(given):
    return build(given, pages=[probe_pages()])


class Browser:
    """One browser; `keeps_cookies` False is one that blocks them in another site's frame."""

    def __init__(self, app, platform, *, keeps_cookies=True, agent="Owl/1.0"):
        self.client = app.test_client(use_cookies=keeps_cookies)
        self.platform = platform
        self.agent = agent

    def ask(self, method, path, headers=None, **options):
        sent = {"User-Agent": self.agent, **FROM_US, **(headers or {})}
        return self.client.open(
            path, method=method, base_url=TOOL, headers=sent, buffered=True, **options
        )

    def get(self, path, **options):
        return self.ask("GET", path, **options)

    def post(self, path, data=None, **options):
        return self.ask("POST", path, data=data or {}, **options)

    def log_in(self, **changed):
        reply = self.ask("POST", "/lti/login", headers=FROM_LMS, data=login_form(**changed))
        location = reply.location or _attribute(reply.text, "data-location")
        self.stored = _attribute(reply.text, "data-value") if not reply.location else None
        query = parse_qs(urlsplit(location).query)
        return {name: values[0] for name, values in query.items()}

    def launch(self, login=None, **claims):
        query = self.log_in(**(login or {}))
        form = self.platform.form(query, **claims)
        return self.ask("POST", "/lti/launch", headers=FROM_LMS, data=form)

    def enter(self, **claims):
        """Launch; return the address of the visit's first page."""
        reply = self.launch(**claims)
        assert reply.status_code == 303, reply.text
        return "/".join(reply.location.split("/")[:3]) + "/"


@pytest.fixture
def browser(app, platform):
    return Browser(app, platform)


@pytest.fixture
def new_browser(app, platform):
    return lambda **options: Browser(app, platform, **options)


# What can be placed in courses


@pytest.fixture(scope="module")
def prepared(sqlite_template, tmp_path_factory):
    """Return a closed database with two pairs and a signing key, and what stands in it."""
    file = copied(sqlite_template, tmp_path_factory.mktemp("placements"))
    tool = Tool(file)
    things = furnish(tool)
    tool.web.lti.keys.keep_current(tool.clock())
    tool.close()
    return file, things


@pytest.fixture
def things(prepared):
    return prepared[1]


@pytest.fixture
def tool(prepared, tmp_path):
    tool = Tool(copied(prepared[0], tmp_path))
    yield tool
    tool.close()


@pytest.fixture
def teacher(tool):
    return tool.visitor("cleo", roles=(INSTRUCTOR,))


class FreeInParis:
    """Ada and Ben, who are free at any hour from today on, and Ben in front of their pages."""

    def __init__(self, tool):
        self.world, self.ben = tool.world, tool.visitor("ben").enter()
        world = self.world
        programme = world.programme()
        world.arrive("ada")
        for who, side in ((world.ada, Side.MENTOR), (world.ben, Side.MENTEE)):
            world.answer(programme, who, side, zone="Europe/Paris", hours=ALWAYS)
            world.services.accounts.choose_zone("Europe/Paris", actor=who)
        self.pair = world.pair(programme)

    def get(self, page, **query):
        return self.ben.get(f"relationships/{self.pair}/{page}", query_string=query)


@pytest.fixture
def free_in_paris(sqlite_template, tmp_path):
    tool = Tool(copied(sqlite_template, tmp_path), clock=FixedClock())
    yield FreeInParis(tool)
    tool.close()


# What an invited administrator registers


@pytest.fixture
def http():
    return FakeHttp({CONFIGURATION_URL: served(a_configuration()), REGISTER_URL: granting()})


@pytest.fixture
def registrations(store, clock):
    return Registrations(
        invitations=SqlPlatformInvitations(database=store.database),
        platforms=SqlPlatforms(database=store.database),
        store=store,
        clock=clock,
        new_id=Counted("an-id-that-is-long"),
    )


@pytest.fixture
def client(store, registrations, http, clock, platform):
    class Services:
        pass

    services = Services()
    services.registrations = registrations
    given = Web(
        store=store,
        services=services,
        lti=LtiTool(platform.tool, ToolKeys(NoKeys()), http),
        clock=clock,
        public_url=TOOL,
        signing_key=b"k" * 32,
    )
    app = create_app(given, surroundings=Surroundings(rates=Rates(bounds={})))
    client = app.test_client()

    def ask(method, path, *, headers=FROM_US, **options):
        return client.open(path, method=method, base_url=TOOL, headers=headers, **options)

    return ask


@pytest.fixture
def secret(registrations):
    return registrations.invite(NORTHMOOR)


def _attribute(page, name):
    found = re.search(f'{name}="([^"]*)"', page)
    return found and found[1].replace("&amp;", "&")


def hidden(page, name):
    """Return the value of a hidden field."""
    return re.search(f'name="{name}" value="([^"]*)"', page)[1]
