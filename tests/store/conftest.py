"""Every store test runs on SQLite and on PostgreSQL."""

from tests.stores import *  # noqa: F403 - its fixtures, named in its __all__
