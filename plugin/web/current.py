"""What the present request may use: its visit, its actor, and the services of the application."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from flask import url_for
from flask.globals import _cv_app

from plugin.mentoring.people import Actor, Person
from plugin.mentoring.spans import known_zone
from plugin.ports.store import Store
from plugin.ports.values import Clock, Visit
from plugin.services.all import Services
from plugin.web.errors import VisitLapsedError
from plugin.web.visits import TAB_HOSTS, TEAMS

if TYPE_CHECKING:
    from plugin.services.all import Services
    from plugin.services.operating import Operating
    from plugin.web.protocol.tool import LtiTool, MicrosoftTool

EXTENSION, ADDRESSES = "alongside", "alongside.addresses"
NO_ZONE = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """Everything the web layer is given; it reads no setting itself.

    Attributes:
        public_url: where browsers reach the tool; no slash at the end.
        signing_key: signs tickets that leave the frame; at least 32 bytes.
        microsoft: None at level 0 of the ladder.
        frame_origins: origins besides an LMS's own that may frame its visits, such as a portal
            that shows the LMS.
        operating: what an operator sees; None where the page is not offered.
        checks: what `/readyz` asks, by name; each says whether it is well, and may raise.

    """

    store: Store
    services: "Services"
    lti: "LtiTool"
    clock: Clock
    public_url: str
    signing_key: bytes
    microsoft: "MicrosoftTool | None" = None
    frame_origins: tuple[str, ...] = ()
    checks: Mapping[str, Callable[[], bool]] = field(default_factory=dict)
    operating: "Operating | None" = None

    @property
    def secure(self) -> bool:
        """Whether browsers reach the tool over TLS; otherwise it is a trial on this machine."""
        return self.public_url.startswith("https://")


def web() -> Web:
    """Return what the running application was given."""
    return cast("Web", _cv_app.get().app.extensions[EXTENSION])


def services() -> "Services":
    """Return the services of the running application."""
    return web().services


def now() -> datetime:
    """Return the present moment, in UTC; one page has one, as words and dates must agree."""
    if not in_visit():
        return web().clock()
    kept = here()
    known: datetime | None = getattr(kept, "now", None)
    if known is None:
        known = kept.now = web().clock()
    return known


def in_visit() -> bool:
    """Whether this request belongs to an open visit."""
    return _visit() is not None


def in_teams() -> bool:
    """Whether this request belongs to a visit of the tab in Teams, Outlook or Microsoft 365."""
    here = _visit()
    return here is not None and here.host in TAB_HOSTS


def opens_teams() -> bool:
    """Whether links to chats and forms of Teams lead somewhere: not in Outlook's or M365's tab."""
    here = _visit()
    return here is None or here.host not in TAB_HOSTS - {TEAMS}


def visit() -> Visit:
    """Return the visit of this request.

    Raises:
        VisitLapsedError: it has none.

    """
    here = _visit()
    if here is None:
        raise VisitLapsedError
    return here


def _visit() -> Visit | None:
    try:  # asked thirty times for a page
        found: Visit | None = _cv_app.get().g.visit
    except (AttributeError, LookupError):  # not looked for yet, or not in a request
        return None
    return found


def here() -> Any:
    """Return `g` itself: each question to a proxy costs as much as ten to what it stands for.

    A page asks 450 times, so not even the proxy is asked what it stands for.

    Raises:
        LookupError: outside of requests.

    """
    return _cv_app.get().g


def actor() -> Actor:
    """Return who asks, as the launch of this visit said. Raises VisitLapsedError."""
    return actor_of(visit())


def actor_of(here: Visit) -> Actor:
    """Return who acts in a visit."""
    return Actor(
        here.tenant_id,
        here.person_id,
        here.course_id,
        here.role,
        here.is_test,
        here.guest_of,
        administers=here.admin_of is not None,
    )


def viewer() -> Person:
    """Return the person who looks; one query for each request that asks.

    Raises:
        VisitLapsedError: nobody, or a person who was erased since the launch.

    """
    kept = here()
    known: Person | None = getattr(kept, "viewer", None)
    if known is None:
        mine = visit()
        with web().store.look(mine.tenant_id) as work:
            known = kept.viewer = work.person(mine.person_id)
        if known is None:
            kept.visit = None  # not even the error page is shown to them
            raise VisitLapsedError
    return known


def remember_viewer(person: Person | None) -> None:
    """Spare `viewer` its query where a page has read the person with something else."""
    if person is not None and person.person_id == visit().person_id:
        here().viewer = person


def viewer_zone() -> str:
    """Return the zone that times are shown in: the person's own, UTC until they have said."""
    if not in_visit():
        return NO_ZONE
    who, kept = viewer(), here()
    try:  # asked forty times for a page
        whose, found = kept.zone
    except AttributeError:
        whose = None
    if whose is not who:
        found = known_zone(who.zone) or NO_ZONE
        kept.zone = who, found
    return cast("str", found)


def page_url(endpoint: str, **values: object) -> str:
    """Return the address of a page of this visit; the visit's handle is put in by itself."""
    visit_ = _visit()
    if visit_ is None or endpoint[0] == ".":
        return url_for(endpoint, **values)  # type: ignore[arg-type]  # it takes what str() takes
    context = _cv_app.get()
    before, after = context.app.extensions[ADDRESSES].of(endpoint, **values)
    return f"{before}{context.g.handle}{after}"
