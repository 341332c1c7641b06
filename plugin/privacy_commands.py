"""`alongside privacy …`: what people ask about their own data, and what came of it."""

from typing import IO, TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from plugin.mentoring.people import PersonId, TenantId
    from plugin.ports.privacy import KeyRemoval
    from plugin.wiring.house import House


@click.group()
def privacy() -> None:
    """Look after people's own data, help, and the audit."""


@privacy.command()
@click.option("--tenant", help="Only this institution.")
def requests(tenant: str | None) -> None:
    """List wishes, the latest first: when, what, and the key of the person."""
    from plugin.services.privacy import ASKED
    from plugin.store.privacy_requests import privacy_requests

    house = _house()
    shown = 0
    for who in house.store.tenants():
        if tenant in (None, who):
            for asked in privacy_requests(house.database, ASKED, who):
                click.echo(f"{asked.at:%Y-%m-%d %H:%M}  {asked.wish:8}  {who}  {asked.person}")
                shown += 1
    if not shown:
        click.echo("Nobody has asked for anything.")


@privacy.command()
@click.argument("tenant")
@click.argument("person")
@click.option("--release", is_flag=True, help="They receive concerns no more.")
def officer(tenant: str, person: str, release: bool) -> None:
    """Have a person of an institution receive concerns when no coordinator may, or in time.

    PERSON is the key that `alongside privacy people` shows.
    """
    from plugin.mentoring.people import PersonId, TenantId
    from plugin.services.support import Support

    house = _house()
    who = TenantId(_known(house, tenant))
    if not Support(store=house.store).appoint(who, PersonId(person), wanted=not release):
        raise click.ClickException(f"{tenant} has nobody with the key {person}.")
    click.echo("Released." if release else "Appointed. They find concerns under Settings.")


@privacy.command()
@click.argument("tenant")
@click.argument("contacts", nargs=-1, required=True)
def support(tenant: str, contacts: tuple[str, ...]) -> None:
    """Say where help is found: "Counselling: 0123 456789", each place in quotation marks."""
    from plugin.mentoring.people import TenantId
    from plugin.ports.trouble import Contact
    from plugin.services.support import Support

    house = _house()
    pairs = [one.partition(":") for one in contacts]
    if any(not how.strip() for _what, _colon, how in pairs):
        raise click.UsageError("Put a colon between what it is and how it is reached.")
    said = tuple(Contact(what.strip(), how.strip()) for what, _colon, how in pairs)
    Support(store=house.store).say(TenantId(_known(house, tenant)), said)
    click.echo(f"{len(said)} places are shown to everybody of {tenant}.")


@privacy.command()
@click.argument("tenant")
@click.argument("search")
def people(tenant: str, search: str) -> None:
    """Find the key of a person by a part of their name."""
    from plugin.mentoring.people import TenantId
    from plugin.store.finding import find_people

    house = _house()
    for key, name in find_people(house.database, TenantId(_known(house, tenant)), search):
        click.echo(f"{key}  {name}")


@privacy.command()
@click.argument("tenant")
@click.argument("days", type=click.IntRange(0, 365))
def keep(tenant: str, days: int) -> None:
    """Keep what people write for so many days after a programme has ended; 60 unless chosen."""
    from plugin.mentoring.people import TenantId
    from plugin.services.retention import Retention
    from plugin.wiring.house import utc_now

    house = _house()
    who = TenantId(_known(house, tenant))
    Retention(store=house.store, clock=utc_now).choose(who, days)
    click.echo(f"{tenant} keeps it for {days} days. Everybody sees that on their own page.")


@privacy.command()
def ledger() -> None:
    """Write every removal as a line of JSON: keep it apart from the backups, and newer than them.

    Those are of people, and of the keys of relationships. It names them by key, never by name.
    """
    import json

    house = _house()
    for tenant in house.store.tenants():
        with house.store.look(tenant) as work:
            for one in work.erasures():
                for who in work.accounts_of(one.person_id):  # once done, each has its own
                    line = {"tenant": tenant, "person": who, "at": one.asked_at.isoformat()}
                    click.echo(json.dumps(line))
            for gone in work.key_removals():
                key = {"relationship": gone.relationship_id, "key": gone.key_id}
                line = {"tenant": tenant, **key, "at": gone.removed_at.isoformat()}
                click.echo(json.dumps(line))


