"""Jobs run against a real ledger."""

from tests.stores import *  # noqa: F403 - its fixtures, named in its __all__
