"""Opening the house for a command, which says what is wrong in one line and no traceback."""

import click

import config
from config.logging import configure
from plugin.store.errors import KeyLostError, SchemaError
from plugin.wiring.house import House, open_house, waker


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
    """Check that schema and keys are as they must be."""
    try:
        house.store.prepare()
    except (SchemaError, KeyLostError) as error:
        raise click.ClickException(str(error)) from error
