"""U01: what browsers make of pages that are full of words that are also code.

The pages are opened from files, so that no policy of ours stands between the words and a script:
what is shown is words to Chromium, Firefox and WebKit, or it is not.
"""

import json
import re
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.exchanges import LONGEST_CONTEXT, ExchangeKind
from plugin.mentoring.goals import Goal
from plugin.mentoring.notes import NoteKind
from plugin.mentoring.place import Place, PlaceState
from plugin.mentoring.training import Kind, Module
from tests.journeys import firefox, webkit
from tests.security.conftest import scene_in
from tests.security.polyglots import POLYGLOTS
from tests.stores import NORTHMOOR

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

BUILT = """
const every = [...document.querySelectorAll("*")];
const leads = ["href", "src", "action", "formaction", "data", "xlink:href"];
return {
  structure: every.map((one) => [one.localName, ...one.getAttributeNames().sort()].join(" ")),
  addresses: every.flatMap((one) => leads.map((name) => one.getAttribute(name)).filter(Boolean)),
  text: document.body.textContent,
  values: every.map((one) => one.getAttribute("value")).filter(Boolean),
  title: document.title,
};
"""
MARKS = {"p", "em", "strong", "ul", "ol", "li", "code", "br", "a", "pre", "hr", "blockquote"}
"""What Markdown may make of words; all of it stands on the harmless page, too."""
OWN = re.compile(r"/(?!/)|#|file:///|https://files\.example/|https://teams\.")
EVIL = re.compile(r"\s*(javascript|data|vbscript):|//", re.IGNORECASE)


class Chromium:
    def __init__(self, playwright, path):
        self._browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        self._page = self._browser.new_page()

    def go(self, address):
        self._page.goto(address)

    def run(self, script):
        return self._page.evaluate(f"() => {{ {script} }}")

    def close(self):
        self._browser.close()


class Firefox(firefox.Firefox):
    def run(self, script):
        return self("WebDriver:ExecuteScript", script=script, args=[])["value"]


@pytest.fixture(scope="module", params=["chromium", "firefox", "webkit"])
def engine(request, tmp_path_factory):
    """One window of each engine, for all pages of this module."""
    folder = tmp_path_factory.mktemp(request.param) / "profile"
    if request.param == "chromium":
        path = shutil.which("chromium") or shutil.which("google-chrome")
        if path is None:
            pytest.skip("no Chromium on this machine")
        opened = Chromium(request.getfixturevalue("playwright"), path)
    elif request.param == "firefox":
        if firefox.path() is None:
            pytest.skip("no Firefox: apt install firefox-esr")
        opened = Firefox(folder, cookies=firefox.PARTITION)
    else:
        if webkit.missing():
            pytest.skip(f"no {webkit.missing()}: apt install webkit2gtk-driver xvfb")
        opened = webkit.WebKit(folder)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def pages(prepared, tmp_path_factory):
    """Where each page is kept, with words that are code and with as many that are none."""
    kept = {}
    for name, texts in (("hostile", POLYGLOTS), ("harmless", _harmless(len(POLYGLOTS)))):
        scene = scene_in(prepared, tmp_path_factory.mktemp(name))
        for page, reply in filled(scene, texts).items():
            assert reply.status_code == 200, page
            kept[name, page] = tmp_path_factory.mktemp("pages") / f"{name}.html"
            kept[name, page].write_text(reply.text)
        scene.tool.close()
    return kept


def _harmless(many):
    return [f"Harmless words {number}" for number in range(many)]


