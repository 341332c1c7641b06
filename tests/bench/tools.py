"""The two tools as a platform sees them, ready to be served."""

# ruff: noqa: TID251 - it hands an environment on to processes

import base64
import json
import os
import socket
from dataclasses import dataclass, replace

import config
from lti.storage import Registration
from plugin.store.migrate import migrate
from plugin.wiring.house import House, open_house, utc_now
from tests.bench.bare_tool import SETTINGS
from tests.bench.platform import CLIENT_ID, DEPLOYMENT
from tests.bench.programme import TITLE, Cast, fill
from tests.stores import NORTHMOOR

TENANT_ID = "5a4d0c7e-0000-4000-8000-00000000a11e"
SITE_ID = (
    "northmoor.sharepoint.example,"
    "5a4d0c7e-0000-4000-8000-000000005173,5a4d0c7e-0000-4000-8000-000000003eb0"
)


@dataclass(frozen=True)
class Tool:
    """A tool's addresses.

    Attributes:
        application: what gunicorn serves.
        shows: stands on its first page only.
    """

    name: str
    application: str
    port: int
    environment: dict[str, str]
    login: str
    launch: str
    target: str
    shows: str

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"


def free_port():
    """Return a port that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ours(state, *, port=None, database_url=None):
    """Return Alongside, with Microsoft connected as far as settings go; nothing is made yet."""
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        **_clean(),
        "ALONGSIDE_PUBLIC_URL": url,
        "ALONGSIDE_DATABASE_URL": database_url or f"sqlite:///{state / 'alongside.db'}",
        "ALONGSIDE_ENCRYPTION_KEY": base64.urlsafe_b64encode(os.urandom(32)).decode(),
        "ALONGSIDE_ALLOW_HTTP_LOOPBACK": "yes",
        "ALONGSIDE_SMTP_URL": "smtp://127.0.0.1:9",
        "ALONGSIDE_MAIL_FROM": "mentoring@northmoor.example",
        "ALONGSIDE_GRAPH_CLOUD": "sandbox",
        "ALONGSIDE_GRAPH_SANDBOX_URL": "http://localhost:9",
        "ALONGSIDE_GRAPH_CLIENT_ID": "5a4d0c7e-0000-4000-8000-0000000000c1",
        "ALONGSIDE_GRAPH_CLIENT_SECRET": "pretend-secret",
        "ALONGSIDE_GRAPH_TENANT_IDS": TENANT_ID,
        "ALONGSIDE_GRAPH_SITE_ID": SITE_ID,
    }
    application, login, launch = "plugin.app:from_environment()", "/lti/login", "/lti/launch"
    addresses = (url + login, url + launch, url + "/l/")
    return Tool("Alongside", application, port, environment, *addresses, TITLE)


def beside(tool, name):
    """Return the same tool with the same database, served at another port."""
    port = free_port()
    moved = {
        one: getattr(tool, one).replace(str(tool.port), str(port))
        for one in ("login", "launch", "target")
    }
    environment = {**tool.environment, "ALONGSIDE_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    return replace(tool, name=name, port=port, environment=environment, **moved)


def open_tool(tool, *, people, issuer="http://localhost:9") -> tuple[House, Cast]:
    """Make the database of `ours`: one platform, one programme."""
    house = open_house(config.load(tool.environment))
    migrate(house.database)
    house.book.add_tenant(NORTHMOOR, "Northmoor")
    registration = Registration(
        registration_id=f"{NORTHMOOR}-lms",
        tenant_id=NORTHMOOR,
        issuer=issuer,
        client_id=CLIENT_ID,
        auth_url=f"{issuer}/authorize",
        token_url=f"{issuer}/token",
        jwks_url=f"{issuer}/jwks",
    )
    house.book.add_registration(registration)
    house.book.approve_deployment(registration, DEPLOYMENT)
    house.store.prepare()
    house.keys.keep_current(utc_now())
    return house, fill(house.store, utc_now(), people)


def bare(state, issuer, *, keys=None):
    """Return the tool to compare with, its settings in a file; tuned where it is given `keys`."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    one = {
        "default": True,
        "client_id": CLIENT_ID,
        "auth_login_url": f"{issuer}/authorize",
        "auth_token_url": f"{issuer}/token",
        "key_set_url": f"{issuer}/jwks",
        "key_set": keys,
        "private_key_file": "private.key",
        "public_key_file": "public.key",
        "deployment_ids": [DEPLOYMENT],
    }
    _write_keys(state)
    settings = state / ("tuned.json" if keys else "bare.json")
    settings.write_text(json.dumps({issuer: [one]}))
    environment = {**_clean(), SETTINGS: str(settings)}
    addresses = (f"{url}/login", f"{url}/launch", f"{url}/launch")
    name, create = ("the same, tuned", "tuned") if keys else ("Flask + pylti1p3", "app")
    application, page = f"tests.bench.bare_tool:create_{create}()", "the first page of the tool"
    return Tool(name, application, port, environment, *addresses, page)


def _write_keys(state):
    from cryptography.hazmat.primitives import serialization as form

    from tests.fakes.lti_platform import private_key

    key, pem = private_key("tool"), form.Encoding.PEM
    private = key.private_bytes(pem, form.PrivateFormat.PKCS8, form.NoEncryption())
    public = key.public_key().public_bytes(pem, form.PublicFormat.SubjectPublicKeyInfo)
    (state / "private.key").write_bytes(private)
    (state / "public.key").write_bytes(public)


def _clean():
    """Return the environment without settings, and with no proxy before this machine."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ALONGSIDE_", "COV_"))}
    return {**kept, "NO_PROXY": "localhost,127.0.0.1", "no_proxy": "localhost,127.0.0.1"}
