"""A window that notes every complaint of the browser, and can judge what it shows."""

from pathlib import Path

from tests.looks.backstage import AGENT

AXE = (Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = "color-contrast"  # the only rule that a theme bears on, and the slowest of all
JUDGE = """async (options) => {
  const {violations} = await axe.run(document, {...options, resultTypes: ["violations"]});
  return violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.target[0]).join(" | "));
}"""


class Looker:
    """One person's window on the tool, outside any frame."""

    def __init__(self, chromium, *, width=1280, height=800, **options):
        self.context = chromium.new_context(
            viewport={"width": width, "height": height},
            user_agent=AGENT,
            locale="en-GB",
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
            **options,
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.complaints = []
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message):
        asked_for = message.text.startswith("Failed to load resource")  # an error page's status
        if message.type in ("error", "warning") and not asked_for:
            self.complaints.append(message.text)

    def close(self):
        self.context.close()

    def goto(self, address):
        return self.page.goto(address, wait_until="load")

    def resize(self, width):
        self.page.set_viewport_size({"width": width, "height": 800})

    def theme(self, name):
        self.page.evaluate("name => { document.documentElement.dataset.theme = name }", name)

    def turn(self, direction):
        self.page.evaluate("way => { document.documentElement.dir = way }", direction)

    def judged(self, *, colours=True, layout=True):
        """Return what axe finds wrong, as "rule: where": of the colours, of all else, or both."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        options = {"runOnly": TAGS} if layout else {"runOnly": [CONTRAST]}
        if not colours:
            options["rules"] = {CONTRAST: {"enabled": False}}
        return self.page.evaluate(JUDGE, options)

    def overhang(self):
        """Return by how many pixels the page must be scrolled sideways."""
        return self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
