"""D7: what one takes along opens with no network, loads nothing, and runs nothing."""

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
    reply = ben.get(f"{pair}/takeaway/file?what=exchanges&what=goals")
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

    data = scene["ben"].get(f"{pair}/takeaway/file?what=goals&as=json")

    assert data.json["goals"][0]["specific"] == "Write to three"
    assert data.json["goals"][0]["milestones"][0]["text"] == "The first"
    assert "owl" not in data.text
    assert scene["ben"].get(f"{pair}/takeaway/file?as=json").json.keys() == {
        "name", "programme", "since", "made_at", "sessions_held",
    }  # fmt: skip
