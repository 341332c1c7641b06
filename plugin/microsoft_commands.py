"""`alongside check microsoft`: what Microsoft 365 grants, tried with real requests."""

import csv
import json
import sys
from typing import TYPE_CHECKING

import click

from plugin.ports.preflight import Standing, level_of

if TYPE_CHECKING:
    from plugin.wiring.house import House


def check_microsoft(house: "House", *, inside: str | None, outside: str | None) -> bool:
    """Say what was found; returns whether nothing that was set up is refused."""
    from plugin.web.preflight_words import words_of
    from plugin.wiring.microsoft import preflight_of

    preflight = preflight_of(house)
    if preflight is None:
        click.echo("Microsoft 365: level 0. No tenant is set; invitations go by mail.")
        return True
    found = preflight.look(inside=inside, outside=outside)
    for one in found:
        title, said, then = words_of(one)
        mark = {Standing.OK: "ok", Standing.NOT_SET: "-"}.get(one.standing, "!")
        click.echo(f"{mark:2} level {one.level}  {title}: {said}")
        if then:
            click.echo(f"            {then}")
        for line in (one.link, *one.fix) if one.standing is not Standing.OK else ():
            if line:
                click.echo(f"              {line}")
        if one.code:
            click.echo(f"            Microsoft's code: {one.code}")
    click.echo(f"Microsoft 365: level {level_of(found)}")
    return all(one.standing in (Standing.OK, Standing.NOT_SET, Standing.UNKNOWN) for one in found)


def write_permissions(form: str) -> None:
    """Write every permission with its reason, for whoever is asked to grant it."""
    from graph.permissions import app_permissions, reasons

    rows = reasons()
    if form == "entra":
        click.echo(json.dumps(app_permissions(), indent=2))
    elif form == "json":
        click.echo(json.dumps(rows, indent=2))
    else:
        writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)
