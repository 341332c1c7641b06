"""`alongside support`: what somebody who helps an operator has to know; no person, no text."""

import json
import platform
import sys
from importlib import metadata
from typing import TYPE_CHECKING, Any

import click

import config

if TYPE_CHECKING:
    from plugin.wiring.house import House

PACKAGE = "alongside-lti"


@click.command()
def support() -> None:
    """Write a support bundle as JSON: versions, settings without values, counts, checks.

    It is written also where settings, database or key cannot be used; then it says what failed.
    """
    click.echo(json.dumps(_bundle(), indent=2, sort_keys=True))


def _bundle() -> dict[str, Any]:
    said: dict[str, Any] = {"versions": _versions()}
    try:
        settings = config.load()
    except config.ConfigError as error:  # names only: some problems repeat what was typed
        return said | {"settings": {"unusable": sorted(error.problems)}}
    return said | {"settings": _shape(settings)} | found_in(settings)


def _versions() -> dict[str, str]:
    """Return ours, Python's, and those of what we ask for."""
    wanted = metadata.requires(PACKAGE) or ()
    names = sorted({_name(one) for one in wanted if "extra ==" not in one})
    found = {name: metadata.version(name) for name in names if _is_there(name)}
    return {
        **found,
        "alongside": metadata.version(PACKAGE),
        "python": platform.python_version(),
        "system": f"{sys.platform} {platform.machine()}",
    }


def _shape(settings: config.Settings) -> dict[str, Any]:
    """Return what is set, and of that only what is one of a few words of ours."""
    graph, mail = settings.graph, settings.mail
    return {
        "database": settings.database_url.reveal().partition(":")[0],
        "previous key": settings.encryption_key_previous is not None,
        "waking": settings.wake_url is not None,
        "http on this machine": settings.allow_http_loopback,
        "log": settings.log_format,
        "features": sorted(settings.features),
        "removals beside the database": settings.removals_file is None,
        "mail": mail and {
            "security": mail.security,
            "signs in": mail.username is not None,
            "answers": mail.answers_to is not None,
        },
        "graph": graph and {
            "cloud": graph.cloud,
            "signs in by": "secret" if graph.client_secret else "certificate",
            "tenants": len(graph.tenant_ids),
            "site": graph.site_id is not None,
            "app of its own name": graph.teams_app_id is not None,
            "timeout_s": graph.timeout_s,
        },
    }  # fmt: skip


def found_in(settings: config.Settings) -> dict[str, Any]:
    """Return what the database tells, as far as it answers, and what is wrong with it."""
    from plugin.ports.errors import OutsideError
    from plugin.store.errors import KeyLostError, SchemaError, StoreError
    from plugin.store.schema import revisions
    from plugin.wiring.house import open_house

    house = open_house(settings)
    said: dict[str, Any] = {}
    try:
        there, wanted = revisions(house.database)
        said = {"schema": {"there": there, "wanted": wanted}}
        house.store.prepare()
        return said | {"check": "up to date, and its keys open"} | _counts(house)
    except (SchemaError, KeyLostError, StoreError, OutsideError) as error:
        return said | {"check": type(error).__name__}


def _counts(house: "House") -> dict[str, Any]:
    from plugin.mentoring.people import TenantId
    from plugin.store.diagnosis import Diagnosis
    from plugin.store.tables import HOUSE

    tenants = house.store.tenants()
    seen = Diagnosis(database=house.database, tenants=[*tenants, TenantId(HOUSE)])
    return {
        "institutions": len(tenants),
        "rows": seen.rows(),
        "jobs": seen.jobs(),
        "invitations": seen.links(),
        "notices": seen.notices(),
    }


def _name(requirement: str) -> str:
    return requirement.split(";")[0].split("[")[0].strip(" <>=!~0123456789.,()")


def _is_there(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True
