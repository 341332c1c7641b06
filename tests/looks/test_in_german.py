"""German words are long: no page of theirs is wider than a telephone."""

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.hours import WeekHours

pytestmark = [pytest.mark.browser, pytest.mark.processes]

COURSE, LOCALE = "auf-deutsch", "de-DE"
MENTOR, MENTEE = "omer.yilmaz", "jonas.bruckner"
NAMES = (
    "overview", "people", "matching", "roster", "home", "profile", "pair", "agreement", "write",
    "times", "account", "who-sees-what", "training", "training-page", "training-desk",
    "training-figures", "ask",
)  # fmt: skip


@pytest.fixture(scope="module")
def pages(stage):
    """One pair that has agreed and booked nothing, as Jonas and its coordinator see it."""
    hana = stage.coordinator(COURSE)
    mentor, jonas = stage.arrives(MENTOR, COURSE), stage.arrives(MENTEE, COURSE)
    programme = stage.open_programme(hana)
    free = {"zone": "Europe/Berlin", "hours": WeekHours.office(9, 12)}
    stage.answers(programme, mentor, Side.MENTOR, **free)
    stage.answers(programme, jonas, Side.MENTEE, **free)
    pair = stage.pairs(programme, mentor, jonas, days_ago=40)
    stage.agrees(pair, programme, mentor, jonas)
    course = f"programmes/{programme.programme_id}"
    ours = f"relationships/{pair.relationship_id}"
    where = {
        "overview": (hana, ""),
        "people": (hana, f"{course}/people"),
        "matching": (hana, f"{course}/matching/"),
        "roster": (hana, f"{course}/roster"),
        "home": (jonas, ""),
        "profile": (jonas, f"{course}/profile/"),
        "pair": (jonas, f"{ours}/"),
        "agreement": (jonas, f"{ours}/agreement/"),
        "write": (jonas, f"{ours}/agreement/edit"),
        "training": (jonas, f"{course}/training/"),
        "training-page": (jonas, f"{course}/training/culture/?page=3"),
        "training-desk": (hana, f"{course}/training-desk/"),
        "training-figures": (hana, f"{course}/training-desk/figures/how-it-goes"),
        "ask": (jonas, f"{course}/ask/"),
        "times": (jonas, f"{ours}/times/?week=1"),
        "account": (jonas, "me/"),
        "who-sees-what": (jonas, "me/who-sees-what"),
    }
    return {name: stage.address(who, path, LOCALE) for name, (who, path) in where.items()}


@pytest.mark.parametrize("name", NAMES)
def test_a_german_page_is_never_wider_than_its_window(looker, pages, name):
    answer = looker.goto(pages[name])

    wide = {}
    for width in (1280, 360, 320):
        looker.resize(width)
        wide[width] = looker.overhang()
    assert answer.status == 200
    assert looker.page.locator("html").get_attribute("lang") == LOCALE
    assert {width: by for width, by in wide.items() if by > 0} == {}
