"""D7: what one takes along opens with no network, loads nothing, and runs nothing."""

import json
import re
import shutil

import pytest

from tests.looks.looker import Looker
from tests.security.test_talk_pages import POLYGLOT

KINDS = ("goals", "notes", "exchanges", "messages", "promises", "answers", "feedback")
OTHERS = ("We spoke of owls", "You want to write", "Just right", "Ada")
LOADS = "script, link, iframe, object, embed, img, [src], [srcset], [onclick], [onerror], [onload]"


@pytest.fixture(scope="module")
def chromium(playwright):
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine")
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture
def opened(chromium, tmp_path):
    """Return what keeps a reply as a file and opens it on a telephone without any network."""
    windows = []

    def open_one(reply):
        file = tmp_path / reply.headers["Content-Disposition"].split('"')[1]
        file.write_bytes(reply.data)
        windows.append(Looker(chromium, width=360, offline=True))
        page, seen = windows[-1].page, []
        page.on("request", lambda request: seen.append(request.url))
        page.on("dialog", lambda dialog: seen.append(dialog.message))
        page.goto(file.as_uri())
        seen.remove(file.as_uri())
        return windows[-1], seen

    yield open_one
    for window in windows:
        window.close()


@pytest.mark.browser
def test_d7_a_portfolio_opens_offline_and_what_was_written_in_it_stays_text(scene, opened):
    pair, ben = f"relationships/{scene.things.relationship}", scene["ben"]
    ben.post(f"{pair}/messages/", {"subject": "My question", "context": POLYGLOT})
    reply = ben.post(f"{pair}/takeaway/file", everything(*KINDS))

    window, loaded = opened(reply)

    text = window.page.inner_text("main")
    assert reply.headers["Content-Disposition"] == 'attachment; filename="portfolio.html"'
    assert [
        one for one in ("My question", "Write to three", "I was nervous") if one not in text
    ] == []
    assert "<script>alert(1)</script>" in text
    assert "Made on 2 March 2026." in text
    assert [one for one in OTHERS if one in text] == []
    assert "Georgia" in window.page.evaluate("getComputedStyle(document.body).font")
    assert window.page.locator(LOADS).count() == 0
    assert window.overhang() <= 0
    assert loaded == window.judged() == window.complaints == []


@pytest.mark.browser
def test_d7_the_data_beside_the_page_says_the_same(scene, opened):
    pair, ben = f"relationships/{scene.things.relationship}", scene["ben"]
    page, data = (
        ben.post(f"{pair}/takeaway/file", everything(*KINDS, kept_as=how))
        for how in ("html", "json")
    )

    window, _loaded = opened(page)

    said = json.loads(data.data)
    text = window.page.inner_text("main")
    assert {"goals", "notes", "exchanges"} < said.keys()
    words = [one["specific"] for one in said["goals"]] + [one["body"] for one in said["notes"]]
    words += [one["subject"] for one in said["exchanges"]]
    assert len(words) > 3
    assert [one for one in words if one not in text] == []
    assert [one for one in OTHERS if one in data.text] == []


def test_d7_the_data_holds_ones_own_words_and_no_cheer_of_a_partner(scene):
    pair, goal = f"relationships/{scene.things.relationship}", f"goals/{scene.things.goal}"
    scene["ada"].post(f"{goal}/cheer", {"number": 0, "words": "Well done, owl"})

    data = scene["ben"].post(f"{pair}/takeaway/file", everything("goals", kept_as="json"))

    assert data.json["goals"][0]["specific"] == "Write to three"
    assert data.json["goals"][0]["milestones"][0]["text"] == "The first"
    assert "owl" not in data.text
    assert data.json.keys() == {
        "name", "programme", "since", "made_at", "sessions_held", "goals",
    }  # fmt: skip


def test_d7_everything_is_chosen_at_first_and_single_things_stay_out(scene):
    pair, ben = f"relationships/{scene.things.relationship}", scene["ben"]
    form = ben.get(f"{pair}/takeaway/").text
    boxes = re.findall(r'<input type="checkbox"[^>]*>', form)
    items, listed = (
        re.findall(rf'name="{name}" value="exchanges:([^"]+)"', form) for name in ("item", "listed")
    )
    sent = everything("exchanges", "goals") | {
        "listed": [f"exchanges:{one}" for one in listed],
        "item": f"exchanges:{scene.things.exchange}",
    }

    taken = ben.post(f"{pair}/takeaway/file", sent).text

    assert boxes
    assert all(" checked" in box for box in boxes)
    assert set(items) == set(listed) == {scene.things.exchange, scene.things.answered}
    assert "Two offers" in taken
    assert "A title" not in taken
    assert "Write to three" in taken


def test_d7_where_nothing_is_chosen_the_page_stays_with_what_was_chosen(scene):
    pair = f"relationships/{scene.things.relationship}"
    listed = f"goals:{scene.things.goal}"

    reply = scene["ben"].post(f"{pair}/takeaway/file", {"what": "goals", "listed": listed})

    boxes = re.findall(r'<input type="checkbox"[^>]*>', reply.text)
    assert reply.status_code == 422
    assert "Choose at least one thing." in reply.text
    assert [one for one in boxes if " checked" in one] == [
        '<input type="checkbox" name="what" value="goals" checked>'
    ]


def test_d7_words_of_a_partner_stand_in_the_file_with_their_name(scene):
    pair = f"relationships/{scene.things.relationship}"
    said = {"partner": scene.things.ada, "version": 2}
    before = scene["ben"].post(f"{pair}/takeaway/file", everything("goals", "received"))
    scene["ben"].post(f"{pair}/words/take", said)

    page, data = (
        scene["ben"].post(f"{pair}/takeaway/file", everything("received", kept_as=how))
        for how in ("html", "json")
    )

    assert "Two feathers" not in before.text
    assert "It holds my own words only." in before.text
    assert "Two feathers" in page.text
    assert "Ada" in page.text
    assert "It holds my own words only." not in page.text
    (received,) = data.json["received"]
    assert (received["said_by"], received["text"]) == ("Ada", "Two feathers")
    assert received.keys() == {"said_by", "text", "said_at"}


def everything(*kinds, **more):
    """Return what a form sends that names these kinds whole."""
    return {"what": [*kinds], "earlier": [*kinds], **more}