def filled(scene, texts):
    """Put all of the texts onto each of these pages; return the pages."""
    world, things = scene.tool.world, scene.things
    pair = f"relationships/{things.relationship}"
    world.clock.advance(minutes=1)  # after the idea that is there: of one moment any may be first
    for text in texts:
        world.services.boards.add(things.board, text, "", actor=world.ada)
    programme = world.kept("programme", things.programme)
    world.save("programme", replace(programme, skills=tuple(texts)))
    module = Module("", Kind.TRAINING, "Words", "\n\n".join(texts))
    kept = world.services.training_desk.save(
        things.programme, module, language="en", actor=world.cleo
    )
    folder = _folder(world, things.relationship)
    for number, text in enumerate(texts):
        world.folders.add(folder, f"{number:03} {text}", b"x")
    _goals(world, things.relationship, texts)
    exchange = _message(world, things.relationship, texts)
    whole = "\n\n".join(texts)
    world.services.records.write(things.session, NoteKind.RECORD, whole, actor=world.ada)
    return {
        "goals": scene["ben"].get(f"{pair}/goals/"),
        "messages": scene["ben"].get(f"messages/{exchange}/"),
        "notes": scene["ben"].get(f"sessions/{things.session}/"),
        "ideas": scene["ben"].get(f"boards/{things.board}/"),
        "skills": scene["ben"].get(f"programmes/{things.programme}/profile/"),
        "file names": scene["ben"].get(f"{pair}/documents/"),
        "Markdown": scene["ben"].get(f"programmes/{things.programme}/training/{kept.key}/"),
    }


def _goals(world, pair, texts):
    """Set goals that say all of them, four a goal, each with a step."""
    ada, now = world.ada, world.clock()
    for four in zip(*[iter([*texts, *texts[:3]])] * 4, strict=False):
        said = Goal(
            "", NORTHMOOR, pair, ada.person_id, *four, now.date() + timedelta(days=9), now, now
        )
        goal = world.services.goals.begin(said, firm=True, actor=ada)
        world.services.goals.add_milestone(goal.goal_id, four[0], actor=ada)
        world.services.goals.reach(goal.goal_id, 0, now.date(), actor=ada)
        world.services.goals.cheer(goal.goal_id, 0, four[1], actor=world.ben)


def _message(world, pair, texts):
    """Ask a question of which the first are its subject and what one has to know for it."""
    context, message = "\n".join(texts)[:LONGEST_CONTEXT], "\n\n".join(texts)
    asked = world.services.exchanges.ask(
        pair, ExchangeKind.QUESTION, texts[0], context, urgent=False, actor=world.ada
    )
    world.services.exchanges.write(asked.exchange_id, message, "", actor=world.ada)
    return asked.exchange_id


def _folder(world, relationship):
    world.save("place", Place(relationship, NORTHMOOR, PlaceState.QUEUED, world.clock()))
    world.services.places.make(NORTHMOOR, relationship)
    return world.kept("place", relationship).folder


def built(engine, file):
    engine.go(file.as_uri())
    return engine.run(BUILT)


@pytest.mark.parametrize("page", ["ideas", "skills", "file names", "goals"])
def test_u01_a_browser_makes_words_of_what_is_code_elsewhere(engine, pages, page):
    hostile, harmless = (built(engine, pages[name, page]) for name in ("hostile", "harmless"))

    assert hostile["structure"] == harmless["structure"]
    assert [one for one in hostile["addresses"] if not OWN.match(one)] == []
    assert hostile["title"] == harmless["title"]
    shown = _plain(hostile["text"] + json.dumps(hostile["values"], ensure_ascii=False))
    assert [one for one in POLYGLOTS if _plain(one) not in shown] == []


@pytest.mark.parametrize("page", ["Markdown", "messages", "notes"])
def test_u01_markdown_makes_marks_of_it_and_nothing_that_acts(engine, pages, page):
    hostile, harmless = (built(engine, pages[name, page]) for name in ("hostile", "harmless"))

    known = {one.split()[0] for one in harmless["structure"]} | MARKS
    assert {one.split()[0] for one in hostile["structure"]} <= known
    assert [one for one in hostile["structure"] if re.search(r" on|srcdoc|style", one)] == []
    assert [one for one in hostile["addresses"] if EVIL.match(one)] == []


def test_u01_a_page_that_let_one_through_would_be_seen(engine, pages, tmp_path):
    text = pages["hostile", "ideas"].read_text()
    let_through = text.replace("&lt;details open ontoggle", "<details open ontoggle", 1)
    file = tmp_path / "broken.html"
    file.write_text(let_through)

    assert let_through != text
    assert (
        built(engine, file)["structure"] != built(engine, pages["harmless", "ideas"])["structure"]
    )


def _plain(text):
    return " ".join(text.split())
