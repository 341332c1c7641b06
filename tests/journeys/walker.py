"""Somebody with a telephone: a window 360 pixels wide, used by touch or by keyboard alone."""

import re

from tests.looks.looker import Looker

PHONE = 360
MOST_TABS = 150
FIELDS = "input, textarea, select"
SEEN = """() => {
  const one = document.activeElement;
  // The button that a browser puts into a date is drawn, and ringed, by the browser.
  if (one.type === "date" && !one.matches(":focus")) return true;
  const ringed = [one, one.closest("label"), one.nextElementSibling].some(
    (near) => near && getComputedStyle(near).outlineStyle !== "none");
  const box = one.getBoundingClientRect();
  const across = box.right > 0 && box.left < innerWidth;
  return ringed && across && box.bottom > 0 && box.top < innerHeight;
}"""


class Walker(Looker):
    """One person on the pages of one course.

    Attributes:
        by_keyboard: Tab, Enter, Space and typing; the window is never touched.

    """

    def __init__(self, chromium, stage, actor, *, by_keyboard=False):
        super().__init__(chromium, width=PHONE, height=740, has_touch=not by_keyboard)
        self.actor, self.by_keyboard = actor, by_keyboard
        self.home = stage.address(actor)

    def open(self, path=""):
        """Go to a page of one's own visit; returns its status."""
        answer = self.goto(self.home + path)
        self._measure()
        return answer.status

    def press(self, name, **how):
        """Press the first button of this name, which leads on."""
        self._lead_on(self.page.get_by_role("button", name=name, **how))

    def follow(self, name):
        self._lead_on(self.page.get_by_role("link", name=name))

    def press_best_time(self):
        """Press the first of the five times."""
        self._lead_on(self.page.locator(".best button"))

    def unfold(self, words):
        """Open what is folded away under these words."""
        self._use(self.page.locator("summary", has_text=re.compile(words)))

    def tick(self, label):
        self._use(self.page.get_by_label(label), key="Space")

    def choose(self, choices, words):
        """Choose one of a few that exclude one another, with the arrows, from none chosen."""
        self._reach(choices.first)
        self.page.keyboard.press("Space")
        for _ in range(choices.count()):
            if choices.and_(self.page.get_by_label(words, exact=True)).is_checked():
                return
            self.page.keyboard.press("ArrowRight")
        raise AssertionError(f"no arrow leads to {words}")

    def write(self, label, text):
        """Write into a field; a day has the same number as its month, in whatever order."""
        field = self.page.get_by_label(label).and_(self.page.locator(FIELDS)).first
        if not self.by_keyboard:
            field.fill(text)
            return
        self._reach(field)
        if field.get_attribute("type") == "date":
            self.page.keyboard.type("".join(reversed(text.split("-"))))
        else:
            self.page.keyboard.insert_text(text)

    def takes(self, button, folder):
        """Press a button that hands out a file; returns where it is kept."""
        with self.page.expect_download() as handed:
            self._use(self.page.get_by_role("button", name=button))
        file = folder / handed.value.suggested_filename
        handed.value.save_as(file)
        return file

    def sees(self, *words):
        """All of these are to be seen: what is folded away is not."""
        text = self.page.inner_text("main")
        assert [one for one in words if one not in text] == [], text

    def finds_no(self, *words):
        """None of these is anywhere on the page, folded away or not."""
        text = self.page.content()
        assert [one for one in words if one in text] == [], text

    def _lead_on(self, locator):
        with self.page.expect_navigation(wait_until="load"):
            self._use(locator)
        self._measure()

    def _use(self, locator, key="Enter"):
        if self.by_keyboard:
            self._reach(locator.first)
            self.page.keyboard.press(key)
        else:
            locator.first.tap()

    def _reach(self, locator):
        """Press Tab until it has the focus, which can be seen wherever it stops on the way."""
        wanted = locator.element_handle()
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(SEEN), self.page.evaluate("document.activeElement.outerHTML")
            if wanted.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError(f"Tab does not reach {locator}")

    def _measure(self):
        assert self.overhang() <= 0, f"{self.page.url} must be scrolled sideways"
