"""G5, M11: people stand in one form and in no order of merit, on any page there is."""

import re
from dataclasses import fields
from html import unescape

from plugin.mentoring.enrolment import Profile
from plugin.mentoring.people import Person
from tests.security.test_matrix import ROWS, ask

RANKING = re.compile(
    r"\b(rank(?:s|ed|ings?)?|leader ?board|league|top (?:ten|mentors?|mentees?|\d)|"
    r"best (?:mentor|mentee)s?|"
    r"streak|trophy|medal|high ?score|first place|most active|least active)\b",
    re.IGNORECASE,
)
MERIT = {"rank", "title", "level", "grade", "position", "seniority", "points", "stars", "rating"}
CARD = re.compile(r'<div class="person">(.*?)</div></div>', re.DOTALL)


def shown(page):
    """Return the words of a page, without its marks, scripts and looks."""
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_g5_no_page_of_anybody_ranks_people(scene):
    found, looked_at = {}, 0
    for name in (one for one in ROWS if one.startswith("GET")):
        for who in ("cleo", "ada", "ben"):
            if ROWS[name].expected[who] == 200:
                words = RANKING.findall(shown(ask(scene[who], name, scene.things).text))
                looked_at += 1
                if words:
                    found[name, who] = words

    assert looked_at > 100
    assert found == {}


def test_g5_people_of_a_course_are_listed_by_name_whatever_they_did(scene):
    page = scene["cleo"].get(f"programmes/{scene.things.programme}/people").text

    names = re.findall(r'<div class="person">.*?<(?:strong|a[^>]*)>([^<]+)<', page, re.DOTALL)

    assert {"Ada", "Ben", "Dora"} <= set(names)
    assert names == sorted(names, key=str.casefold)


def test_m11_everybody_on_a_page_of_two_stands_in_the_same_form(scene):
    page = scene["ben"].get(f"relationships/{scene.things.relationship}/").text

    cards = [re.sub(r">[^<]+<", "><", one) for one in CARD.findall(page)]
    plain = {re.sub(r'class="av f\d+[^"]*"', 'class="av"', one) for one in cards}

    assert len(cards) == 2
    assert len(plain) == 1


def test_m11_nobody_is_asked_for_a_rank():
    kept = {one.name for kind in (Person, Profile) for one in fields(kind)}

    assert kept & MERIT == set()
