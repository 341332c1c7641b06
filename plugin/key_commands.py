"""`alongside keys …`: the keys that sign for the tool, and the one that seals what is kept."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from lti.keys import ToolKey
    from plugin.wiring.house import House

REWRAPPED = "keys.rewrapped"
"""Crash point: one institution's key was sealed anew, others wait."""


@click.group()
def keys() -> None:
    """List, rotate and withdraw signing keys; change the encryption key."""


@keys.command("list")
def list_all() -> None:
    """List the signing keys, with what each is used for and since when."""
    from lti.keys import IN_USE, PUBLISHED_AFTER, PUBLISHED_BEFORE, KeyUse

    house = _house()
    until = {
        KeyUse.NEXT: ("signs from", PUBLISHED_BEFORE),
        KeyUse.ACTIVE: ("signs until", IN_USE),
        KeyUse.RETIRED: ("published until", PUBLISHED_AFTER),
    }
    for one in house.keys.known():
        words, span = until[one.use]
        click.echo(f"{one.key_id}  {one.use:8}{words} {one.since + span:%Y-%m-%d %H:%M} UTC")
    click.echo(f"published at {house.settings.public_url}/lti/jwks", err=True)


@keys.command()
def rotate() -> None:
    """Publish the next signing key now; it signs in a day, when every LMS has read it."""
    from lti.keys import PUBLISHED_AFTER, PUBLISHED_BEFORE
    from plugin.wiring.house import utc_now

    upcoming = _house().keys.rotate(utc_now())
    signs_at = upcoming.since + PUBLISHED_BEFORE
    click.echo(f"{upcoming.key_id} is published, and signs from {signs_at:%Y-%m-%d %H:%M} UTC")
    click.echo(
        f"The present key stays published for {PUBLISHED_AFTER.days} days after that. The worker "
        "sees to both: leave it running.",
        err=True,
    )


@keys.command()
@click.argument("key")
@click.option("--yes", is_flag=True, help="Do not ask.")
def withdraw(key: str, yes: bool) -> None:
    """Take a leaked signing KEY out of use at once. For a planned change, use rotate."""
    from plugin.wiring.house import utc_now

    house = _house()
    if not yes:
        click.confirm(
            "An LMS that keeps a copy of our keys refuses our requests for lists and grades until "
            "it reads them again, usually within the hour. Launches go on. Withdraw?",
            abort=True,
        )
    if not house.keys.withdraw(key, utc_now()):
        raise click.ClickException("No key has this id; see: alongside keys list")
    click.echo(f"{key} is withdrawn; {_signing(house).key_id} signs now")


@keys.command()
@click.option("--die-at", hidden=True, default=None, help="Crash point, for tests.")
def rewrap(die_at: str | None) -> None:
    """Seal every institution's key with the present encryption key; goes on where it stopped."""
    from plugin.jobs import crash_points
    from plugin.store.errors import KeyLostError
    from plugin.store.keys import rewrap as seal_again

    if die_at:
        crash_points.arm(die_at)
    house = _house()
    try:
        changed = seal_again(
            house.database, house.vault, done=lambda _tenant: crash_points.reached(REWRAPPED)
        )
    except KeyLostError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{changed} keys sealed with the present encryption key; none is left of the other")


@keys.command()
def verify() -> None:
    """Open every sealed value once, and say which do not open. Shows nothing of them."""
    from plugin.store.keys import waiting
    from plugin.store.verify import verify as open_everything

    house = _house()
    found = open_everything(house.database, house.vault)
    old = len(waiting(house.database, house.vault))
    for name in found.refused:
        click.echo(f"does not open: {name}", err=True)
    click.echo(f"{found.opened} sealed values open, {len(found.refused)} do not")
    if old:
        click.echo(f"{old} institutions still need the previous key: run alongside keys rewrap")
    if found.refused:
        raise SystemExit(1)


@keys.command()
def apart() -> None:
    """Seal with the keys of people and relationships what is older; once after an upgrade.

    Says which values do not open; they stay as they are.
    """
    from plugin.store.own_sealing import seal_apart

    house = _house()
    found = [seal_apart(house.database, house.vault, one) for one in house.store.tenants()]
    refused = [name for one in found for name in one.refused]
    for name in refused:
        click.echo(f"does not open: {name}", err=True)
    click.echo(f"{sum(one.done for one in found)} values sealed with the keys of whose they are")
    if refused:
        raise SystemExit(1)


def _house() -> "House":
    from plugin.wiring.house import utc_now
    from plugin.wiring.opening import opened, prepare

    house = opened()
    prepare(house)
    house.keys.keep_current(utc_now())
    return house


def _signing(house: "House") -> "ToolKey":
    from lti.keys import KeyUse

    return next(one for one in house.keys.known() if one.use is KeyUse.ACTIVE)
