"""What a browser without scripts makes of a page: its words, its links, and forms to press."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

UNSEEN = {"script", "style", "title", "svg"}
LINES = {"p", "div", "li", "h1", "h2", "h3", "td", "th", "tr", "br", "form", "section", "label"}


@dataclass
class Form:
    """A form as it came: where it goes, what it holds, and its buttons as (words, name, value)."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[list[str]] = field(default_factory=list)


class Page(HTMLParser):
    """One answer, read once.

    Attributes:
        links: (words, address), in order.
        frame: address of the first iframe.

    """

    def __init__(self, answer):
        super().__init__(convert_charrefs=True)
        self.answer, self.status, self.url = answer, answer.status_code, answer.url
        self.forms, self.links, self.frame = [], [], None
        self._form = self._button = self._link = self._select = self._area = None
        self._unseen, self._words, self._option = 0, [], False
        self.feed(answer.text)

    @property
    def text(self):
        """The words on the page, one space between two."""
        return re.sub(r"\s+", " ", "".join(self._words)).strip()

    def form_with(self, words):
        """Return the first form with a button of these words, and that button."""
        for form in self.forms:
            for button in form.buttons:
                if re.search(words, re.sub(r"\s+", " ", button[0])):
                    return form, button
        raise AssertionError(f"no button {words!r} at {self.url}: {self.text[:900]}")

    def link(self, words):
        for text, address in self.links:
            if re.search(words, re.sub(r"\s+", " ", text)):
                return address
        raise AssertionError(f"no link {words!r} at {self.url}: {self.text[:900]}")

    def handle_starttag(self, tag, attrs):
        has = {name: value or "" for name, value in attrs}
        if tag in LINES:
            self._words.append(" ")
        if tag in UNSEEN:
            self._unseen += 1
        elif tag == "form":
            self._form = Form(has.get("action", ""), has.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "a" and "href" in has:
            self._link = ["", has["href"]]
        elif tag == "iframe":
            self.frame = self.frame or has.get("src")
        elif self._form is not None:
            self._field(tag, has)

    def handle_endtag(self, tag):
        if tag in LINES:
            self._words.append(" ")
        if tag in UNSEEN:
            self._unseen -= 1
        elif tag == "form":
            self._form = None
        elif tag == "button":
            self._button = None
        elif tag == "a" and self._link:
            self.links.append(tuple(self._link))
            self._link = None
        elif tag == "textarea" and self._area:
            self._form.fields.append((self._area[0], self._area[1].removeprefix("\n")))
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data):
        if self._unseen:
            return
        if self._area:
            self._area[1] += data
        if self._button:
            self._button[0] += data
        if self._link:
            self._link[0] += data
        self._words.append(data)

    def _field(self, tag, has):
        name, value = has.get("name", ""), has.get("value", "")
        if tag == "button":
            self._button = ["", name, value]
            self._form.buttons.append(self._button)
        elif tag == "textarea":
            self._area = [name, ""]
        elif tag == "select":
            self._select = name
        elif tag == "option":
            self._choose(value, selected="selected" in has)
        elif tag == "input" and name:
            ticked = has.get("type") not in {"radio", "checkbox"} or "checked" in has
            self._form.fields += [(name, value)] if ticked else []

    def _choose(self, value, *, selected):
        """Take the first option until a later one is marked."""
        others = [one for one in self._form.fields if one[0] != self._select]
        if selected or len(others) == len(self._form.fields):
            self._form.fields[:] = [*others, (self._select, value)]
