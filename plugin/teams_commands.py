"""`alongside teams …`: the app for Teams, and what its registration in Entra needs."""

from pathlib import Path

import click

from plugin.gateways.teams_manifest import NEWEST, VERSIONS, TeamsApp


@click.group()
def teams() -> None:
    """Make the app that a Teams administrator uploads."""


@teams.command()
@click.option(
    "--schema",
    type=click.Choice(VERSIONS),
    default=NEWEST,
    show_default=True,
    help="Of the manifest.",
)
@click.option(
    "--to", type=click.Path(path_type=Path, dir_okay=False), default=Path("alongside.zip")
)
def package(schema: str, to: Path) -> None:
    """Write the app package for this installation, from its settings; "-" is standard output."""
    from plugin.gateways.teams_package import package as made
    from plugin.wiring.opening import settings_of

    settings = settings_of()
    if settings.graph is None:
        raise click.ClickException(
            "No Microsoft tenant is connected. Set ALONGSIDE_GRAPH_CLIENT_ID and what belongs to "
            "it, as config/example.env says; the page deploy/TEAMS.md begins with it."
        )
    try:
        data = made(TeamsApp(settings.public_url, settings.graph.client_id), schema)
    except ValueError as error:
        raise click.ClickException(f"ALONGSIDE_PUBLIC_URL: {error}.") from error
    if to == Path("-"):
        click.echo(data, nl=False)
    else:
        to.write_bytes(data)
        click.echo(f"{to}: {len(data)} bytes, manifest {schema}")
    click.echo("Next: upload it in the Teams admin centre, Manage apps, Upload new app.", err=True)


@teams.command()
@click.option("--folder", type=click.Path(path_type=Path), default=Path("deploy/entra"))
def entra(folder: Path) -> None:
    """Write what the app registration in Entra needs: a table, a script, and steps by hand."""
    from plugin.gateways.entra_app import files

    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")
        click.echo(str(folder / name))
