"""The tab in Teams, Outlook and Microsoft 365: from the host's token to a visit of ours.

The first page holds nothing of anybody. Its script asks the host for a token and posts it here; the
answer is the address of a visit, whose handle is bound to the browser's User-Agent, since hosts
give no cookies back. What the host says besides (which page, which chat) only chooses a page, and
that page asks again who may see it.
"""

import json
import re
import secrets
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, current_app, make_response, render_template, request
from werkzeug import Response

from graph.accounts import CacheKey
from graph.errors import GraphError, GraphUnavailableError
from graph.permissions import delegated_scopes
from graph.tab_tokens import LEEWAY, TabPerson, TabTokenRefusedError
from plugin.mentoring.people import Actor, CourseRole
from plugin.ports.errors import ConflictError, TryLaterError
from plugin.ports.values import Account
from plugin.web.current import in_teams, now, services, visit, web
from plugin.web.error_pages import support_code
from plugin.web.errors import SpentTicketError
from plugin.web.protocol.teams_words import PLACES, REFUSED, UNKNOWN
from plugin.web.protocol.tool import MicrosoftTool, Tab
from plugin.web.rendering import teams_tab, tickets
from plugin.web.security import may_frame
from plugin.web.visits import OFFICE, OUTLOOK, TEAMS, Browser, Visits, fingerprint
from plugin.web.window import is_page

bp = Blueprint("teams_host", __name__, url_prefix="/teams")
visit_bp = Blueprint("teams_visit", __name__, url_prefix="/teams")

PURPOSE = "teams"
HOST_THEMES = {"default": "light", "dark": "dark", "contrast": "contrast", "glass": "dark"}
HOSTS = {"Outlook": OUTLOOK, "OutlookWin32": OUTLOOK, "Office": OFFICE, "Orange": OFFICE}
"""What Microsoft's script calls the others; see its `HostName`. Anything else is Teams."""
THINGS = {
    "relationship": "relationships/{}/",
    "session": "teams/sessions/{}",
    "agreement": "relationships/{}/agreement/",
    "promises": "relationships/{}/promises/",
    "poll": "polls/{}/",
    "exchange": "messages/{}/",
    "request": "requests/{}/",
    "programme": "teams/in-course",
    "opening": "teams/in-course",
    "referral": "teams/in-course",
}
"""Where a link to a thing leads; each page asks for itself who may see it. What concerns a whole
programme is shown in its course only, and the tab says so."""
_THING = re.compile(rf"({'|'.join(THINGS)}):([A-Za-z0-9_-]{{1,64}})")
_THREAD = re.compile(r"19:[A-Za-z0-9_.@=/-]{1,200}")


@dataclass(frozen=True, slots=True)
class Said:
    """What the host says of where it shows the tab; words of a stranger."""

    entity: str
    thing: str
    at: str
    theme: str | None
    locale: str | None
    thread: str | None
    host: str = TEAMS

    @classmethod
    def of(cls, body: dict[str, Any]) -> "Said":
        """Read it; what is not of the expected shape was not said."""
        texts = {k: v for k, v in body.items() if isinstance(v, str)}
        thread = texts.get("thread", "")
        return cls(
            texts.get("entity", ""),
            texts.get("thing", ""),
            texts.get("at", ""),
            HOST_THEMES.get(texts.get("theme", "")),
            texts.get("locale", "")[:35] or None,
            thread if _THREAD.fullmatch(thread) else None,
            HOSTS.get(texts.get("host", ""), TEAMS),
        )


@bp.before_request
def _let_hosts_frame() -> None:
    tab = teams_tab()
    if tab is not None:
        may_frame(*tab.origins)


@bp.get("/tab/<entity>")
def tab(entity: str) -> Response:
    """Show the page that signs in by itself; without its script it leads to a way out."""
    if entity == "channel":
        return make_response(render_template("teams/channel.html"))
    ticket = tickets().issue(PURPOSE, entity[:20], nonce=secrets.token_urlsafe(16))
    at = request.args.get("at", "")[:500]
    page = render_template("teams/opening.html", entity=entity, at=at, ticket=ticket)
    return make_response(page)


@bp.get("/away")
def away() -> Response:
    """Say what to do where no host answers: outside Teams, or with its script blocked."""
    return make_response(render_template("teams/away.html"))


@bp.get("/about")
@bp.get("/privacy", endpoint="privacy")
def about() -> Response:
    """Say what the app is, and what becomes of what people say; the app's public pages."""
    return make_response(render_template("teams/about.html"))


@bp.get("/channel/set-up")
def set_up_channel() -> Response:
    """Let a team put a tab into its channel, which shows nothing of anybody."""
    return make_response(render_template("teams/set_up.html"))


@bp.get("/refused/<code>")
def refused(code: str) -> Response:
    """Say why the tab let nobody in, and what to do."""
    words = REFUSED.get(code) or UNKNOWN
    support = request.args.get("support", "")
    shown = support if re.fullmatch(r"[0-9A-F]{4}-[0-9A-F]{4}", support) else ""
    page = render_template("teams/refused.html", words=words, support=shown)
    return make_response(page, words.status)


