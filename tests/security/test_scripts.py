"""U01, U02, U11: words that are also code stay words, wherever they came in and are shown.

Inert is proven by structure: a page with hostile words has exactly the elements and attributes of
the same page with harmless ones, and no address in it leads anywhere else.
"""

import re
from html.parser import HTMLParser

import pytest

from lti import claims
from tests.security.house import Tool, copied, hidden
from tests.security.polyglots import ONE_LINE, POLYGLOTS, SHORTEST_FIELD, packed
from tests.security.test_matrix import ROWS

WORDS = packed(ONE_LINE)
PLAIN = "Harmless words"


class Structure(HTMLParser):
    """The elements of a page with the names of their attributes, and its addresses."""

    ADDRESSES = frozenset({"href", "src", "action", "hx-get", "hx-post", "formaction", "data"})

    def __init__(self, page):
        super().__init__()
        self.elements, self.addresses = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, *(name for name, _ in attributes)))
        self.addresses += [value for name, value in attributes if name in self.ADDRESSES]


def test_u01_there_are_polyglots_enough():
    assert len(set(POLYGLOTS)) >= 100
    assert all(any(one in words for words in WORDS) for one in ONE_LINE)
    assert max(map(len, WORDS)) <= SHORTEST_FIELD


@pytest.fixture(scope="module")
def harmless(sqlite_template, tmp_path_factory):
    tool = Tool(copied(sqlite_template, tmp_path_factory.mktemp("harmless")))
    yield walked(tool, PLAIN)
    tool.close()


@pytest.mark.parametrize("words", WORDS, ids=range(len(WORDS)))
def test_u01_words_that_are_code_stay_words(harmless, tool, words):
    for name, page in walked(tool, words).items():
        known, seen = Structure(harmless[name]), Structure(page)
        assert (name, seen.elements) == (name, known.elements)
        assert [one for one in seen.addresses if not re.match(r"/(?!/)|#|https://teams", one)] == []
        assert "49" not in re.findall(r"(?:Hello|Welcome), (\S+)", page)


def test_u01_what_is_compared_would_show_a_script(harmless):
    page = harmless["member: pair"]
    name = Structure(page.replace(PLAIN, "<script>alert(1)</script>", 1))

    assert name.elements != Structure(page).elements


def walked(tool, words):
    """Put the words into every field there is; return each page, by who looks and what is shown."""
    said = {"name": words, claims.CONTEXT: {"id": "course-1", "title": words, "label": words}}
    people = {
        name: tool.visitor(name, roles=roles, claims=said).enter()
        for name, roles in (("cleo", TEACHER), ("ada", LEARNER), ("ben", LEARNER))
    }
    cleo, ada, ben = people.values()
    plan = ROWS["POST programmes.create"].form
    texts = dict.fromkeys(("title", "purpose", "goal", "measure"), words[:120])
    place = cleo.post("programmes/", plan | texts).location
    programme = "programmes/" + re.search(r"programmes/([\w-]+)", place)[1]
    cleo.post(f"{programme}/open")
    skill = words[:80]
    profile = {"zone": "Europe/Berlin", "about": words, "seeks": skill, "offers": skill}
    ada.post(f"{programme}/profile/", profile | {"side": "mentor"})
    ben.post(f"{programme}/profile/", profile | {"side": "mentee", "more_seeks": skill})
    cleo.post(f"{programme}/matching/suggest")
    tool.world.run()
    draft = cleo.get(f"{programme}/matching/").text
    cleo.post(f"{programme}/matching/publish", {"version": hidden(draft, "version")})
    pair = "relationships/" + re.search(r"/relationships/([\w-]+)/", ben.get().text)[1]
    terms = dict.fromkeys(("recorded", "shared", "never", "backup", "words"), words[:200])
    numbers = {**ROWS["POST agreements.propose"].form, "version": 0}
    part = dict.fromkeys(("role", "goals", "offers", "seeks", "aside"), words[:200])
    ada.post(f"{pair}/agreement/", numbers | terms | part)
    ben.post(f"{pair}/agreement/sign", part | {"number": 1})
    ben.post(f"{pair}/times/", {"start": "2026-03-10T10:00:00Z"})
    page = ada.get(f"{pair}/").text
    session = "sessions/" + re.search(r"/sessions/([\w-]+)/", page)[1]
    agenda = {"agenda": words, "version": hidden(page, "version"), "relationship": pair[14:]}
    ada.post(f"{session}/agenda", agenda)
    return {
        "coordinator: draft of pairs": draft,
        "coordinator: overview": cleo.get(programme).text,
        "coordinator: people": cleo.get(f"{programme}/people").text,
        "coordinator: people sought": cleo.post(
            f"{programme}/people", {"q": f"nobody {words}"}
        ).text,
        "coordinator: wrong plan": cleo.post("programmes/", plan | texts | {"capacity": 99}).text,
        "member: home": ben.get().text,
        "member: pair": ben.get(f"{pair}/").text,
        "member: agreement": ben.get(f"{pair}/agreement/").text,
        "member: agreement form": ben.get(f"{pair}/agreement/edit").text,
        "member: wrong agreement": ben.post(f"{pair}/agreement/", terms).text,
        "member: profile": ben.get(f"{programme}/profile/").text,
        "member: times": ben.get(
            f"{pair}/times/", query_string={"done": words, "week": words}
        ).text,
        "member: cancel": ben.get(f"{session}/cancel").text,
        "member: settings": ben.get("me/", query_string={"done": words, "theme": words}).text,
    }


TEACHER = ("http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor",)
LEARNER = ("http://purl.imsglobal.org/vocab/lis/v2/membership#Learner",)


@pytest.mark.parametrize("words", POLYGLOTS, ids=range(len(POLYGLOTS)))
def test_u02_an_error_page_repeats_nothing_that_was_sent(scene, words):
    """Neither in the address, nor in the query, nor in a form."""
    ben = scene["ben"]
    replies = [
        ben.get(f"nowhere/{words.replace('?', '').replace('#', '')}"),
        ben.get("relationships/x/", query_string={"q": words, words: "1"}),
        ben.post(f"sessions/{scene.things.session}/cancel", {"version": words}),
    ]

    for reply in replies:
        assert reply.status_code in (404, 400)
        assert words not in reply.text.replace("&lt;", "<")
        assert "<script>alert" not in reply.text
