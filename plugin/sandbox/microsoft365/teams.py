"""The pretend Teams: a host that frames the tool's tab and answers Microsoft's own script.

Over https (tests give it a certificate) the tab runs the real `@microsoft/teams-js`. Over http, as
in the demonstration, that script is silent, and the tab's small adapter asks in its own words.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Blueprint, abort, jsonify, render_template, request

from .feed import install
from .meetings import thread_of
from .odata import parse_stamp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from .accounts import Account
    from .app import Parts

TABS = {"people": "My people", "sessions": "Sessions", "hours": "My hours"}
HOSTS = {"Teams": "Pretend Teams", "Outlook": "Pretend Outlook", "Office": "Pretend Microsoft 365"}
"""By the name that Microsoft's script gives them: what shows the app's personal tabs."""
THEMES = ("default", "dark", "contrast")
CIRCLE_THREAD = "19:circle-of-northmoor@thread.v2"
GUEST = "guest"
"""A person who is at home in another tenant, and whom Teams shows as a guest."""


def teams_pages(parts: Parts) -> Blueprint:
    """Return the routes."""
    bp = Blueprint("teams365", __name__, url_prefix="/teams", template_folder="templates")
    desk = Teams(parts)
    bp.add_url_rule("/", "choose", desk.choose)
    bp.add_url_rule("/<key>", "host", desk.host)
    bp.add_url_rule("/<key>/token", "token", desk.token)
    return bp


class Teams:
    """The views."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._world = parts, parts.world

    def choose(self) -> ResponseReturnValue:
        """List who may open Teams."""
        people = sorted(self._world.accounts.all, key=lambda a: a.name)
        return render_template("m365_teams_people.html", people=people)

    def host(self, key: str) -> ResponseReturnValue:
        """Show Teams as this person: an app's tab, a chat, a channel, or a meeting."""
        account = self._account(key)
        install(self._world, account)  # whoever opens it in Teams has it
        shell = request.args.get("host", "Teams")
        if shell not in HOSTS:
            abort(404)
        where = request.args.get("in", "app") if shell == "Teams" else "app"  # no chats elsewhere
        entity = request.args.get("tab", "people")
        meetings = self._meetings(account)
        thread = request.args.get("thread", CIRCLE_THREAD if where == "chat" else "")
        entity = {"chat": "circle", "meeting": "meeting", "channel": "channel"}.get(where, entity)
        page = "channel/set-up" if where == "channel" else f"tab/{quote(entity)}"
        return render_template(
            "m365_teams.html",
            account=account,
            where=where,
            entity=entity,
            thread=thread,
            circle=CIRCLE_THREAD,
            thing=request.args.get("thing", ""),
            silent=request.args.get("silent", ""),
            theme=request.args.get("theme", "default"),
            shell=shell,
            shells=HOSTS,
            tabs=TABS,
            themes=THEMES,
            meetings=meetings,
            feed=self._world.state.every("activity", owner=account.oid)[::-1],
            people=sorted(self._world.accounts.all, key=lambda a: a.name),
            address=f"{self._world.tool_url}/teams/{page}",
            tool=self._world.tool_url,
        )

    def token(self, key: str) -> ResponseReturnValue:
        """Return what Teams gives to the tab of this person."""
        account = self._account(key)
        guest = request.args.get("as") == GUEST
        return jsonify(token=self._parts.grants.teams_token(account, guest=guest))

    def _meetings(self, account: Account) -> list[dict[str, str]]:
        """Return the person's online meetings of yesterday to next month, with their threads."""
        now = self._world.clock()
        found = []
        for event in self._world.state.every("event", owner=account.oid):
            url = event.get("join_url")
            if url and now - timedelta(days=1) < parse_stamp(event["start"]) < now + timedelta(31):
                found.append({"subject": event["subject"], "thread": thread_of(url)})
        return found

    def _account(self, key: str) -> Account:
        account = self._world.accounts.find(key)
        if account is None:
            abort(404)
        return account
