"""A form that is wrong says where, keeps what was typed, and is as accessible as before."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.processes]

FORMS = {
    "profile": (
        {"about": "I kept bees." * 60, "more_seeks": "Beekeeping"},
        ["Send my profile"],
        {"side": "Please choose how you take part.", "about": "600 characters"},
    ),
    "programme-new": (
        {"title": "", "goal": "Everybody can name one", "starts_on": "2027-03-01",
         "ends_on": "2027-02-01"},
        ["Make the draft"],
        {"title": "Please fill this in."},
    ),
    "agreement-write": (
        {"words": "What we say stays here." * 20, "goals": "A next step", "backup": "Phone"},
        ["Keep and sign"],
        {"words": "300 characters"},
    ),
}  # fmt: skip


def send(looker, typed, pressed):
    """Fill the form in and send it, whatever the browser itself would hold back."""
    page = looker.page
    page.evaluate(
        """() => { for (const form of document.forms) form.noValidate = true;
        for (const field of document.querySelectorAll("[maxlength]"))
          field.removeAttribute("maxlength"); }"""
    )
    for name, value in typed.items():
        field = page.locator(f"main [name={name}]").first
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    with page.expect_navigation() as answered:
        page.get_by_role("button", name=pressed, exact=True).click()
    return answered.value


@pytest.mark.parametrize("name", FORMS)
def test_a_wrong_field_is_named_described_and_kept(looker, scenes, name):
    typed, pressed, wrong = FORMS[name]
    looker.resize(1280)
    looker.goto(scenes.pages[name])

    answer = send(looker, typed, pressed[0])

    page = looker.page
    assert answer.status == 422
    assert page.evaluate("document.activeElement.id") == "summary"
    for field, words in wrong.items():
        error = page.locator(f"#{field}-error")
        assert re.search(re.escape(words), error.inner_text())
        described = page.locator(f"[aria-describedby~={field}-error]")
        assert described.count() == 1
        assert page.locator(f"#summary a[href='#{field}']").count() == 1
    kept = {name: page.locator(f"main [name={name}]").first.input_value() for name in typed}
    assert kept == typed
    assert looker.judged() == []
    assert looker.complaints == []


def test_a_phone_breaks_no_name_of_a_weekday(looker, scenes):
    looker.resize(360)
    looker.goto(scenes.pages["profile"])

    lines = "all => all.map(name => name.getClientRects().length)"
    assert looker.page.eval_on_selector_all("table.hours thead abbr", lines) == [1] * 7


def test_a_zone_that_is_not_chosen_is_asked_for(open_looker, stage):
    """Scripts are off: they would put the browser's own zone there."""
    looker = open_looker(java_script_enabled=False)
    looker.goto(stage.address(stage.arrives("ruth.ashby", "empty"), "me/"))

    with looker.page.expect_navigation() as answered:
        looker.page.get_by_role("button", name="Keep", exact=True).click()

    assert answered.value.status == 422
    assert looker.page.locator("#zone[aria-invalid=true]").count() == 1
    assert "Please fill this in." in looker.page.locator("#zone-error").inner_text()
    looker.close()


def test_a_booking_without_a_time_says_so(looker, scenes):
    looker.resize(1280)
    looker.goto(scenes.pages["times"])
    looker.page.evaluate(
        "() => document.querySelectorAll('[name=time]').forEach(x => { x.checked = false })"
    )

    with looker.page.expect_navigation() as answered:
        looker.page.get_by_role("button", name="Book this time").click()

    assert answered.value.status == 422
    assert "Please choose a time first" in looker.page.locator("[role=status]").inner_text()
    assert looker.judged() == []
