"""The tools to compare with: Flask and pylti1p3, as pylti1p3's README says, and tuned.

In the first, the settings are read from their file at each request and the platform's key set is
fetched for each launch; in the second, settings are read once and hold the key set. Launches are
kept in Flask's session in both. The README's page that tries cookies first would cost one request
more; it is left out.
"""

import hashlib
import json
import os
from pathlib import Path

from flask import Flask, render_template
from pylti1p3.contrib.flask import FlaskMessageLaunch, FlaskOIDCLogin, FlaskRequest
from pylti1p3.tool_config import ToolConfDict, ToolConfJsonFile

HERE = Path(__file__).parent
SETTINGS = "BARE_TOOL_SETTINGS"


def create_app():
    """Build the README's tool; its settings are the file that the environment names."""
    settings = _settings_file()
    return _tool(lambda: ToolConfJsonFile(settings))


def create_tuned():
    """Build the tool that reads its settings once and asks for no keys."""
    settings = ToolConfDict(json.loads(Path(_settings_file()).read_text()))
    return _tool(lambda: settings)


def _settings_file():
    return os.environ[SETTINGS]  # noqa: TID251 - a program of its own, not the tool


def _tool(settings):
    app = Flask(__name__, template_folder=str(HERE))
    # The same in each of its processes: a launch need not go where its login went.
    app.secret_key = hashlib.sha256(_settings_file().encode()).digest()

    @app.get("/healthz")
    def healthz():
        return {"status": "ok"}

    @app.route("/login", methods=["GET", "POST"])
    def login():
        request = FlaskRequest()
        return FlaskOIDCLogin(request, settings()).redirect(request.get_param("target_link_uri"))

    @app.post("/launch")
    def launch():
        said = FlaskMessageLaunch(FlaskRequest(), settings()).get_launch_data()
        return render_template("bare_page.html", person=said.get("name"))

    return app