@privacy.command()
@click.argument("file", type=click.File())
def reapply(file: IO[str]) -> None:
    """Remove once more, after a backup was restored, what FILE of `privacy ledger` names."""
    from plugin.ports.errors import TryLaterError
    from plugin.wiring.microsoft import connect_microsoft
    from plugin.wiring.services import build_services

    house = _house()
    try:
        people, keys = _removals(file)
    except (ValueError, KeyError, TypeError) as error:
        raise click.ClickException("This is no file of `alongside privacy ledger`.") from error
    services = build_services(house, connect_microsoft(house))
    known = set(house.store.tenants())
    try:
        done = sum(services.privacy.reapply(*one) for one in people if one[0] in known)
    except TryLaterError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{done} of {len(people)} people removed once more; the others are not here.")
    if keys:
        gone = sum(services.retention.reapply(*one) for one in keys if one[0] in known)
        click.echo(f"{gone} of {len(keys)} relationships' keys destroyed once more.")


def _removals(
    file: IO[str],
) -> "tuple[list[tuple[TenantId, PersonId, datetime]], list[tuple[TenantId, KeyRemoval]]]":
    """Return whom a file names, and which keys; it may name one twice."""
    import json
    from datetime import datetime

    from plugin.mentoring.people import PersonId, TenantId
    from plugin.mentoring.relationship import RelationshipId
    from plugin.ports.privacy import KeyRemoval

    people, keys = {}, {}
    for line in (json.loads(line) for line in file if line.strip()):
        tenant, at = TenantId(line["tenant"]), datetime.fromisoformat(line["at"])
        if "key" in line:
            one = KeyRemoval(RelationshipId(line["relationship"]), line["key"], at)
            keys[tenant, one.key_id] = (tenant, one)
        else:
            person = PersonId(line["person"])
            people[tenant, person] = (tenant, person, at)
    return list(people.values()), list(keys.values())


@privacy.command()
def inventory() -> None:
    """Write what is kept of whom, table by table, as JSON."""
    import json

    from plugin.store.inventory import inventory as tables

    click.echo(json.dumps(tables(), indent=1))


@privacy.command()
def anchor() -> None:
    """Write the latest line of every audit, by number and hash: keep it where nobody changes it."""
    from plugin.store.audit import anchor as latest

    house = _house()
    for tenant in house.store.tenants():
        number, hash_ = latest(house.database, tenant)
        click.echo(f"{tenant} {number} {hash_}")


@privacy.command()
@click.option(
    "--against", type=click.File(), help="What `privacy anchor` has written, one or many."
)
def verify(against: IO[str] | None) -> None:
    """Say whether the audit of every institution is as it was written."""
    from plugin.store.audit import broken_line

    house = _house()
    broken = {one: broken_line(house.database, one) for one in house.store.tenants()}
    for tenant, line in broken.items():
        click.echo(f"{tenant}: " + ("whole" if line is None else f"broken at line {line}"))
    lost = list(_unanchored(house, against)) if against else []
    for where, number in lost:
        click.echo(f"{where}: line {number} is not the one that was noted")
    if lost or any(line is not None for line in broken.values()):
        raise click.exceptions.Exit(1)


def _unanchored(house: "House", noted: IO[str]) -> "Iterator[tuple[str, int]]":
    from plugin.mentoring.people import TenantId
    from plugin.store.audit import is_anchored

    for line in noted:
        try:
            tenant, number, hash_ = line.split()
            at = int(number)
        except ValueError as error:
            raise click.ClickException("This is no file of `alongside privacy anchor`.") from error
        if not is_anchored(house.database, TenantId(tenant), at, hash_):
            yield tenant, at


def _known(house: "House", tenant: str) -> str:
    if tenant not in house.store.tenants():
        raise click.ClickException(
            f"There is no institution {tenant}. See: alongside platform list"
        )
    return tenant


def _house() -> "House":
    from plugin.wiring.opening import opened, prepare

    house = opened()
    prepare(house)
    return house
