"""Flask with everything that no page need know of: visits, headers, limits and error pages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, g, request
from werkzeug.exceptions import BadRequest, SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import Rule

from plugin.web import rendering, window
from plugin.web.addresses import Addresses
from plugin.web.cookies import sent_cookies
from plugin.web.current import ADDRESSES, EXTENSION, Web, in_visit, web
from plugin.web.error_pages import show_errors
from plugin.web.errors import VisitLapsedError
from plugin.web.protocol import health, lti
from plugin.web.rates import Rates
from plugin.web.security import protect
from plugin.web.visits import Visits

VISIT_PREFIX = "/l/<handle>"
YEAR_S = 31_536_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around the application.

    Attributes:
        proxies: how many proxies of ours each request passes; only their words about the
            client's address are believed.
        rates: how often one address may ask.

    """

    proxies: int = 0
    rates: Rates = field(default_factory=Rates)


class LateRule(Rule):
    """Writes the function that makes its addresses when the first is asked for.

    Werkzeug writes two for each of 300 rules at start: 2 MB, of which most are never called.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        return LateRule._with_query if append_unknown else LateRule._alone

    def _with_query(self, /, **values: object) -> tuple[str, str]:
        self._build_unknown = super()._compile_builder(True).__get__(self)
        return self._build_unknown(**values)

    def _alone(self, /, **values: object) -> tuple[str, str]:
        self._build = super()._compile_builder(False).__get__(self)
        return self._build(**values)


class Tool(Flask):
    """Flask, with a log line for a defect that does not repeat the address: it holds a handle."""

    url_rule_class = LateRule
    jinja_environment = rendering.Templates

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return it as it is: no view of ours is a coroutine, and Flask would ask 26 times."""
        return func

    def log_exception(self, exc_info: Any) -> None:
        """Log the traceback under the endpoint's name."""
        self.logger.error("defect at %s", request.endpoint, exc_info=exc_info)


def build(
    given: Web,
    *,
    pages: Iterable[Blueprint],
    more: Iterable[Blueprint] = (),
    surroundings: Surroundings | None = None,
) -> Flask:
    """Build the application. Takes everything; reads nothing from outside.

    Args:
        given: what requests work with.
        pages: of visits; their addresses follow the visit's handle.
        more: endpoints outside any visit, such as Microsoft's notifications.
        surroundings: None for a process that browsers reach directly.

    """
    around = surroundings or Surroundings()
    app = Tool("plugin.web")
    app.extensions[EXTENSION] = given
    app.extensions[ADDRESSES] = Addresses(app.url_map)
    app.config["TRUSTED_HOSTS"] = [urlsplit(given.public_url).hostname]
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR_S  # addresses change with the content
    app.before_request(_refuse_other_hosts)
    app.before_request(around.rates.check)
    _serve_visits(app)
    protect(app)
    app.before_request(_refuse_nul)
    show_errors(app)
    rendering.prepare(app)
    app.jinja_env.globals["home_url"] = home_url
    for blueprint in (lti.bp, health.bp, window.bp, *more):
        app.register_blueprint(blueprint)
    for blueprint in pages:
        app.register_blueprint(blueprint, url_prefix=VISIT_PREFIX + (blueprint.url_prefix or ""))
    if around.proxies:
        hops = around.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]  # Flask's own way to wrap
    return app


def home_url() -> str:
    """Return the first page of this visit."""
    return f"/l/{g.handle}/"


def _refuse_nul() -> None:
    """Refuse the one character that PostgreSQL keeps in no text, before anything looks for it.

    Raises:
        BadRequest: it stands in the address. Forms lose it when they are read, and a platform's
            messages may not hold it.

    """
    if "\0" in request.path or b"%00" in request.query_string or b"\0" in request.query_string:
        raise BadRequest


def _serve_visits(app: Flask) -> None:
    app.url_value_preprocessor(_take_handle)
    app.url_defaults(_put_handle)
    app.before_request(_find_visit)


def _take_handle(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Take the handle out of the address, so that no view need know of it."""
    if values is None and request.path.startswith("/l/"):
        g.handle = request.path.split("/")[2]  # a page that is not there, in a visit that may be
    else:
        g.handle = (values or {}).pop("handle", None)


def _put_handle(endpoint: str, values: dict[str, Any]) -> None:
    """Put the handle into the addresses of this visit's other pages."""
    if in_visit() and current_app.url_map.is_endpoint_expecting(endpoint, "handle"):
        values.setdefault("handle", g.handle)


def _refuse_other_hosts() -> None:
    """Refuse a request for another host before anything is looked up or rendered.

    Raises:
        SecurityError: Werkzeug's.

    """
    if isinstance(request.routing_exception, SecurityError):
        raise request.routing_exception


def _find_visit() -> None:
    """Find the visit that the address belongs to.

    Raises:
        VisitLapsedError: none that is open in this browser.

    """
    if g.get("handle") is None:
        return
    visits = Visits(store=web().store, clock=web().clock)
    cookies = sent_cookies(request.cookies)
    g.visit = visits.find(g.handle, cookies, str(request.user_agent))
    if g.visit is None:
        raise VisitLapsedError
