"""The same journey on each step of the ladder, with what that step is granted and nothing more."""

import pytest

from graph.permissions import application_scopes
from tests.journeys.steps import BOOKED, make_pair, open_programme
from tests.journeys.world import World, eventually, free_ports

pytestmark = [pytest.mark.processes, pytest.mark.timeout(180)]

AMARA, HANA = "amara.okafor@northmoor.example", "hana.kovacova@northmoor.example"
NEITHER = {"ALONGSIDE_GRAPH_MENTOR_DRIVES": None, "ALONGSIDE_GRAPH_MEETING_REPORTS": None}
SETTINGS = {
    1: {**NEITHER, "ALONGSIDE_GRAPH_SITE_ID": None},
    2: NEITHER,
    3: {
        **NEITHER,
        "ALONGSIDE_GRAPH_CALENDARS_INSIDE": AMARA,
        "ALONGSIDE_GRAPH_CALENDARS_OUTSIDE": HANA,
    },
}
IN_EXCHANGE = {"roles": ["Calendars.ReadWrite", "MailboxSettings.Read"], "mailboxes": [AMARA]}
PROBE = "GET /users/{user-id}/mailboxSettings"


@pytest.fixture(scope="module", params=SETTINGS, ids="level {}".format)
def level(request):
    return request.param


@pytest.fixture(scope="module")
def world(tmp_path_factory, sqlite_template, level):
    world = World(tmp_path_factory.mktemp("level"), free_ports(), but=SETTINGS[level])
    try:
        world.begin(sqlite_template)
        world.control("app-roles", {"roles": sorted(application_scopes(min(level, 2)))})
        if level == 3:
            world.control("exchange-roles", IN_EXCHANGE)
        world.stop("worker")  # it may have a token with what was granted before
        world.start_worker()
        yield world
    finally:
        world.end()


def test_a_session_is_booked_moved_and_called_off(world, level):
    world.switch("tokens_last", on=False)
    pair = make_pair(world, "Amara Okafor", "Leïla Haddad", open_programme(world))
    pair.connect()

    start = pair.book()
    pair.soon_shows(BOOKED)
    for who in (pair.mentor, pair.mentee):
        assert [one["start"][:16] for one in pair.live(who)] == [start[:16]]
    if level == 3:  # the tool goes on by itself where nobody is signed in
        world.control(f"people/{AMARA}/revoke")
    moved = pair.move(1)
    assert eventually(lambda: [one["start"][:16] for one in pair.live()] == [moved[:16]])
    pair.soon_shows(BOOKED)
    pair.cancel()
    assert eventually(lambda: pair.live() == [] == pair.live(pair.mentee))

    seen = world.microsoft_state()
    folders = [one["path"] for one in seen["items"] if "Amara" in one["path"]]
    assert bool(folders) is (level > 1)
    assert seen["refused"].keys() == ({PROBE} if level == 3 else set())
