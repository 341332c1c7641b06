"""One person with a browser that knows no scripts: cookies, forms, redirects, and nothing else."""

import re
from urllib.parse import urljoin, urlsplit

import requests
from requests.cookies import RequestsCookieJar

from plugin.sandbox.people import person_named
from tests.journeys.http_page import Page
from tests.journeys.people import COURSE

AGENT = "Mozilla/5.0 (a browser of tests)"


class LoopbackJar(RequestsCookieJar):
    """Sends Secure cookies to loopback without TLS, as Chromium does."""

    def set_cookie(self, cookie, *args, **kwargs):
        cookie.secure = False
        return super().set_cookie(cookie, *args, **kwargs)


class HttpVisitor:
    """Somebody of the pretend university, by name or slug; the page they see is `page`."""

    def __init__(self, world, name, *, course=COURSE, agent=AGENT):
        self.world, self.who, self.course = world, person_named(name), course
        self.browser = requests.Session()
        self.browser.cookies = LoopbackJar()
        self.browser.headers["User-Agent"] = agent
        self.page = self.home = None

    def sign_in(self):
        self.browser.post(f"{self.world.lms}/sign-in", data={"person": self.who.key}, timeout=20)

    def launch(self):
        """Sign in to the LMS and open the mentoring activity of the course."""
        self.begin_launch()
        self.press("Continue")
        self.home = self.page.url
        return self

    def begin_launch(self):
        """Go as far as the page that would post the id_token to the tool."""
        self.sign_in()
        self.get(f"{self.world.lms}/courses/{self.course}/activities/mentoring-{self.course}")
        self.get(self.page.frame)
        self.press("Continue")
        if self.page.url.startswith(self.world.tool):  # by the platform's storage
            self.follow("Go on")

    def get(self, address):
        url = urljoin(self.page.url if self.page else self.world.lms, address)
        return self._see(self.browser.get(url, timeout=30))

    def follow(self, words):
        return self.get(self.page.link(words))

    def press(self, words, *, without=(), **fields):
        """Press a button; `fields` replace what the form holds, a list gives several values."""
        return self.send(*self.filled(words, without=without, **fields))

    def filled(self, words, *, without=(), **fields):
        """Return method, address and fields that pressing the button would send."""
        form, (_, name, value) = self.page.form_with(words)
        sent = [one for one in form.fields if one[0] not in fields and one[0] not in without]
        for key, values in fields.items():
            many = values if isinstance(values, (list, tuple)) else [values]
            sent += [(key, one) for one in many]
        sent += [(name, value)] if name and name not in fields else []
        return form.method, urljoin(self.page.url, form.action), sent

    def send(self, method, address, sent):
        if method == "get":
            return self._see(self.browser.get(address, params=sent, timeout=30))
        parts = urlsplit(self.page.url)
        origin = {"Origin": f"{parts.scheme}://{parts.netloc}"}
        return self._see(self.browser.post(address, data=sent, headers=origin, timeout=30))

    def sees(self, words):
        return re.search(words, self.page.text) is not None

    def must_see(self, words):
        assert self.sees(words), f"{words!r} is not at {self.page.url}: {self.page.text[:1500]}"

    def connect_microsoft(self, button="Connect Microsoft", account=None):
        """Sign in to the pretend Microsoft in a window of its own, and come back."""
        here = self.page.url
        self.press(button)
        self.follow("Go on to Microsoft")
        self.press(re.escape(account or self.who.mailbox))
        if self.sees("Permissions requested"):
            self.press("Accept")
        self.press("Continue")
        self.must_see("Your sessions now go into the calendar")
        self.get(here)

    def _see(self, answer):
        self.page = Page(answer)
        return self.page
