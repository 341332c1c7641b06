"""D7: what one takes along opens with no network, loads nothing, and runs nothing."""

import re
import shutil

import pytest

from tests.security.test_talk_pages import POLYGLOT


@pytest.mark.browser
def test_d7_a_portfolio_opens_offline_and_what_was_written_in_it_stays_text(
    scene, playwright, tmp_path
):
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine")
    pair, ben = f"relationships/{scene.things.relationship}", scene["ben"]
    asked = {"subject": "My question", "context": POLYGLOT}
    ben.post(f"{pair}/messages/", asked)
    reply = ben.post(f"{pair}/takeaway/file", everything("exchanges", "goals"))
    file = tmp_path / "portfolio.html"
    file.write_bytes(reply.data)

    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    try:
        context = browser.new_context(offline=True)
        page, seen = context.new_page(), []
        page.on("request", lambda request: seen.append(request.url))
        page.on("dialog", lambda dialog: seen.append(dialog.message))
        page.goto(file.as_uri())
        text, font = page.inner_text("body"), page.evaluate("getComputedStyle(document.body).font")
    finally:
        browser.close()

    assert reply.headers["Content-Disposition"] == 'attachment; filename="portfolio.html"'
    assert "My question" in text
    assert "<script>alert(1)</script>" in text
    assert "Write to three" in text
    assert "Just right" not in text
    assert "Georgia" in font
    assert seen == [file.as_uri()]


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
