"""Connecting a person's Microsoft account, in a window of its own: Entra renders in no frame.

Two sessions meet here. A one-time ticket from the visit says who asks; Microsoft says which account
they signed in to. Both are needed, in one browser and one go, before the two are linked.
"""

from flask import Blueprint, make_response, render_template, request
from werkzeug import Response

from graph.capabilities import IN_ONEDRIVE, IN_REPORTS, IN_TODO
from graph.errors import GraphError
from graph.permissions import scopes_by_choice
from graph.sign_in import SignedIn
from plugin.ports.errors import ConflictError
from plugin.ports.values import Account, Visit
from plugin.web.current import now, services, web
from plugin.web.errors import SpentTicketError, VisitLapsedError
from plugin.web.protocol import guests
from plugin.web.protocol.sign_ins import failed, finish, keep_tokens, over, set_out
from plugin.web.rendering import tickets
from plugin.web.visits import TAB_HOSTS, Visits

bp = Blueprint("microsoft", __name__, url_prefix="/ms")

PURPOSE = "microsoft"
TASKS = "microsoft-tasks"
"""The same, with what To Do needs: asked for only when a person wants it."""
FILES = "microsoft-files"
"""The same, with what a folder in their own OneDrive needs."""
REPORTS = "microsoft-reports"
"""The same, with what asking Teams who was in their meetings needs."""


@bp.post("/start")
def start() -> Response:
    """Name who is about to be connected, and go on to Microsoft.

    Raises:
        SpentTicketError, VisitLapsedError.

    """
    handle_hash = tickets().spend(PURPOSE, request.form.get("ticket", ""))
    visit = _visit(handle_hash)
    return set_out(PURPOSE, handle_hash, "microsoft/go.html", who=_label(visit))


@bp.post("/tasks")
def start_tasks() -> Response:
    """Go on to Microsoft for somebody who wants their promises and steps in To Do.

    Raises:
        SpentTicketError, VisitLapsedError.

    """
    handle_hash = tickets().spend(TASKS, request.form.get("ticket", ""))
    who = _label(_visit(handle_hash))
    more = scopes_by_choice(IN_TODO)
    return set_out(TASKS, handle_hash, "microsoft/go.html", more=more, who=who)


@bp.post("/files")
def start_files() -> Response:
    """Go on to Microsoft for somebody in whose OneDrive the documents of their people are to be.

    Raises:
        SpentTicketError, VisitLapsedError.

    """
    handle_hash = tickets().spend(FILES, request.form.get("ticket", ""))
    who, more = _label(_visit(handle_hash)), scopes_by_choice(IN_ONEDRIVE)
    return set_out(FILES, handle_hash, "microsoft/go.html", more=more, who=who)


@bp.post("/reports")
def start_reports() -> Response:
    """Go on to Microsoft for somebody whose own meetings are to tell that people met.

    Raises:
        SpentTicketError, VisitLapsedError.

    """
    handle_hash = tickets().spend(REPORTS, request.form.get("ticket", ""))
    who, more = _label(_visit(handle_hash)), scopes_by_choice(IN_REPORTS)
    return set_out(REPORTS, handle_hash, "microsoft/go.html", more=more, who=who)


@bp.post("/callback")
def callback() -> Response:
    """Link the account that Microsoft names to the person who asked.

    Microsoft's own page posts this. What makes it ours is the cookie of the browser that set out,
    the state that was sent along, and the verifier that only we have.
    """
    answered = finish()
    if answered.purpose in guests.PURPOSES:
        return guests.come_in(answered)
    visit = _visit(answered.subject)
    try:
        signed_in = answered.signed_in()
        _connect(visit, signed_in)
        if answered.purpose == TASKS:
            services().todo.switch_on(visit.tenant_id, visit.person_id)
        if answered.purpose == FILES:
            services().places.allowed(visit.tenant_id, visit.person_id)
        if answered.purpose == REPORTS:
            services().presences.allowed(visit.tenant_id, visit.person_id)
    except (GraphError, ConflictError) as error:
        return failed(error)
    teams = visit.host in TAB_HOSTS
    page = render_template("microsoft/done.html", address=signed_in.account.address, teams=teams)
    return over(make_response(page))


@bp.get("/callback")
def consented() -> str:
    """Thank an administrator who gave a permission: Microsoft sends that answer by address.

    Nothing is believed or kept: anybody can write this address.

    Raises:
        SpentTicketError: it is not such an answer.

    """
    if request.args.get("admin_consent") != "True" or "error" in request.args:
        raise SpentTicketError
    return render_template("microsoft/consented.html")


def _connect(visit: Visit, signed_in: SignedIn) -> None:
    """Link first: tokens of an account that is somebody else's here are not kept."""
    account = signed_in.account
    services().accounts.connect(
        Account(
            visit.person_id,
            visit.tenant_id,
            signed_in.key.cloud,
            account.entra_tenant_id,
            account.object_id,
            account.address,
            now(),
        )
    )
    keep_tokens(signed_in)


def _visit(handle_hash: str) -> Visit:
    visit = web().store.visit(handle_hash)
    visits = Visits(store=web().store, clock=web().clock)
    if visit is None or not visits.is_open(visit):
        raise VisitLapsedError
    return visit


def _label(visit: Visit) -> str:
    with web().store.look(visit.tenant_id) as work:
        person = work.person(visit.person_id)
    if person is None:
        raise VisitLapsedError
    return person.label
