"""Words that two people plant in every field in which they write between sessions."""

import re

from tests.security.house import hidden

BETWEEN = (
    "canarysubject", "canarycontext", "canarymessage", "canaryownaim", "canaryownproof",
    "canarymilestone", "canarycheer", "canaryreview", "canaryproject", "canaryplan",
    "canaryoutcome", "canaryduty", "canaryfile", "canarysummary", "canaryheadline",
    "canaryboard", "canaryidea", "canaryheap", "canaryaword",
)  # fmt: skip
PAIR_PAGES = (
    "/boards/", "/projects/", "/messages/", "/goals/", "/goals/review", "/closing/", "/takeaway/",
    "/words/",
)  # fmt: skip


def plant_between(ada, ben, pair):
    """Have both write in every field; return where it stands."""
    asked = {"subject": "canarysubject", "context": "canarycontext"}
    exchange = _ok(ben.post(f"{pair}/messages/", asked)).location.partition("/messages/")[2]
    key = f"messages/{exchange.split('/')[0]}"
    link = {"body": "canarymessage", "link": "https://video.example/x"}
    _ok(ada.post(f"{key}/", link))
    parts = ("measurable", "achievable", "relevant")
    goal = dict.fromkeys(parts, "canaryownproof") | {"specific": "canaryownaim"}
    goal |= {"due_on": "2026-04-01", "firm": "true"}
    _ok(ben.post(f"{pair}/goals/", goal))
    made = "goals/" + re.search(r"/goals/([\w-]+)/state", ben.get(f"{pair}/goals/").text)[1]
    _ok(ben.post(f"{made}/steps", {"text": "canarymilestone"}))
    _ok(ben.post(f"{made}/reached", {"number": 0, "reached": "true"}))
    _ok(ada.post(f"{made}/cheer", {"number": 0, "words": "canarycheer"}))
    name = made.partition("/")[2]
    review = {f"course-{name}": "gap", f"note-{name}": "canaryreview"}
    _ok(ada.post(f"{pair}/goals/review", review))
    for who, end in ((ben, "ask"), (ada, ""), (ben, "take")):
        page = who.get(f"{pair}/words/").text
        said = {"partner": hidden(page, "partner"), "text": "canaryaword", "version": 2}
        _ok(who.post(f"{pair}/words/{end}", said))
    return {"exchange": key, **_plant_made(ada, ben, pair)}


def _plant_made(ada, ben, pair):
    """Write in a project, and offer a text on it to which nobody else says yes."""
    begun = _ok(ben.post(f"{pair}/projects/", {"title": "canaryproject", "plan": "canaryplan"}))
    key = "projects/" + re.search(r"/projects/([\w-]+)/", begun.location)[1]
    said = {"title": "canaryproject", "plan": "canaryplan", "outcome": "canaryoutcome"}
    _ok(ada.post(f"{key}/", said | {"version": 1}))
    _ok(ada.post(f"{key}/part", {"text": "canaryduty"}))
    file = {"url": "https://docs.example.edu/x", "link_title": "canaryfile", "version": 2}
    _ok(ben.post(f"{key}/files", file))
    _ok(ben.post(f"{key}/showing/", {"title": "canaryheadline", "text": "canarysummary"}))
    put = _ok(ada.post(f"{pair}/boards/", {"question": "canaryboard"})).location
    board = "boards/" + re.search(r"/boards/([\w-]+)/", put)[1]
    _ok(ben.post(f"{board}/ideas", {"text": "canaryidea", "group": "canaryheap"}))
    return {"project": key, "board": board}


def between_pages(keys):
    """Return the pages where these words may stand."""
    made = keys.get("project", "projects/no")
    return [
        *(keys["pair"] + end for end in PAIR_PAGES),
        f"{keys.get('exchange', 'messages/no')}/",
        *(made + end for end in ("/", "/edit", "/showing/")),
        f"{keys['programme']}/shown/",
        f"{keys.get('board', 'boards/no')}/",
    ]


def _ok(reply):
    assert reply.status_code == 303, reply.text
    return reply
