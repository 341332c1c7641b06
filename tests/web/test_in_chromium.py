"""The handshake and the error pages in a real browser, framed by another site.

The LMS is on `localhost`, the tool on `127.0.0.1`: two sites, without TLS.
"""

import shutil
import threading
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from flask import Blueprint, Flask, render_template, request
from werkzeug.serving import WSGIRequestHandler, make_server

from lti import AskStorage, LaunchRefusedError, RefusalCode
from plugin.web.application import build
from plugin.web.security import may_frame_anywhere

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js"
LMS = """<!doctype html><html lang="en"><title>Course</title><iframe name="tool" title="Tool"
 width="100%" height="700" src="{src}"></iframe><script>
 const asked = []; const answer = {answer};
 window.addEventListener("message", (event) => {{
   const sent = typeof event.data === "string" ? JSON.parse(event.data) : event.data;
   asked.push([event.origin, sent]);
   if (answer && String(sent.subject).startsWith("lti.") && sent.message_id)
     answer(event, {{ subject: sent.subject + ".response", message_id: sent.message_id,
       key: sent.key, value: "kept" }}); }});</script>"""


class Quiet(WSGIRequestHandler):
    def log(self, *_args, **_named):
        pass


@pytest.fixture
def serve():
    """Serve applications on loopback; each call returns a port."""
    servers = []

    def start(app):
        server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server.server_port

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def chromium(playwright):
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine")
    args = ["--no-sandbox", "--test-third-party-cookie-phaseout"]
    browser = playwright.chromium.launch(executable_path=path, args=args)
    yield browser
    browser.close()


def probe(lms):
    """Pages to look at, with the values a handshake would give them."""
    bp = Blueprint("probe", __name__)
    got = {}

    @bp.get("/probe/fetch")
    def fetch():
        may_frame_anywhere()
        return render_template(
            "handshake/fetch.html", ask=AskStorage("ticket-1", "_parent", lms(), "lti_state_1")
        )

    @bp.get("/probe/window")
    def window():
        may_frame_anywhere()
        return render_template("handshake/window.html", ticket="t", names="n")

    @bp.get("/probe/continue")
    def go_on():
        return render_template(
            "handshake/continue.html", ticket="t", person="Leïla Haddad", course="Research Careers"
        )

    @bp.get("/probe/refused")
    def refused():
        raise LaunchRefusedError(RefusalCode.DEPLOYMENT_UNKNOWN)

    @bp.before_app_request
    def keep():
        if request.path == "/lti/storage":
            got["value"] = request.form["value"]

    return bp, got


class Stage:
    """A tool, and a course page of another site that frames one of its pages."""

    def __init__(self, given, serve):
        self.lms = ""
        bp, self.got = probe(lambda: self.lms)
        tool = build(given, pages=[], more=[bp])
        tool.config["TRUSTED_HOSTS"] = None
        self.tool = f"http://127.0.0.1:{serve(tool)}"
        self.answer = "null"
        lms = Flask("lms")
        lms.get("/")(lambda: LMS.format(src=escape(request.args["src"]), answer=self.answer))
        self.lms = f"http://localhost:{serve(lms)}"

    def framed(self, page, path):
        page.goto(f"{self.lms}/?src={self.tool}{path}")
        # By its element: a frame whose page was refused loses its name for a moment.
        return page.wait_for_selector("iframe[name=tool]", state="attached").content_frame()


@pytest.fixture
def stage(given, serve):
    return Stage(replace(given, public_url="http://127.0.0.1"), serve)


@pytest.fixture
def page(chromium):
    page = chromium.new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text))
    yield page
    page.close()


ANSWERS = {
    "as an object": ("(event, reply) => event.source.postMessage(reply, event.origin)", "kept"),
    "as JSON": (
        "(event, reply) => event.source.postMessage(JSON.stringify(reply), event.origin)",
        "kept",
    ),
    "to another question": (
        "(event, reply) => event.source.postMessage({...reply, message_id: 'x'}, event.origin)",
        "",
    ),
    "with an error": (
        "(event, reply) => event.source.postMessage({...reply, error: {code: 'no'}}, '*')",
        "",
    ),
    "not at all": ("null", ""),
}


@pytest.mark.parametrize("how", ANSWERS)
def test_l27_the_platforms_frame_is_asked_and_may_answer(page, stage, how):
    stage.answer, value = ANSWERS[how]

    with page.expect_request(lambda asked: asked.url.endswith("/lti/storage")):
        stage.framed(page, "/probe/fetch")
    page.wait_for_timeout(200)

    assert stage.got["value"] == value


def test_u06_a_frame_of_another_origin_is_not_believed(page, stage):
    stage.answer = ANSWERS["as an object"][0]
    real, stage.lms = stage.lms, "http://localhost:9"
    with page.expect_request(lambda asked: asked.url.endswith("/lti/storage")):
        page.goto(f"{real}/?src={stage.tool}/probe/fetch")
    page.wait_for_timeout(200)

    assert stage.got["value"] == ""


def test_the_lmss_frame_is_asked_to_grow_in_both_ways(page, stage):
    stage.framed(page, "/probe/window").wait_for_selector("h1")
    page.wait_for_function("asked.length >= 2")

    asked = page.evaluate("asked")

    assert {sent["subject"] for _, sent in asked} == {"lti.frameResize"}
    assert all(origin == stage.tool and sent["height"] > 100 for origin, sent in asked)


def test_u05_a_page_for_a_window_of_its_own_is_not_shown_in_a_frame(page, stage):
    frame = stage.framed(page, "/probe/continue")
    page.wait_for_timeout(300)

    assert "Leïla" not in (frame.text_content("body") or "")


LOOKS = [
    ("fetch", "/probe/fetch"),
    ("window", "/probe/window"),
    ("continue", "/probe/continue"),
    ("refused", "/probe/refused"),
    ("lapsed", "/l/nobody/"),
    ("missing", "/nowhere"),
]


@pytest.mark.parametrize(("name", "path"), LOOKS)
def test_u03_every_page_of_the_handshake_is_accessible_and_breaks_no_policy(
    page, stage, name, path, request
):
    page.route("**/handshake.js*", lambda route: route.abort())  # it would go on at once
    folder = request.config.getoption("basetemp")
    wrong = {}
    # A theme changes colours and a width the layout: each theme once, each width once.
    for theme, width in (("light", 1280), ("light", 320), ("dark", 360), ("contrast", 360)):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{stage.tool}{path}?theme={theme}", wait_until="domcontentloaded")
        found = page.evaluate(AXE.read_text(encoding="utf-8") + "; axe.run()")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        wrong[theme, width] = [one["id"] for one in found["violations"]] + ["wide"] * (wide > 0)
        if folder:
            page.screenshot(path=str(Path(folder).parent / f"{name}-{theme}-{width}.png"))

    assert {where: what for where, what in wrong.items() if what} == {}
    assert [text for text in page.complaints if "Content Security Policy" in text] == []
