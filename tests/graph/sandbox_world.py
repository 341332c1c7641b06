"""The pretend Microsoft 365 over real HTTP, and the tool's end of it with a real MSAL."""

import json
import re
from datetime import UTC, datetime
from functools import partial
from urllib.parse import parse_qs, urlsplit

import requests

import graph
from plugin.sandbox.microsoft365.world import CLIENT_ID, CLIENT_SECRET, TENANT_ID

SCOPES = ["User.Read", "Calendars.ReadWrite", "OnlineMeetings.ReadWrite", "MailboxSettings.Read"]
REDIRECT = "http://127.0.0.1:8000/ms/callback"
HANA, AMARA = "hana.kovacova@northmoor.example", "amara.okafor@northmoor.example"
# MSAL reckons with the machine's clock, so the pretend server must be near it.
NOW = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - see above


class MemoryCaches:
    """Token rows in memory, with versions."""

    def __init__(self):
        self.rows = {}
        self.tried_to_save = 0

    def load(self, key):
        return self.rows.get(key)

    def save(self, key, blob, version):
        self.tried_to_save += 1
        if self.rows.get(key, ("", 0))[1] != version:
            return False
        self.rows[key] = (blob, version + 1)
        return True

    def expire_access_tokens(self):
        self.edit("AccessToken", expires_on="0")

    def edit(self, kind, **values):
        for key, (blob, version) in self.rows.items():
            cache = json.loads(blob)
            for each in cache[kind].values():
                each |= values
            self.rows[key] = (json.dumps(cache), version)


class World:
    """The pretend server at `url`, and the tool's end of it."""

    def __init__(self, url):
        self.url = url
        self.caches = MemoryCaches()
        self.entra = graph.Entra(registration(url))

    def agree(self, address, person, answer="accept"):
        """Do in a browser what a person does, and return the query of the redirect."""
        with requests.Session() as browser:
            shown = browser.get(f"{address}&account={person}", allow_redirects=False, timeout=10)
            if 'action="consent"' in shown.text:
                asked = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
                form = {**asked, "account": person, "answer": answer}
                target = address.partition("/authorize")[0] + "/consent"
                shown = browser.post(target, data=form, allow_redirects=False, timeout=10)
        if "Location" not in shown.headers:
            return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown.text))
        query = parse_qs(urlsplit(shown.headers["Location"]).query)
        return {name: values[0] for name, values in query.items()}

    def sign_in(self, person, scopes=SCOPES):
        door = graph.SignIn(self.entra)
        started = door.start(scopes, redirect_uri=REDIRECT)
        signed_in = door.finish(started.flow, self.agree(started.url, person))
        self.caches.rows[signed_in.key] = (signed_in.cache, 1)
        return signed_in.account

    def transport(self, account, scopes=SCOPES):
        tokens = graph.DelegatedTokens(self.entra, self.caches)
        return self._transport(partial(tokens.token, account, scopes))

    def app_transport(self):
        return self._transport(graph.AppTokens(self.entra, entra_tenant_id=TENANT_ID).token)

    def _transport(self, tokens):
        return graph.Transport(
            tokens, clock=lambda: NOW, profile=self.entra.registration.profile, sleep=lambda _: None
        )

    def control(self, path, **body):
        answer = requests.post(f"{self.url}/_control/{path}", json=body, timeout=10)
        answer.raise_for_status()


def registration(url, **changes):
    return graph.Registration(
        **{
            "client_id": CLIENT_ID,
            "credential": CLIENT_SECRET,
            "profile": graph.sandbox(url),
            "tenants": frozenset({TENANT_ID}),
            **changes,
        }
    )
