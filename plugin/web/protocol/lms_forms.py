"""The registration form of each LMS: its fields in its order and wording, and what it gives back.

Each names its source, as of November 2026. A site may word them anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _

SITE = "{site}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LmsForm:
    """One LMS.

    Attributes:
        key: in addresses; never changes.
        family: as the LMS names itself.
        where: the way to its form, in its own words.
        fields: its label, and which of our values or which fixed words go there.
        answers: our name of a field, and its label where the LMS shows the value.
        patterns: what our fields are, as far as that is known: with {site} and {client_id}.
        issuer: shared by all who use it; None where each site is its own issuer.
        after: what else must be done there.
        by_itself: the way to where it takes a registration address; empty where it takes none.
        source: where this is known from, and since when.

    """

    key: str
    name: str
    family: str
    where: str
    fields: tuple[tuple[str, str], ...]
    answers: Mapping[str, str]
    patterns: Mapping[str, str] = field(default_factory=dict)
    issuer: str | None = None
    after: object = ""
    by_itself: str = ""
    source: str = ""

    def label(self, name: str) -> str:
        """Return what the LMS calls one of our fields."""
        return self.answers.get(name, LABELS[name])


LABELS = {
    "issuer": "Issuer",
    "client_id": "Client ID",
    "deployment_id": "Deployment ID",
    "auth_url": "Authentication request URL",
    "token_url": "Access token URL",
    "jwks_url": "Public keyset URL",
}

FORMS: tuple[LmsForm, ...] = (
    LmsForm(
        key="moodle",
        by_itself="Site administration › Plugins › External tool › Manage tools: paste "
        "the address under “Tool URL…” and press “Add LTI Advantage”",
        source="docs.moodle.org, External tool settings, November 2026",
        name="Moodle",
        family="moodle",
        where="Site administration › Plugins › External tool › Manage tools › "
        "configure a tool manually",
        fields=(
            ("Tool name", "name"),
            ("Tool URL", "launch"),
            ("LTI version", "=LTI 1.3"),
            ("Public key type", "=Keyset URL"),
            ("Public keyset", "jwks"),
            ("Initiate login URL", "login"),
            ("Redirection URI(s)", "launch"),
            ("Custom parameters", "custom"),
            ("Default launch container", "=Embed, without blocks"),
            ("Supports Deep Linking (Content-Item Message)", "=Yes"),
            ("Content Selection URL", "launch"),
        ),
        answers={"issuer": "Platform ID"},
        patterns={
            "issuer": SITE,
            "auth_url": "{site}/mod/lti/auth.php",
            "token_url": "{site}/mod/lti/token.php",
            "jwks_url": "{site}/mod/lti/certs.php",
        },
        after=_(
            "Under Services, let the tool read members’ information; under Privacy, let it have "
            "names and e-mail addresses. Then save, and open the list icon on the tool’s card."
        ),
    ),
    LmsForm(
        key="canvas",
        by_itself="Admin › Developer Keys › + Developer Key › LTI Registration: paste the address",
        source="developerdocs.instructure.com, Manually configuring LTI Advantage, November 2026",
        name="Canvas",
        family="canvas",
        where="Admin › Developer Keys › + Developer Key › LTI Key",
        fields=(
            ("Key Name", "name"),
            ("Redirect URIs", "launch"),
            ("Method", "=Paste JSON"),
            ("LTI 1.3 Configuration", "json"),
        ),
        answers={"client_id": "Client ID, the long number under Details"},
        patterns={
            "issuer": "https://canvas.instructure.com",
            "auth_url": "https://sso.canvaslms.com/api/lti/authorize_redirect",
            "token_url": "https://sso.canvaslms.com/login/oauth2/token",
            "jwks_url": "https://sso.canvaslms.com/api/lti/security/jwks",
        },
        issuer="https://canvas.instructure.com",
        after=_(
            "Switch the key on. Then add the app under Settings, Apps, + App, By Client ID; the "
            "deployment ID is behind the gear wheel."
        ),
    ),
    LmsForm(
        key="brightspace",
        by_itself="Admin Tools › Manage Extensibility › LTI Advantage › Register Tool › "
        "Dynamic: paste the address",
        source="community.d2l.com, Register an LTI tool, November 2026",
        name="Brightspace",
        family="desire2learn",
        where="Admin Tools › Manage Extensibility › LTI Advantage › Register Tool › Standard",
        fields=(
            ("Name", "name"),
            ("Domain", "origin"),
            ("Redirect URLs", "launch"),
            ("OpenID Connect Login URL", "login"),
            ("Target Link URI", "launch"),
            ("Keyset URL", "jwks"),
            ("Extensions", "=Names and Role Provisioning Services"),
            ("Custom Parameters", "custom"),
        ),
        answers={
            "client_id": "Client Id",
            "jwks_url": "Brightspace Keyset URL",
            "token_url": "Brightspace OAuth2 Access Token URL",
            "auth_url": "OpenID Connect Authentication Endpoint",
        },
        patterns={
            "issuer": SITE,
            "auth_url": "{site}/d2l/lti/authenticate",
            "token_url": "https://auth.brightspace.com/core/connect/token",
            "jwks_url": "{site}/d2l/.well-known/jwks",
            "token_audience": "https://api.brightspace.com/auth/token",
        },
        after=_(
            "Switch the registration on, press View Deployments and New Deployment, and under "
            "Security Settings let it have names and e-mail. Its deployment ID appears there."
        ),
    ),
    LmsForm(
        key="blackboard",
        source="docs.anthology.com, LTI 1.3, and developer.blackboard.com, November 2026",
        name="Blackboard",
        family="BlackboardLearn",
        where="developer.blackboard.com › My Apps › +, then in Learn: Administrator Panel › "
        "Integrations › LTI Tool Providers › Register LTI 1.3/Advantage Tool",
        fields=(
            ("Application Name", "name"),
            ("Domain(s)", "domain"),
            ("My Integration supports LTI 1.3", "=Yes"),
            ("Login Initiation URL", "login"),
            ("Tool Redirect URL(s)", "launch"),
            ("Tool JWKS URL", "jwks"),
            ("Signing Algorithm", "=RS256"),
            ("Custom parameters", "custom"),
        ),
        answers={"client_id": "Application ID, also called Client ID"},
        patterns={
            "issuer": "https://blackboard.com",
            "auth_url": "https://developer.blackboard.com/api/v1/gateway/oidcauth",
            "token_url": "https://developer.blackboard.com/api/v1/gateway/oauth2/jwttoken",
            "jwks_url": "https://developer.blackboard.com/api/v1/management/applications/"
            "{client_id}/jwks.json",
        },
        issuer="https://blackboard.com",
        after=_(
            "In Learn, paste the Client ID, approve the tool, and let it have role, name and "
            "e-mail and the membership service. Learn shows the deployment ID on that page."
        ),
    ),
    LmsForm(
        key="sakai",
        by_itself="Administration Workspace › External Tools › LTI Advantage Auto "
        "Provision: paste the address",
        source="Sakai's own form, lti-tool templates, November 2026",
        name="Sakai",
        family="sakailms.org",
        where="Administration Workspace › External Tools › Install LTI 1.x Tool",
        fields=(
            ("Tool Title", "name"),
            ("Launch URL", "launch"),
            ("Tool Keyset URL", "jwks"),
            ("Tool OpenID Connect Initialization Endpoint", "login"),
            ("Tool Redirect Endpoint(s)", "launch"),
            ("Custom Parameters", "custom"),
        ),
        answers={
            "issuer": "Platform Issuer",
            "auth_url": "Platform OIDC Authentication URL",
            "token_url": "Platform OAuth2 Bearer Token Retrieval URL",
            "jwks_url": "Platform OAuth2 Well-Known/KeySet URL",
        },
        patterns={"issuer": SITE, "auth_url": "{site}/imsoidc/lti13/oidc_auth"},
        after=_("Allow the roster service, and names and e-mail addresses to be sent."),
    ),
    LmsForm(
        key="openedx",
        source="docs.openedx.org, LTI component, November 2026",
        name="Open edX",
        family="OpenedX",
        where="Studio › the unit › Advanced › LTI Consumer › Edit",
        fields=(
            ("LTI Version", "=LTI 1.3"),
            ("Tool Launch URL", "launch"),
            ("Registered Redirect URIs", "launch"),
            ("Tool Initiate Login URL", "login"),
            ("Tool Public Key Mode", "=Keyset URL"),
            ("Tool Keyset URL", "jwks"),
            ("Enable LTI NRPS", "=True"),
        ),
        answers={"auth_url": "Login URL", "jwks_url": "Keyset URL"},
        patterns={
            "issuer": SITE,
            "auth_url": "{site}/api/lti_consumer/v1/launch/",
            "deployment_id": "1",
        },
        after=_("Save, and read the values in the preview of the unit; the issuer is the LMS."),
    ),
    LmsForm(
        key="schoology",
        source="PowerSchool, LTI 1.3 in Schoology, November 2026",
        name="Schoology",
        family="schoology",
        where="App Center › My Developer Apps › Add App › LTI 1.3",
        fields=(
            ("Product Name", "name"),
            ("Domain/URL", "origin"),
            ("OIDC Login Init URL", "login"),
            ("Redirect URLs", "launch"),
            ("JWKS URL", "jwks"),
            ("Custom Parameters", "custom"),
        ),
        answers={"deployment_id": "Deployment ID, whole, as the Configure screen shows it"},
        patterns={
            "issuer": "https://schoology.schoology.com",
            "auth_url": "https://lti-service.svc.schoology.com/lti-service/authorize-redirect",
            "token_url": "https://lti-service.svc.schoology.com/lti-service/access-token",
            "jwks_url": "https://lti-service.svc.schoology.com/lti-service/.well-known/jwks",
        },
        issuer="https://schoology.schoology.com",
        after=_("Install the app for your organisation, and press Configure."),
    ),
)
BY_KEY = {one.key: one for one in FORMS}


def filled_in(form: LmsForm, given: Mapping[str, str]) -> dict[str, str]:
    """Return `given` with what is blank filled in by the LMS's known patterns.

    The site's address loses its final slash, which no LMS has in its issuer.
    """
    site = given.get("issuer", "").rstrip("/") or form.issuer or ""
    client_id = given.get("client_id", "")
    found = {**given, "issuer": site}
    for name, pattern in form.patterns.items():
        if not found.get(name) and (site or SITE not in pattern):
            found[name] = pattern.replace(SITE, site).replace("{client_id}", client_id)
    return found
