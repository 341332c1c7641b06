"""The sandbox LMS, over HTTP, with the habits of others."""

import requests

from plugin.sandbox.http_server import HttpServer, free_port
from plugin.sandbox.lms import create_lms
from plugin.sandbox.people import Role, enrolled, person_named

COURSE = "research-careers"
LINK = f"/courses/{COURSE}/activities/mentoring-{COURSE}/start"
HANA, JOAO, AMARA = "Hana Kováčová", "João Figueira", "Amara Okafor"
MEMBERS = tuple(who for who in enrolled(COURSE) if who.courses[COURSE] is not Role.TEST_USER)


class SandboxLms:
    """One LMS at an address of its own."""

    def __init__(self, tool, state):
        self.tool, port = tool, free_port()
        self.address = f"http://localhost:{port}"
        self.app = create_lms(base_url=self.address, tool_url=tool.tool, state_dir=state)
        self.server = HttpServer(self.app, port=port)

    def control(self, path, **body):
        answer = requests.post(f"{self.address}/_control/{path}", json=body, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def behave_like(self, name):
        """Take on the habits of an LMS, and have its administrator register the tool."""
        known = self.control("habits", like=name)
        return self.tool.register(
            f"like-{name}" if known["issuer"] != self.address else f"at-{self.address[-5:]}",
            deployments=(known["deployment_id"],),
            issuer=known["issuer"],
            client_id=known["client_id"],
            auth_url=f"{self.address}/lti/authorize",
            token_url=f"{self.address}/lti/token",
            jwks_url=f"{self.address}/lti/jwks",
            token_audience=known["token_audience"],
        )

    def sign_in(self, browser, name):
        browser.post(f"{self.address}/sign-in", {"person": person_named(name).key}, timeout=10)

    def launch(self, browser, name, link=None):
        """As that person, open the activity; return the page it leads to."""
        self.sign_in(browser, name)
        path = f"/courses/{COURSE}/activities/{link}/start" if link else LINK
        return browser.open(self.address + path)

    def add(self, browser, name):
        """As that teacher, open the tool's page of what can be added."""
        self.sign_in(browser, name)
        return browser.open(f"{self.address}/courses/{COURSE}/add/alongside-demo/start")

    def links(self):
        """Return the activities that were added, newest last."""
        state = requests.get(f"{self.address}/_control/state", timeout=10).json()
        return [one for one in state["link"].values() if not one["id"].startswith("mentoring-")]

    def subject(self, name):
        """Return what tools know the person as."""
        return self.app.extensions["sandbox.lms"].subject(person_named(name))
