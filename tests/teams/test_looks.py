"""Every page of the tab as Teams shows it: in its themes, at its widths, and right to left."""

from dataclasses import replace

import pytest

from tests.looks.backstage import AGENT
from tests.looks.looker import Looker
from tests.security.microsoft import ADA
from tests.stores import NORTHMOOR
from tests.teams.window import Window

pytestmark = [pytest.mark.browser]
TOOL = "https://tool.example"
PLACES = {
    "people": "",
    "sessions": "tab=sessions",
    "hours": "tab=hours",
    "chat": "in=chat&thread=19:nobodys@thread.v2",
    "meeting": "in=meeting&thread=19:meeting_look@thread.v2",
}
OUTSIDE = {
    "away": "/teams/away",
    "guest": "/teams/refused/guest",
    "unknown": "/teams/refused/unknown",
    "channel": "/teams/tab/channel",
    "connect": "/teams/connect?ticket=none",
}
WIDTHS = (905, 374, 280)
"""Of the tab on a screen and on a telephone, and of the panel beside a meeting."""


@pytest.fixture(scope="module")
def pages(teams, chromium):
    """Return the address of every page, for Ada, for whom Finn has offered times and Gus waits."""
    link = teams.tool.world.kept("link", teams.things.session)
    with teams.tool.store.work(NORTHMOOR) as work:
        address = "https://teams.example/l/meetup-join/19%3ameeting_look%40thread.v2/0"
        work.save_link(replace(link, join_url=address))
    pair = teams.waiting_pair("gus", "jonas.bruckner@northmoor.example")
    offered = teams.offered_by("mia", "leila.haddad@northmoor.example")
    window = Window(chromium, ADA, user_agent=AGENT)
    found = {name: f"{TOOL}{path}" for name, path in OUTSIDE.items()}
    for name, query in PLACES.items():
        window.open(f"?{query}")
        window.tab.locator("h1").filter(has_not_text="One moment").wait_for()
        found[name] = window.page.frames[-1].url
    home = found["people"].partition("/teams/")[0] + "/"
    window.context.close()
    return found | {
        "offer": f"{home}teams/offer/{pair}",
        "pick": f"{home}polls/{offered}/",
        "in course": f"{home}teams/in-course",
    }


def test_axe_finds_nothing_in_three_themes_and_nothing_is_wider_than_its_window(pages, chromium):
    looker = Looker(chromium)
    found = {}
    for name, address in pages.items():
        looker.goto(address)
        assert looker.page.locator("h1").count() == 1, name
        looker.resize(WIDTHS[1])
        for theme in ("light", "dark", "contrast"):
            looker.theme(theme)
            found[f"{name} {theme}"] = looker.judged(layout=theme == "light")
        for width in WIDTHS:
            looker.resize(width)
            for direction in ("ltr", "rtl"):
                looker.turn(direction)
                found[f"{name} {width} {direction}"] = looker.overhang() > 0
    looker.close()

    assert {where: what for where, what in found.items() if what} == {}
