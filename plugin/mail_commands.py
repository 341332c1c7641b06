"""`alongside mail …`: mail that came back, and how deliveries stand."""

from typing import TYPE_CHECKING, BinaryIO

import click

if TYPE_CHECKING:
    from plugin.services.notices import Notices
    from plugin.wiring.house import House


@click.group()
def mail() -> None:
    """Take mail that came back, and say how deliveries stand."""


@mail.command()
@click.argument("report", type=click.File("rb"), default="-")
@click.option("--address", help="Stop this address, instead of reading a report.")
def bounced(report: BinaryIO, address: str | None) -> None:
    """Read one delivery report (RFC 3464), and stop the addresses that it says are no more.

    Let the mail server hand each message to the sender's address to this command. What is no
    report, or tells of a passing trouble, changes nothing.
    """
    from plugin.gateways.bounces import bounces_in

    found = [(address, "by-hand")] if address else bounces_in(report.read())
    notices = _notices(_house())
    stopped = sum(notices.bounced(one, problem) for one, problem in found)
    click.echo(f"{len(found)} addresses in the report; stopped at {stopped} institutions")


@mail.command()
def show() -> None:
    """Count notices by how they stand, and why; nobody's name or address."""
    house = _house()
    for tenant in house.store.tenants():
        with house.store.look(tenant) as work:
            counts = work.notice_counts()
        for (state, way, problem), many in sorted(counts.items()):
            click.echo(f"{tenant:20}{state:10}{way or '-':6}{problem or '-':12}{many}")


def _notices(house: "House") -> "Notices":
    from plugin.wiring.services import notices_of

    return notices_of(house)


def _house() -> "House":
    from plugin.wiring.opening import opened, prepare

    house = opened(waking=True)
    prepare(house)
    return house