@bp.get("/connect")
def connect() -> Response:
    """Show, in the host's popup, the one button that goes on to Microsoft."""
    ticket = request.args.get("ticket", "")[:1000]
    return make_response(render_template("teams/connect.html", ticket=ticket))


@bp.post("/token")
def exchange() -> Response:
    """Turn the host's token into a visit, or into the page that says what is wrong."""
    microsoft = web().microsoft
    tab = microsoft.tab if microsoft else None
    body = request.get_json(silent=True)
    if microsoft is None or tab is None or not isinstance(body, dict):
        return _no("shape")
    token = (request.headers.get("Authorization") or "").removeprefix("Bearer ")
    try:
        tickets().spend(PURPOSE, str(body.get("ticket", "")))
        who = tab.tokens.read(token, now=now())
    except SpentTicketError:
        return _no("replay")
    except TabTokenRefusedError as error:
        return _no(error.problem.value)
    except GraphUnavailableError as error:
        raise TryLaterError("keys of Entra") from error
    if not _same_browser(token, who):
        return _no("replay")
    account = web().store.account_of(tab.cloud, who.entra_tenant_id, who.object_id)
    if account is None:
        return _no("unknown")
    _stay_connected(microsoft, account, token)
    return _entered(account, tab, Said.of(body))


def _same_browser(token: str, who: TabPerson) -> bool:
    """Whether the token came from this browser only: a host gives the same one for an hour.

    A first use is noted as such and with the browser; a later one must find itself noted.
    """
    store, agent = web().store, str(request.user_agent)
    used, here = fingerprint(f"teams/{token}"), fingerprint(f"teams/{token}/{agent}")
    until = who.expires_at + LEEWAY
    if store.spend(used, until=until, now=now()):
        return store.spend(here, until=until, now=now())
    return store.is_spent(here)


def _stay_connected(microsoft: MicrosoftTool, account: Account, token: str) -> None:
    """Get Graph's tokens on behalf of the person, where none are kept; the page asks otherwise."""
    if account.needs_sign_in_since is None and _has_tokens(microsoft, account):
        return
    scopes = sorted(delegated_scopes(1))
    tenant = account.entra_tenant_id
    try:
        signed_in = microsoft.sign_in.on_behalf_of(token, scopes, entra_tenant_id=tenant)
    except GraphUnavailableError:
        return  # the next visit tries again; what is booked meanwhile waits in the ledger
    except GraphError:
        services().accounts.lapsed(account)
        return
    before = microsoft.caches.load(signed_in.key)
    try:
        services().accounts.connect(account)
    except ConflictError:
        return  # somebody signed in at the same moment, which is as good
    microsoft.caches.save(signed_in.key, signed_in.cache, before[1] if before else 0)


def _has_tokens(microsoft: MicrosoftTool, account: Account) -> bool:
    key = CacheKey(account.cloud, account.entra_tenant_id, account.object_id)
    kept = microsoft.caches.load(key)
    return kept is not None and bool(kept[0])


def _entered(account: Account, tab: Tab, said: Said) -> Response:
    """Open a visit outside any course: rights come from what the person is in each relationship."""
    actor = Actor(account.tenant_id, account.person_id, None, CourseRole.NONE)
    browser = Browser(
        str(request.user_agent),
        takes_cookies=False,
        in_frame=True,
        host=said.host,
        theme=said.theme,
        thread=said.thread,
    )
    visits = Visits(store=web().store, clock=web().clock)
    opened = visits.open(actor, browser, frame_origin=" ".join(tab.origins), locale=said.locale)
    home = f"/l/{opened.handle}/"
    return _json({"go": home + _path(home, said)})


def _path(home: str, said: Said) -> str:
    """Return the page that the host means; each page asks for itself who may see it."""
    thing = _THING.fullmatch(said.thing)
    if thing:
        kind, key = thing.groups()
        return THINGS[kind].format(key)
    if said.at and is_page(home, said.at):
        return said.at
    return PLACES.get(said.entity, PLACES["people"])


def _no(code: str) -> Response:
    words, support = REFUSED.get(code) or UNKNOWN, support_code()
    current_app.logger.warning("tab refused: %s, support %s", words.code, support)
    address = f"/teams/refused/{code}?support={support}"
    return _json({"code": words.code, "go": address}, words.status)


def _json(body: dict[str, str], status: int = 200) -> Response:
    return Response(json.dumps(body), status, mimetype="application/json")


@visit_bp.post("/theme")
def theme() -> Response:
    """Keep the theme that the host changed to, so that the next page begins in it."""
    said = HOST_THEMES.get(request.form.get("theme", ""))
    if in_teams() and said:
        web().store.save_visit(replace(visit(), theme=said))
    return make_response("", 204)
