"""The tab in the pretend Teams over http, through its small adapter, as `make run` shows it."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from plugin.app import create_app
from plugin.sandbox.http_server import HttpServer, free_port
from plugin.sandbox.microsoft365 import create_microsoft365
from plugin.sandbox.people import person_named
from tests.security.microsoft import ADA, NOW

pytestmark = [pytest.mark.browser]


def test_u06_the_adapter_opens_the_tab_and_follows_its_host_and_nobody_else(
    teams, chromium, tmp_path
):
    tool_port, host_port = free_port(), free_port()
    tool, host = f"http://127.0.0.1:{tool_port}", f"http://localhost:{host_port}"
    microsoft = create_microsoft365(
        base_url=host,
        state_dir=next(tmp_path.parent.glob("teams-world*/microsoft")),
        clock=lambda: NOW,
        tool_url=tool,
    )
    given = teams.tool.web.microsoft
    tab = replace(given.tab, pretend=True, origins=(host,))
    web = replace(teams.tool.web, public_url=tool, microsoft=replace(given, tab=tab))
    with (
        HttpServer(create_app(web), port=tool_port),
        HttpServer(microsoft, port=host_port),
        chromium.new_context(locale="en-GB") as context,
    ):
        page = context.new_page()
        scripts = []
        page.on("request", lambda one: scripts.append(one.url) if tool in one.url else None)
        page.goto(f"{host}/teams/{person_named(ADA.split('@')[0]).key}?theme=dark")
        frame = page.frame_locator("#tab")

        expect(frame.get_by_role("heading", name="Hello, Ada")).to_be_visible(timeout=20_000)
        page.get_by_label("Theme").select_option("contrast")
        expect(frame.locator("html")).to_have_attribute("data-theme", "contrast")
        with page.expect_popup() as opened:  # the same server by another name is another site
            page.evaluate("port => { window.open(`http://127.0.0.1:${port}/teams/`) }", host_port)
        opened.value.wait_for_load_state()
        for words in ("{to: 'alongside', theme: 'dark'}", "'x'", "null"):
            opened.value.evaluate(f"opener.frames[0].postMessage({words}, '*')")
        flood = "for (let at = 0; at < 2000; at += 1) opener.frames[0].postMessage({at}, '*')"
        opened.value.evaluate(flood)
        page.wait_for_timeout(300)
        expect(frame.locator("html")).to_have_attribute("data-theme", "contrast")  # U06: ignored

    assert {url.partition("?")[0] for url in scripts if ".js" in url} == {f"{tool}/static/teams.js"}
