"""Opening the house for a command, which says what is wrong in one line and no traceback."""

import logging
import time

import click

import config
from config.logging import configure
from plugin.ports.errors import TryLaterError
from plugin.store.errors import KeyLostError, SchemaError
from plugin.wiring.house import House, open_house, waker

PATIENCE_S = 60.0
"""How long a process that starts waits for a database that is busy, or starts as well."""
_log = logging.getLogger(__name__)


def settings_of() -> config.Settings:
    """Return the settings in the environment."""
    try:
        settings = config.load()
    except config.ConfigError as error:
        raise click.ClickException(str(error)) from error
    configure(settings)
    return settings


def opened(*, waking: bool = False) -> House:
    """Return the house of the settings in the environment; nothing is checked yet."""
    settings = settings_of()
    return open_house(settings, wake=waker(settings).wake if waking else None)


def prepare(house: House) -> None:
    """Check that schema and keys are as they must be.

    Raises:
        TryLaterError: the database does not answer now.

    """
    try:
        house.store.prepare()
    except (SchemaError, KeyLostError) as error:
        raise click.ClickException(str(error)) from error


def prepare_in_time(house: House, *, patience_s: float = PATIENCE_S) -> None:
    """Check it as soon as the database answers, for a process that is there to stay."""
    until = time.monotonic() + patience_s
    while True:
        try:
            return prepare(house)
        except TryLaterError as error:
            if time.monotonic() >= until:
                raise click.ClickException(_silent(error)) from error
            _log.warning("the database does not answer yet: %s", error)
            time.sleep(1)


def _silent(error: TryLaterError) -> str:
    return (
        f"The database does not answer ({error}). Check that it runs and that no other program"
        " holds it, then start this again."
    )
