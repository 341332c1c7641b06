"""`alongside jobs …`: work that leaves the process. What waits, what was given up and why."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from plugin.mentoring.people import TenantId
    from plugin.ports.values import LedgerLine
    from plugin.store.ledger_page import LedgerPage
    from plugin.wiring.house import House


@click.group()
def jobs() -> None:
    """List work that waits, runs or was parked; try it again or give it up."""


@jobs.command("list")
@click.option("--tenant", help="Only this institution.")
@click.option("--parked", is_flag=True, help="Only what was given up.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 10_000))
def list_all(tenant: str | None, parked: bool, limit: int) -> None:
    """List what is not done, parked work first, with what to do about it."""
    house = _house()
    shown = 0
    for who in _tenants(house, tenant):
        for line in _page(house).lines(who, limit=limit):
            if not parked or line.state == "parked":
                _say(who, line)
                shown += 1
    if not shown:
        click.echo("Nothing waits, and nothing was parked.")


@jobs.command()
def link() -> None:
    """Print a link to the operator's page: the same list in a browser, with a press for each."""
    from plugin.web.protocol.operator import LINK_LASTS, PURPOSE
    from plugin.web.tickets import Tickets
    from plugin.wiring.house import new_id, utc_now

    house = _house()
    key = house.derived_key(b"alongside tickets")
    papers = Tickets(store=house.store, clock=utc_now, key=key)
    ticket = papers.issue(PURPOSE, PURPOSE, nonce=new_id(), lasts=LINK_LASTS)
    minutes = int(LINK_LASTS.total_seconds() // 60)
    click.echo(f"{house.settings.public_url}/operator/{ticket}")
    click.echo(f"Good once, within {minutes} minutes. Whoever opens it can try work again.")


@jobs.command()
@click.argument("job_id", required=False)
@click.option("--tenant", help="Only this institution.")
@click.option("--all-parked", is_flag=True, help="Everything that was parked.")
def retry(job_id: str | None, tenant: str | None, all_parked: bool) -> None:
    """Queue a parked job anew. Every kind of work is safe to repeat."""
    _decide(job_id, tenant, all_parked, "try_again", "queued again")


@jobs.command()
@click.argument("job_id")
@click.option("--tenant", help="Only this institution.")
@click.confirmation_option(prompt="Give this work up? It will not be done.")
def discard(job_id: str, tenant: str | None) -> None:
    """Give a parked job up: it is never done."""
    _decide(job_id, tenant, False, "discard", "given up")


def _decide(
    job_id: str | None, tenant: str | None, everything: bool, method: str, words: str
) -> None:
    if bool(job_id) == everything:
        raise click.UsageError("Name one job, or --all-parked.")
    house, done = _house(), 0
    page = _page(house)
    for who in _tenants(house, tenant):
        parked = [one for one in page.lines(who, limit=10_000) if one.state == "parked"]
        for line in parked:
            if everything or line.job_id == job_id:
                done += getattr(page, method)(who, line.job_id)
    if not done:
        raise click.ClickException(
            "Nothing was changed: no such parked job, or its like waits already. "
            "See: alongside jobs list"
        )
    click.echo(f"{done} {words}")


def _say(tenant: "TenantId", line: "LedgerLine") -> None:
    when = f"{line.run_at:%Y-%m-%d %H:%M} UTC"
    click.echo(
        f"{line.state:8}{line.kind:24}{line.attempts} tries, {when}  {tenant}  {line.job_id}"
    )
    if line.error:
        from plugin.web.job_words import advice_on

        click.echo(f"        {line.error}")
        click.echo(f"        {advice_on(line.error)}")


def _tenants(house: "House", only: str | None) -> list["TenantId"]:
    from plugin.mentoring.people import TenantId
    from plugin.store.tables import HOUSE

    known = [*house.store.tenants(), TenantId(HOUSE)]
    if only is not None and only not in known:
        raise click.ClickException(f"There is no institution {only}. See: alongside platform list")
    return [one for one in known if only in (None, one)]


def _page(house: "House") -> "LedgerPage":
    from plugin.store.ledger_page import LedgerPage
    from plugin.wiring.house import utc_now

    return LedgerPage(database=house.database, clock=utc_now)


def _house() -> "House":
    from plugin.wiring.opening import opened, prepare

    house = opened(waking=True)
    prepare(house)
    return house
