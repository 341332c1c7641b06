"""A person with the pretend Teams open in a browser of their own."""

from playwright.sync_api import expect

from plugin.sandbox.people import person_named

TEAMS = "https://teams.northmoor.example"


class Window:
    """One person with Teams open in a browser of their own."""

    def __init__(self, chromium, mailbox, **options):
        self.context = chromium.new_context(locale="en-GB", **options)
        self.context.set_default_timeout(20_000)
        self.page = self.context.new_page()
        self.key = person_named(mailbox.split("@")[0]).key
        self.trouble, self.loaded = [], []
        self.page.on("console", self._note)
        self.page.on("response", lambda reply: self.loaded.append(reply.url))

    def _note(self, message):
        # Microsoft's script may not ask its own host for a list that it also brings along.
        if "Content Security Policy" in message.text and "validDomains" not in message.text:
            self.trouble.append(message.text)

    def open(self, query=""):
        self.page.goto(f"{TEAMS}/teams/{self.key}{query}")
        return self

    @property
    def tab(self):
        return self.page.frame_locator("#tab")

    def sees(self, heading):
        expect(self.tab.get_by_role("heading", name=heading).first).to_be_visible(timeout=20_000)
