"""The whole sandbox served from one call."""

from contextlib import ExitStack

import requests

from plugin.sandbox.http_server import free_port
from plugin.sandbox.serve import Sandbox


def test_one_call_serves_both_sites_by_every_name_of_this_machine(tmp_path):
    ports = [free_port() for _ in range(3)]
    sandbox = Sandbox(
        lms_port=ports[0],
        microsoft_port=ports[1],
        smtp_port=ports[2],
        tool_url="http://127.0.0.1:1",
        state_dir=tmp_path,
    )

    with ExitStack() as running:
        sandbox.start(running)
        names = [
            f"http://{host}:{port}" for host in ("localhost", "127.0.0.1") for port in ports[:2]
        ]
        statuses = [requests.get(name, timeout=10).status_code for name in names]

    assert statuses == [200] * 4
