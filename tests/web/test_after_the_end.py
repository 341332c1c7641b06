"""After the end nothing is still to come, and no page says so."""

import re

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.programme import Format
from tests.mentoring.test_parts import part
from tests.security.house import TERMS
from tests.services.test_circles import related

PAGES = (
    "", "agreement/", "boards/", "closing/", "documents/", "goals/", "members/", "messages/",
    "projects/", "promises/", "together/", "words/",
)  # fmt: skip
TO_COME = re.compile(r"\byet\b|\bnoch (nicht|nichts|kein|keine|niemand)\b", re.IGNORECASE)


def words(page):
    shown = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page.text, flags=re.DOTALL)
    return " ".join(shown.split())


def said_of_what_is_to_come(tool, key, *, speaks):
    told = {"https://purl.imsglobal.org/spec/lti/claim/launch_presentation": {"locale": speaks}}
    visitor = tool.visitor("ben", claims=told).enter()
    found = {
        path: visitor.get(f"relationships/{key}/{path}", follow_redirects=True) for path in PAGES
    }
    assert {page.status_code for page in found.values()} == {200}
    assert all(f'<html lang="{speaks}' in page.text for page in found.values())
    return {
        path: [text[max(one.start() - 60, 0) : one.end() + 20] for one in TO_COME.finditer(text)]
        for path, page in found.items()
        if TO_COME.search(text := words(page))
    }


@pytest.fixture
def ended(tool):
    """A pair and a circle that began to agree, and one of each that did nothing."""
    world, keys = tool.world, []
    templates = {Format.ONE_TO_ONE: "career-one-to-one", Format.CIRCLE: "first-year-circles"}
    for format_, template in templates.items():
        for busy in (False, True):
            programme = world.programme(template=template)
            members = ((world.ada, Side.MENTOR), (world.ben, Side.MENTEE))
            key = related(world, programme, format_, *members)
            if busy:
                mine = part(key, world.ben)
                world.services.agreements.propose(key, TERMS, version=0, actor=world.ben, part=mine)
            keys.append(key)
    for key in keys:
        world.end(key)
    return keys


@pytest.mark.parametrize("speaks", ["en", "de"])
def test_nothing_is_still_to_come(tool, ended, speaks):
    found = [said_of_what_is_to_come(tool, key, speaks=speaks) for key in ended]

    assert found == [{}] * len(ended)
