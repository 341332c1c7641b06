"""A platform's configuration and answers, in the shape of Dynamic Registration 1.0's examples."""

import json

from lti import claims
from lti.dynamic_registration import read_configuration, register
from lti.http import Answer
from lti.tool_configuration import TOOL_CONFIGURATION, ToolDescription, registration_request
from tests.fakes.lti_platform import FakeHttp

ISSUER = "https://lms.example"
CONFIGURATION_URL = f"{ISSUER}/.well-known/openid-configuration"
REGISTER_URL = f"{ISSUER}/register"
PLATFORM_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-platform-configuration"
CANARY = "canary-registration-token"
EVERYTHING = ("roster", "grades", "names", "email", "menu", "content")
JSON = {"content-type": "application/json; charset=utf-8"}
TOOL = ToolDescription(
    name="Alongside",
    description="Mentoring in your course.",
    origin="https://tool.example",
    login_url="https://tool.example/lti/login",
    launch_url="https://tool.example/lti/launch",
    jwks_url="https://tool.example/lti/jwks",
)


def a_configuration(**changed):
    return {
        "issuer": ISSUER,
        "authorization_endpoint": f"{ISSUER}/authorize",
        "token_endpoint": f"{ISSUER}/token",
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "jwks_uri": f"{ISSUER}/jwks",
        "registration_endpoint": REGISTER_URL,
        "scopes_supported": ["openid", claims.SCOPE_MEMBERSHIPS, claims.SCOPE_SCORE],
        "response_types_supported": ["id_token"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "claims_supported": ["iss", "sub", "name", "given_name", "family_name", "email"],
        PLATFORM_CONFIGURATION: a_platform(),
        **changed,
    }


def a_platform(**changed):
    return {
        "product_family_code": "example",
        "version": "4.1",
        "messages_supported": [{"type": "LtiResourceLinkRequest"}],
        "variables": ["Context.id.history", "$Message.locale"],
        **changed,
    }


def served(document, *, status=200, headers=JSON):
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return Answer(status, headers, body)


def granting(**changed):
    """Return a platform's answer to a registration: the request, with ids and `changed`."""

    def answer(_method, _url, _headers, body):
        asked = json.loads(body)
        settings = {**asked[TOOL_CONFIGURATION], "deployment_id": "7"}
        return served({**asked, "client_id": "client-9", TOOL_CONFIGURATION: settings, **changed})

    return answer


def read(document=None, *, address=CONFIGURATION_URL, confirmed=None, **how):
    answer = served(a_configuration() if document is None else document, **how)
    return read_configuration(FakeHttp({address: answer}), address, confirmed=confirmed)


def platform(**changed):
    return read(a_configuration(**{PLATFORM_CONFIGURATION: a_platform(**changed)}))


def sent(answer, *, token=CANARY, chosen=EVERYTHING, document=None):
    """Register at a platform that answers with `answer`; return what was granted."""
    described = read(document)
    http = FakeHttp({REGISTER_URL: answer})
    request = registration_request(TOOL, described, chosen)
    return http, register(http, described, request, token)
