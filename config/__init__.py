"""Settings: read once at start, checked whole, frozen afterwards.

Imports the standard library and marshmallow only. Nothing else reads the environment.
"""

from config.load import load
from config.settings import (
    Cloud,
    ConfigError,
    Feature,
    GraphSettings,
    LogFormat,
    MailSecurity,
    MailSettings,
    Secret,
    Settings,
)

__all__ = [
    "Cloud",
    "ConfigError",
    "Feature",
    "GraphSettings",
    "LogFormat",
    "MailSecurity",
    "MailSettings",
    "Secret",
    "Settings",
    "load",
]
