"""OpenLearning's `lti1p3platform` as the platform: launches, tokens, choices, scores, our keys.

It leaves pages and storage to whoever uses it, so the few here are ours; what is signed and what
is checked is its own.
"""

from urllib.parse import parse_qsl, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from flask import Flask, request
from lti1p3platform.exceptions import LtiException
from lti1p3platform.ltiplatform import LTI1P3PlatformConfAbstract
from lti1p3platform.message_launch import LTIAdvantageMessageLaunchAbstract
from lti1p3platform.oidc_login import OIDCLoginAbstract
from lti1p3platform.registration import Registration
from lti1p3platform.request import Request

from lti.claims import SCOPE_LINE_ITEM, SCOPE_MEMBERSHIPS, SCOPE_SCORE
from plugin.mentoring.participation import Reporting
from plugin.mentoring.people import CourseRole
from plugin.ports.participation import Answer
from plugin.sandbox.http_server import HttpServer, free_port
from plugin.wiring.services import build_services
from tests.conftest import MONDAY_NINE
from tests.contracts.scores import PROGRAMME, a_score

pytestmark = pytest.mark.processes
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
INSTRUCTOR = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"
MAY_ADD = {"allow_creating_lineitems": True}
MEMBERS = [
    {"user_id": "u-1", "roles": [LEARNER], "name": "Ada Byron", "status": "Active"},
    {"user_id": "u-2", "roles": ["Instructor"], "name": "Grace Murray", "status": "Active"},
]


class Configuration(LTI1P3PlatformConfAbstract):
    def init_platform_config(self, *, address, tool):
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        self._registration = (
            Registration()
            .set_iss(address)
            .set_client_id("c1")
            .set_deployment_id("d1")
            .set_launch_url(f"{tool}/lti/launch")
            .set_deeplink_launch_url(f"{tool}/lti/launch")
            .set_oidc_login_url(f"{tool}/lti/login")
            .set_platform_private_key(pem.decode())
            .set_platform_public_key(public.decode())
            .set_tool_key_set_url(f"{tool}/lti/jwks")
        )

    def get_registration_by_params(self, **_):
        return self._registration


class Login(OIDCLoginAbstract):
    def set_lti_message_hint(self, **hint):
        self._lti_message_hint = hint["hint"]

    def get_redirect(self, url):
        return url


class Authentication(Request):
    def build_metadata(self, query):
        return {"method": "GET", "get_data": query, "form_data": {}}


class Launch(LTIAdvantageMessageLaunchAbstract):
    def prepare_launch(self, _preflight):
        self.set_user_data("u-1", [LEARNER], full_name="Ada Byron")
        self.set_resource_link_claim("rl-1", title="Mentoring")
        self.set_launch_context_claim("ctx-1", context_title="Field Botany")
        self.set_nrps(f"{self._registration.get_iss()}/members")
        self.set_ags(lineitems_url=f"{self._registration.get_iss()}/lineitems", **MAY_ADD)

    def render_launch_form(self, launch_data):
        return launch_data


class TeachingLaunch(Launch):
    """A teacher opens what a learner opens."""

    def prepare_launch(self, preflight):
        super().prepare_launch(preflight)
        self.set_user_data("u-2", [INSTRUCTOR], full_name="Grace Murray")


class ChoosingLaunch(Launch):
    """A teacher adds something of the tool to the course."""

    def prepare_launch(self, _preflight):
        self.set_user_data("u-2", [INSTRUCTOR], full_name="Grace Murray")
        self.set_launch_context_claim("ctx-1", context_title="Field Botany")
        self.set_dl(f"{self._registration.get_iss()}/chosen", title="Mentoring")


class Platform:
    """The library with an address: the two halves of a launch, and its services as a server."""

    def __init__(self, port, tool):
        self.address = f"http://localhost:{port}"
        self.conf = Configuration(address=self.address, tool=tool)
        self.asked_scopes, self.chosen = [], []
        self.columns, self.scores = {}, []

    def start(self):
        login = Login(None, self.conf)
        login.set_lti_message_hint(hint="rl-1")
        return login.initiate_login("u-1")

    def launch(self, address, kind=Launch):
        """Return the form that answers the tool's authentication request."""
        query = dict(parse_qsl(urlsplit(address).query))
        form = kind(Authentication(query), self.conf).lti_launch()
        return form.pop("launch_url"), form

    def app(self):
        app = Flask("lti1p3platform")
        app.add_url_rule("/jwks", view_func=self.conf.get_jwks)
        app.add_url_rule("/token", view_func=self._token, methods=["POST"])
        app.add_url_rule("/members", view_func=self._members)
        app.add_url_rule("/chosen", view_func=self._chosen, methods=["POST"])
        app.add_url_rule("/lineitems", view_func=self._line_items, methods=["GET", "POST"])
        app.add_url_rule("/lineitems/<number>", view_func=self._line_item)
        app.add_url_rule("/lineitems/<number>/scores", view_func=self._score, methods=["POST"])
        return app

    def _token(self):
        self.asked_scopes.append(request.form["scope"])
        return self.conf.get_access_token(request.form.to_dict())

    def _chosen(self):
        self.chosen += self.conf.validate_deeplinking_resp(request.form.to_dict())
        return "Saved"

    def _may(self, *scopes):
        token = request.headers["Authorization"].removeprefix("Bearer ")
        return self.conf.validate_token(token, list(scopes))

    def _line_items(self):
        if not self._may(SCOPE_LINE_ITEM):
            return {}, 403
        if request.method == "GET":
            return list(self.columns.values())
        address = f"{self.address}/lineitems/{len(self.columns) + 1}"
        self.columns[address] = {**request.get_json(force=True), "id": address}
        return self.columns[address], 201

    def _line_item(self, number):
        if not self._may(SCOPE_LINE_ITEM):
            return {}, 403
        return self.columns[f"{self.address}/lineitems/{number}"]

    def _score(self, number):
        if not self._may(SCOPE_SCORE):
            return {}, 403
        self.scores.append(request.get_json(force=True))
        return {}, 200

    def _members(self):
        if not self._may(SCOPE_MEMBERSHIPS):
            return {}, 403
        return {"id": request.url, "context": {"id": "ctx-1"}, "members": MEMBERS}


