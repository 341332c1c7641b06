"""A person's browser, without a screen: follows redirects and the forms that send themselves."""

import re
from html.parser import HTMLParser

import requests

SENDS_ITSELF = ("auto", "lti-launch", "send")
MOST_STEPS = 10


class Page(HTMLParser):
    """What of a page acts by itself: its form, or the address that its script goes to."""

    def __init__(self, text):
        super().__init__()
        self.action, self.method, self.fields, self.next = None, "post", {}, None
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.next = attrs.get("data-location", self.next)
        if tag == "form":
            self._inside = attrs.get("id") in SENDS_ITSELF
            if self._inside:
                self.action, self.method = attrs["action"], attrs.get("method", "post")
        elif tag == "input" and self._inside and "name" in attrs:
            self.fields[attrs["name"]] = attrs["value"]

    def handle_endtag(self, tag):
        self._inside = self._inside and tag != "form"


class Browser(requests.Session):
    """One browser, with its cookies.

    Attributes:
        sent: the forms that were sent, in order: address and fields.
        seen: every address that was asked for.

    """

    def __init__(self):
        super().__init__()
        self.trust_env = False
        self.sent, self.seen = [], []

    def send(self, request, **options):
        self.seen.append(request.url)
        answer = super().send(request, **options)
        for cookie in self.cookies:
            cookie.secure = False  # loopback is safe enough for them, as it is for Chromium
        return answer

    def open(self, address):
        """Go to the address and wherever that leads; return the last answer."""
        return self.follow(self.get(address, allow_redirects=False, timeout=20))

    def submit(self, address, fields, method="post"):
        """Send a form; return the answer, without going on."""
        self.sent.append((address, fields))
        how = {"params": fields} if method == "get" else {"data": fields}
        return self.request(method, address, allow_redirects=False, timeout=20, **how)

    def choose(self, page, **chosen):
        """Fill in the form of a page of the tool, and press its button; return where that leads."""
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
        origin = "/".join(page.url.split("/")[:3])
        headers = {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
        answer = self.post(page.url, {**dict(hidden), **chosen}, headers=headers, timeout=20)
        return self.follow(answer)

    def follow(self, answer, *, until=None):
        """Go on from `answer`; stop before a form is sent to `until`, and return its fields."""
        for _ in range(MOST_STEPS):
            page = Page(answer.text)
            if page.action and page.action == until:
                return page.fields
            if answer.is_redirect:
                target = requests.compat.urljoin(answer.url, answer.headers["Location"])
                answer = self.get(target, allow_redirects=False, timeout=20)
            elif page.action:
                answer = self.submit(page.action, page.fields, page.method)
            elif page.next:
                answer = self.get(page.next, allow_redirects=False, timeout=20)
            else:
                return answer
        raise AssertionError(f"it never ends: {answer.url}")
