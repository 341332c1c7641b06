"""Words that two people plant in every field in which they write to one another."""

import re

from tests.security.between_canaries import BETWEEN, between_pages, plant_between

OWN = ("canaryjotting", "canarywrong")
"""Read by their author alone."""
CANARIES = (
    *OWN, "canaryrecord", "canaryheard", "canarythanks", "canarypromise", "canarystep",
    "canarywho", "canarycontact", "canaryanswer", "canaryanother",
    "canaryconcern",
    "canarytask", "canarygoals", "canarymyoffer", "canarymyseek", "canaryaside", "canarymodel",
    *BETWEEN,
    "canarymeetsat",
)  # fmt: skip


def plant(ada, ben, pair, session):
    """Have both write something everywhere; return where it stands."""
    for kind in ("record", "heard", "jotting"):
        _ok(ben.post(f"{session}/notes", {"kind": kind, "body": f"canary{kind}"}))
    _ok(ben.post(f"{session}/notes", {"kind": "went wrong", "body": "canarywrong"}))
    _ok(ada.post(f"{pair}/thanks", {"body": "canarythanks"}))
    owner = re.search(r'<option value="([^"]+)"', ada.get(f"{pair}/promises/").text)[1]
    said = {"text": "canarypromise", "due_on": "2026-04-01", "owner": owner}
    _ok(ada.post(f"{pair}/promises/", said))
    model = {"text": "canarymodel\nStep: canaryprompt"}
    _ok(ada.post(f"{session}/coaching/model", model))
    _ok(ada.post(f"{session}/coaching", {"version": 1, "answer": "canarystep"}))
    _ok(ada.post(f"{pair}/together/take", {"key": "deepening.proud"}))
    for who, text in ((ada, "canaryanswer"), (ben, "canaryanother")):
        answer = {"key": "deepening.proud", "answer": text, "shared": "true"}
        _ok(who.post(f"{pair}/together/answer", answer))
    to = re.search(r'<select id="to" name="to"><option value="([^"]+)"', _together(ada, pair))[1]
    third = {"who": "canarywho", "contact": "canarycontact", "to": to}
    _ok(ada.post(f"{pair}/introductions", third))
    made = re.search(r"/introductions/([\w-]+)", _together(ben, pair))[1]
    _ok(ben.post(f"introductions/{made}", {"word": "yes"}))
    third_says(ada, pair, "yes")
    part = {"offers": "canarymyoffer", "seeks": "canarymyseek", "aside": "canaryaside"}
    _ok(ada.post(f"{pair}/agreement/mine", part | {"role": "canarytask"}))
    _ok(ben.post(f"{pair}/agreement/mine", {"goals": "canarygoals"}))
    ways = {"primary": "teams", "backup": "in person", "backup_detail": "canarymeetsat"}
    _ok(ada.post(f"{pair}/ways/", ways))
    concern = _concern(ben, pair)
    note = re.search(r"/notes/([\w-]+)/", ben.get(f"{session}/").text)[1]
    return {"note": f"notes/{note}", "concern": concern, **plant_between(ada, ben, pair)}


def _concern(ben, pair):
    """Tell a coordinator of ada, in confidence."""
    form = ben.get(f"{pair}/help/concern").text
    to = re.findall(r'name="to" value="([^"]+)"', form)[0]
    told = ben.post(f"{pair}/help/concern", {"text": "canaryconcern", "to": to})
    _ok(told)
    return "concerns/" + re.search(r"/concerns/([\w-]+)/", told.location)[1]


def written_pages(keys):
    """Return the pages where these words may stand."""
    more = {
        keys["pair"]: ("/promises/", "/together/", "/agreement/mine", "/documents/", "/ways/"),
        keys["session"]: ("/", "/coaching", "/feedback"),
        keys.get("note", "notes/none"): ("/", "/share"),
        keys["programme"]: ("/content/",),
        keys.get("concern", "concerns/none"): ("/",),
        "concerns": ("/",),
    }
    pages = [start + end for start, some in more.items() for end in some]
    return [*pages, *between_pages(keys)]


def _together(who, pair):
    return who.get(f"{pair}/together/").text


def _ok(reply):
    assert reply.status_code == 303, reply.text


def third_says(introducer, pair, word):
    """Answer as the third person, at the address that the introducer's page shows."""
    path = re.search(r"/mail/third/[\w.-]+", _together(introducer, pair))[0]
    return introducer.tool.visitor("nobody").ask("POST", path, data={"word": word})