@pytest.fixture(scope="module")
def platform(tool):
    platform = Platform(port := free_port(), tool.tool)
    with HttpServer(platform.app(), port=port):
        yield platform


@pytest.fixture
def registration(tool, platform):
    return tool.register(
        "openlearning",
        deployments=("d1",),
        issuer=platform.address,
        client_id="c1",
        auth_url=f"{platform.address}/authorize",
        token_url=f"{platform.address}/token",
        jwks_url=f"{platform.address}/jwks",
    )


@pytest.fixture
def form(browser, platform, registration):
    """Where the platform has the browser post what, after the tool's login."""
    login = browser.get(platform.start(), allow_redirects=False)
    return platform.launch(login.headers["Location"])


def test_its_launch_is_a_launch_of_each_role(tool, platform, registration, browser, form):
    page = browser.follow(browser.submit(*form))
    with type(browser)() as other:
        login = other.get(platform.start(), allow_redirects=False)
        teaching = platform.launch(login.headers["Location"], TeachingLaunch)
        other.follow(other.submit(*teaching))

    people = tool.members(registration)
    ada, grace = people["u-1"], people["u-2"]
    assert page.url.startswith(f"{tool.tool}/l/")
    assert (ada.person.name, ada.role) == ("Ada Byron", CourseRole.LEARNER)
    assert (grace.person.name, grace.role) == ("Grace Murray", CourseRole.INSTRUCTOR)
    assert tool.course(registration).title == "Field Botany"


def test_the_tool_asks_what_it_calls_a_valid_question(platform, browser, registration):
    login = browser.get(platform.start(), allow_redirects=False)
    query = dict(parse_qsl(urlsplit(login.headers["Location"]).query))

    launch = Launch(Authentication(query), platform.conf)
    launch._registration = platform.conf.get_registration()

    assert launch.validate_preflight_response(query) is None
    assert query["lti_message_hint"] == "rl-1"


def test_it_takes_our_signature_and_we_take_its_token(tool, platform, registration, browser, form):
    browser.follow(browser.submit(*form))

    change = tool.read_roster(registration)

    members = tool.members(registration)
    assert platform.asked_scopes[-1] == SCOPE_MEMBERSHIPS
    assert change.total == 2
    assert members["u-2"].role is CourseRole.INSTRUCTOR


def test_it_refuses_a_signature_that_is_not_ours(platform, registration):
    """The peer does check."""
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": "x",
        "client_assertion": platform.conf.get_registration().platform_encode_and_sign({"a": 1}),
        "scope": SCOPE_MEMBERSHIPS,
    }

    with pytest.raises(LtiException, match="public key"):
        platform.conf.get_access_token(form)


def test_it_takes_what_a_teacher_chose(platform, browser, registration):
    login = browser.get(platform.start(), allow_redirects=False)
    form = platform.launch(login.headers["Location"], ChoosingLaunch)
    picker = browser.follow(browser.submit(*form))

    browser.choose(picker, place="mentor")

    [item] = platform.chosen
    assert (item["type"], item["title"]) == ("ltiResourceLink", "Book with my mentor")


def test_n23_it_takes_a_score_of_a_column_that_we_made(tool, platform, registration, browser, form):
    browser.follow(browser.submit(*form))
    course = tool.course(registration)
    scores = build_services(tool.house, None).reports.scores

    column = scores.column(course, PROGRAMME, "Mentoring", 4)
    reporting = Reporting(PROGRAMME, "openlearning", True, 4, "teacher", MONDAY_NINE, column)
    answer = scores.post(course, reporting, "u-1", a_score(2))

    [score] = platform.scores
    assert answer is Answer.TAKEN
    assert scores.column(course, PROGRAMME, "Mentoring", 4) == column
    assert (score["userId"], score["scoreGiven"], score["scoreMaximum"]) == ("u-1", 2, 4)
    assert SCOPE_SCORE in platform.asked_scopes[-1]
