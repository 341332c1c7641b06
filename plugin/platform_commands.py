"""`alongside platform …`: which learning platforms may launch the tool, and for whom."""

import json
import re
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from plugin.ports.connections import Connection
    from plugin.ports.registrations import Platform
    from plugin.services.connections import ConnectionChecks
    from plugin.services.registrations import Registrations
    from plugin.wiring.house import House

FAMILIES = (
    "canvas",
    "moodle",
    "desire2learn",
    "sakailms.org",
    "blackboard",
    "openedx",
    "schoology",
)
_TENANT = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_TROUBLE = {
    "unknown": "One of the two is not registered, or they are the same.",
    "other-tenant": "They belong to two institutions.",
    "both-used": "Some people have begun work under both; nothing was changed.",
}


def _tenant(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if not _TENANT.fullmatch(value):
        raise click.BadParameter("small letters, digits and hyphens only")
    return value


@click.group()
def platform() -> None:
    """Invite, list, approve and replace learning platforms."""


@platform.command()
@click.option(
    "--tenant", required=True, callback=_tenant, help="Short name of the institution; made if new."
)
@click.option("--name", default=None, help="Its full name, as people read it.")
@click.option("--label", default="", help="To tell invitations apart.")
@click.option("--lms", type=click.Choice(FAMILIES), help="Kind of platform you expect.")
@click.option("--review", is_flag=True, help="What is registered waits for your approval.")
@click.option("--days", default=7, show_default=True, type=click.IntRange(1, 90))
def invite(
    tenant: str, name: str | None, label: str, lms: str | None, review: bool, days: int
) -> None:
    """Print a link that lets one platform register for an institution, once."""
    from plugin.mentoring.people import TenantId

    house, registrations = _opened()
    house.book.add_tenant(TenantId(tenant), name or tenant)
    secret = registrations.invite(
        TenantId(tenant), label=label, family=lms, review=review, lasts=timedelta(days=days)
    )
    url = house.settings.public_url
    click.echo(f"{url}/lti/register/{secret}")
    click.echo(
        f"For {tenant}; one registration within {days} days. Paste it into the LMS where it asks "
        "for a registration address, or open it in a browser to register by hand.",
        err=True,
    )


@platform.command()
@click.option("--tenant", required=True, callback=_tenant)
@click.option("--issuer", required=True)
@click.option("--client-id", required=True)
@click.option("--auth-url", required=True)
@click.option("--token-url", required=True)
@click.option("--jwks-url", required=True)
@click.option("--deployment", default=None, help="Approved at once.")
@click.option("--token-audience", default=None, help="Brightspace wants its own.")
@click.option("--lms", type=click.Choice(FAMILIES))
def add(tenant: str, lms: str | None, deployment: str | None, **values: Any) -> None:
    """Register a platform whose values you have."""
    from plugin.mentoring.people import TenantId
    from plugin.ports.registrations import PlatformEntry, Settled

    house, registrations = _opened()
    house.book.add_tenant(TenantId(tenant), tenant)
    entry = PlatformEntry(
        registration_id=registrations.new_registration_id(),
        tenant_id=TenantId(tenant),
        family=lms,
        deployment_id=deployment,
        **values,
    )
    if registrations.add(entry) is Settled.TAKEN:
        raise click.ClickException("Another institution has this issuer and client id.")
    click.echo("registered")


@platform.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_all(as_json: bool) -> None:
    """List every platform with its state."""
    _, registrations = _opened()
    found = registrations.platforms.all()
    if as_json:
        click.echo(json.dumps([_plain(one) for one in found], indent=2))
        return
    for one in found:
        waiting = sum(status == "pending" for _, status in one.deployments)
        notes = [f"{waiting} deployments wait"] if waiting else []
        notes += ["a change waits"] if one.proposal else []
        click.echo("  ".join([one.registration_id, one.tenant_id, one.state, one.issuer, *notes]))


@platform.command()
@click.argument("registration")
@click.option("--json", "as_json", is_flag=True)
def show(registration: str, as_json: bool) -> None:
    """Show one platform whole."""
    _, registrations = _opened()
    facts = _plain(_found(registrations, registration))
    if as_json:
        click.echo(json.dumps(facts, indent=2))
        return
    for name, value in facts.items():
        click.echo(f"{name.replace('_', ' ')}: {value if value not in (None, [], {}) else '-'}")


@platform.command()
@click.argument("registration")
@click.option("--deployment", default=None, help="Only this deployment.")
def approve(registration: str, deployment: str | None) -> None:
    """Let launches in: of the platform, with changes that waited, or of one deployment."""
    _, registrations = _opened()
    found = _found(registrations, registration)
    if deployment is None:
        registrations.approve(registration)
    else:
        _require_deployment(found, deployment)
        registrations.decide(registration, deployment, approved=True)
    click.echo("approved")
    for name, status in _found(registrations, registration).deployments:
        if status == "pending":
            click.echo(f"deployment {name} still waits: approve it with --deployment {name}")


@platform.command()
@click.argument("registration")
@click.option("--deployment", default=None, help="Only this deployment.")
def disable(registration: str, deployment: str | None) -> None:
    """Let no launch in. People and what they have stay."""
    _, registrations = _opened()
    found = _found(registrations, registration)
    if deployment is None:
        registrations.disable(registration)
    else:
        _require_deployment(found, deployment)
        registrations.decide(registration, deployment, approved=False)
    click.echo("disabled")


@platform.command()
@click.argument("registration")
def remove(registration: str) -> None:
    """Forget a platform by which nobody came."""
    _, registrations = _opened()
    _found(registrations, registration)
    if not registrations.remove(registration):
        raise click.ClickException(
            "People came by it. Disable it, or let another registration succeed it."
        )
    click.echo("removed")


@platform.command()
@click.argument("registration", required=False)
@click.option("--no-ask", is_flag=True, help="Show what is known without asking the platform.")
def check(registration: str | None, no_ask: bool) -> None:
    """Say what is wrong with one connection, or with each: keys, clocks, access, last error."""
    from plugin.wiring.services import connections_of

    house, registrations = _opened()
    checks, wrong = connections_of(house), 0
    known = [one.registration_id for one in registrations.platforms.all()]
    if registration is not None:
        known = [_found(registrations, registration).registration_id]
    for one in known:
        found = checks.view(one) if no_ask else checks.check(one)
        if found is not None:
            wrong += _tell(checks, found)
    if registration is None:
        for stray in checks.connections.strays():
            click.echo(
                f"not registered: {stray.issuer} client {stray.client_id or '-'}, "
                f"{stray.times} logins, the last {stray.seen_at:%Y-%m-%d %H:%M} UTC"
            )
    if wrong:
        raise SystemExit(1)


@platform.command()
@click.argument("old")
@click.argument("new")
@click.option("--yes", is_flag=True, help="Do not ask.")
def succeed(old: str, new: str, yes: bool) -> None:
    """Let NEW take over the people and courses of OLD, after the LMS gave out a new client id."""
    from plugin.ports.errors import RefusedError

    _, registrations = _opened()
    before, after = _found(registrations, old), _found(registrations, new)
    click.echo(f"from {before.issuer} client {before.client_id}")
    click.echo(f"to   {after.issuer} client {after.client_id}")
    if not yes:
        click.confirm("The old registration is switched off. Go on?", abort=True)
    try:
        moved = registrations.succeed(old, new)
    except RefusedError as error:
        raise click.ClickException(_TROUBLE[str(error)]) from error
    click.echo(f"{moved.people} people and {moved.courses} courses moved, {moved.joined} joined")


def _tell(checks: "ConnectionChecks", found: "Connection") -> int:
    """Print one connection's check; return how much of it is wrong."""
    from plugin.services.findings import Mark
    from plugin.web.protocol.connection_words import line

    platform, wrong = found.platform, 0
    click.echo(f"{platform.registration_id}  {platform.issuer}  client {platform.client_id}")
    for said in map(line, checks.findings(found)):
        wrong += said.mark is Mark.BAD
        click.echo(f"  {said.mark:8}{said.title}{f' [{said.code}]' if said.code else ''}")
        if said.text and said.mark in (Mark.BAD, Mark.WAIT):
            click.echo(f"          {said.text}")
    if found.succeeds:
        click.echo(
            f"  wants to take over: alongside platform succeed {found.succeeds} "
            f"{platform.registration_id}"
        )
    return wrong


def _opened() -> "tuple[House, Registrations]":
    from plugin.wiring.opening import opened, prepare
    from plugin.wiring.services import registrations_of

    house = opened()
    prepare(house)
    return house, registrations_of(house)


def _found(registrations: "Registrations", registration: str) -> "Platform":
    found = registrations.platforms.find(registration)
    if found is None:
        raise click.ClickException(f"No platform is registered as {registration}.")
    return found


def _require_deployment(found: "Platform", deployment: str) -> None:
    if deployment not in dict(found.deployments):
        raise click.ClickException("This deployment has not been seen yet.")


def _plain(found: "Platform") -> dict[str, Any]:
    facts = asdict(found) | {
        "deployments": dict(found.deployments),
        "proposal": dict(found.proposal),
    }
    return {name: _json(value) for name, value in facts.items()}


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
