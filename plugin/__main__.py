"""Commands of the tool: `alongside --help`.

Each command imports what it needs itself, so that the web process never loads the sandbox and a
short command starts fast.
"""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plugin.job_commands import jobs
from plugin.key_commands import keys
from plugin.mail_commands import mail
from plugin.platform_commands import platform
from plugin.privacy_commands import privacy
from plugin.support_commands import support
from plugin.teams_commands import teams

if TYPE_CHECKING:
    from plugin.wiring.house import House


@click.group()
def cli() -> None:
    """Run and look after Alongside."""


@cli.command()
@click.argument("what", required=False, type=click.Choice(["microsoft"]))
@click.option("--inside", help="An address in the scope of the application's Exchange role.")
@click.option("--outside", help="An address that must be outside that scope.")
@click.option(
    "--permissions",
    type=click.Choice(["csv", "json", "entra"]),
    help="Only write each permission with its reason, or the app's manifest.",
)
def check(
    what: str | None, inside: str | None, outside: str | None, permissions: str | None
) -> None:
    """Read the settings and the database, and say what is wrong with them.

    "check microsoft" tries every grant in Microsoft 365 with real requests, and says which one is
    missing and how it is given.
    """
    from plugin.microsoft_commands import check_microsoft, write_permissions

    if permissions:
        write_permissions(permissions)
        return
    if bool(inside) != bool(outside):
        raise click.UsageError("Give --inside and --outside together: one proves the other.")
    house = _house()
    if what == "microsoft":
        if not check_microsoft(house, inside=inside, outside=outside):
            raise click.exceptions.Exit(1)
        return
    click.echo("settings: usable")
    _prepare(house)
    click.echo("database: up to date, and its keys open")
    level = "0, invitations by mail" if house.settings.graph is None else "1 or more"
    click.echo(f"Microsoft 365: level {level}")


@cli.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    from plugin.ports.errors import TryLaterError
    from plugin.store.errors import SchemaError
    from plugin.store.migrate import migrate as bring_up_to_date

    try:
        bring_up_to_date(_house().database)
    except SchemaError as error:
        raise click.ClickException(str(error)) from error
    except TryLaterError as error:
        raise click.ClickException(f"The database does not answer: {error}") from error
    click.echo("database: up to date")


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--threads", default=8, show_default=True, help="Requests served at once.")
def serve(host: str, port: int, threads: int) -> None:
    """Serve the pages. For a campus, use gunicorn instead: see deploy/README.md."""
    import waitress

    from plugin.app import create_app, settle
    from plugin.web.application import Surroundings
    from plugin.wiring.web import build_web

    house = _house(waking=True)
    _prepare(house)
    around = Surroundings(proxies=house.settings.proxies)
    app = create_app(build_web(house), surroundings=around)
    settle()
    waitress.serve(app, host=host, port=port, threads=threads, ident=None)


@cli.command()
@click.option("--die-at", hidden=True, default=None, help="Crash point, for tests.")
@click.option("--ahead-s", hidden=True, default=0, help="Seconds its clock is ahead, for tests.")
def worker(die_at: str | None, ahead_s: int) -> None:
    """Do the work that leaves the process: calendars, folders, mail, rosters."""
    from plugin.jobs import crash_points
    from plugin.wiring.house import utc_now
    from plugin.wiring.worker import work

    if die_at:
        crash_points.arm(die_at)
    utc_now.ahead = timedelta(seconds=ahead_s)
    house = _house(waking=True)
    _prepare(house)
    work(house)


@cli.command("demo-setup")
@click.option("--lms-url", required=True, help="Where the pretend LMS answers.")
def demo_setup(lms_url: str) -> None:
    """Register the sandbox's pretend LMS. Changes nothing when done before."""
    from lti.storage import Registration
    from plugin.mentoring.people import TenantId
    from plugin.wiring.house import utc_now

    house = _house()
    tenant = TenantId("northmoor")
    house.book.add_tenant(tenant, "Northmoor University (pretend)")
    registration = Registration(
        registration_id="sandbox-lms",
        tenant_id=tenant,
        issuer=lms_url,
        client_id="alongside-demo",
        auth_url=f"{lms_url}/lti/authorize",
        token_url=f"{lms_url}/lti/token",
        jwks_url=f"{lms_url}/lti/jwks",
    )
    house.book.add_registration(registration)
    house.book.approve_deployment(registration, "1")
    _prepare(house)
    house.keys.keep_current(utc_now())
    click.echo("demonstration: the pretend LMS is registered")


@cli.command("demo-cohort")
@click.argument("size", type=click.IntRange(3, 100_000), default=60)
def demo_cohort(size: int) -> None:
    """Fill one more programme of the demonstration with SIZE invented people (60).

    Open it as Hana, the instructor, and draft pairs under "Matching".
    """
    from plugin.demo_cohort import DemoCohort
    from plugin.mentoring.people import TenantId
    from plugin.services.programmes import Programmes
    from plugin.wiring.house import new_id, utc_now

    house = _house()
    _prepare(house)
    programmes = Programmes(store=house.store, clock=utc_now, new_id=new_id)
    cohort = DemoCohort(
        store=house.store, programmes=programmes, new_id=new_id, tenant_id=TenantId("northmoor")
    )
    made = cohort.make(size, now=utc_now())
    click.echo(f"demonstration: {size} people have sent a profile for “{made.title}”")


@cli.command()
@click.option("--port", default=8001, show_default=True, help="Of the LMS; the next two follow.")
@click.option("--tool-url", default="http://127.0.0.1:8000", show_default=True)
@click.option("--state-dir", type=click.Path(path_type=Path), default=Path(".state/sandbox"))
def sandbox(port: int, tool_url: str, state_dir: Path) -> None:
    """Pretend to be an LMS, a Microsoft 365 and a mail server, for trying the tool."""
    from plugin.sandbox.serve import run

    run(
        lms_port=port,
        microsoft_port=port + 1,
        smtp_port=port + 2,
        tool_url=tool_url,
        state_dir=state_dir,
    )


def _house(*, waking: bool = False) -> "House":
    from plugin.wiring.opening import opened

    return opened(waking=waking)


def _prepare(house: "House") -> None:
    from plugin.wiring.opening import prepare_in_time

    prepare_in_time(house)


cli.add_command(jobs)
cli.add_command(platform)
cli.add_command(keys)
cli.add_command(teams)
cli.add_command(privacy)
cli.add_command(mail)
cli.add_command(support)

if __name__ == "__main__":
    cli()
