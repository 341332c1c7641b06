"""The course page in a real browser, with a tool on another site in its frame."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from plugin.sandbox.lms import names

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "vendor" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COURSE = "research-careers"
ACTIVITY = f"/courses/{COURSE}/activities/mentoring-{COURSE}"
STORE_AND_GROW = """<p id="got">waiting</p><script>
const waiting = new Map();
addEventListener("message", (e) => waiting.get(e.data.message_id)?.(e.data));
const ask = (subject, rest) => new Promise((done) => {
  waiting.set(subject, done);
  parent.postMessage({ subject, message_id: subject, ...rest }, "*");
  setTimeout(() => done({ value: "no answer" }), 700);
});
(async () => {
  await ask("lti.put_data", { key: "state", value: "kept" });
  const got = await ask("lti.get_data", { key: "state" });
  await ask("lti.frameResize", { height: 1500 });
  document.getElementById("got").textContent = got.value;
})();
</script>"""
CLOSE = """<script>parent.postMessage({ subject: "org.imsglobal.lti.close" }, "*");</script>"""


@pytest.fixture(scope="module")
def chromium(playwright):
    path = shutil.which("chromium")
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture
def page(chromium, lms):
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, base_url=lms.url)
    page = context.new_page()
    yield page
    context.close()


def become(page, name):
    page.goto("/")
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("button", name="Switch person")).to_be_visible()


def in_frame(page):
    return page.frame_locator("#contentframe")


@pytest.mark.parametrize("by_script", [False, True])
def test_the_frame_launches_whether_the_tool_redirects_or_uses_a_script(page, tool, by_script):
    tool.leads_by_script = by_script
    become(page, "Amara Okafor")

    page.goto(ACTIVITY)

    expect(in_frame(page).get_by_role("heading", name="launched")).to_be_visible()


@pytest.mark.parametrize(("offered", "got"), [(True, "kept"), (False, "no answer")])
def test_platform_storage_keeps_values_where_it_is_switched_on(lms, page, tool, offered, got):
    lms.control("switches", {"platform_storage": offered})
    tool.launch_script = STORE_AND_GROW
    become(page, "Amara Okafor")

    page.goto(ACTIVITY)

    expect(in_frame(page).locator("#got")).to_have_text(got)


def test_the_frame_reaches_the_bottom_and_grows_as_the_tool_asks(page, tool):
    become(page, "Amara Okafor")
    page.goto(ACTIVITY)
    plain = page.locator("#contentframe").bounding_box()
    tool.launch_script = STORE_AND_GROW

    page.reload()
    expect(in_frame(page).locator("#got")).to_have_text("kept")

    assert plain["y"] + plain["height"] == 800
    assert plain["width"] == 1280
    assert page.locator("#contentframe").bounding_box()["height"] == 1500


def test_the_new_window_launches_too(page):
    become(page, "Amara Okafor")
    page.goto(ACTIVITY)

    with page.expect_popup() as popup:
        page.get_by_role("link", name="Open in a new window").click()

    expect(popup.value.get_by_role("heading", name="launched")).to_be_visible()


def test_the_administrators_frame_closes_when_the_tool_says_so(page, tool):
    tool.launch_script = CLOSE
    become(page, "Ruth Ashby")
    page.goto("/admin/tools")

    page.get_by_label("Registration address").fill(f"{tool.url}/lti/closing")
    page.get_by_role("button", name="Register").click()

    expect(page.get_by_role("heading", name="Tools")).to_be_visible()


@pytest.fixture
def grades_made(lms, tool, clock):
    """Put two columns into the grade book."""
    session = tool.service(clock, *names.GRADE_SCOPES)
    for label in ("Sessions held", "Agreement signed"):
        session.post(
            f"{lms.url}/api/lti/courses/{COURSE}/line_items",
            json={"label": label, "scoreMaximum": 10},
            headers={"Content-Type": names.LINE_ITEM_TYPE},
            timeout=5,
        )


PAGES = (
    "/",
    "/courses",
    f"/courses/{COURSE}",
    f"/courses/{COURSE}/grades",
    "/admin/tools",
    "/_control",
    ACTIVITY,
    "/nowhere",
)


@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_scrolls_sideways_troubles_axe_or_breaks_its_own_policy(page, grades_made, width):
    problems = []
    page.on("console", lambda message: problems.append(message.text))
    page.set_viewport_size({"width": width, "height": 800})
    become(page, "Ruth Ashby")

    for path in PAGES:
        page.goto(path)
        problems += [(path, rule) for rule in axe(page)]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path

    assert [p for p in problems if "404" not in p] == []


def axe(page):
    page.evaluate(AXE.read_text(encoding="utf-8"))
    # Frames are the tool's own business.
    run = "(tags) => axe.run(document, { iframes: false, runOnly: tags })"
    outcome = page.evaluate(run, TAGS)
    return [violation["id"] for violation in outcome["violations"]]
