"""What may go wrong in the store, and the one place that reads a database's error.

* StoreError             a defect, or an operator must act
  - SchemaError          the database is not what this version of the code expects
  - KeyLostError         the encryption key does not open what is kept
* SealedError            one value cannot be opened: moved, changed or cut
"""

import logging
import random
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from plugin.ports.errors import ConflictError, OutsideError, TryLaterError

_CONFLICTS = {"40001", "40P01", "23505", "23P01"}
"""Serialisation failure, deadlock, unique violation, exclusion violation."""
_STOPPED = "25P03"
"""PostgreSQL ended the transaction, as nothing came from this process for long."""
_FULL = {"SQLITE_FULL", "53100"}
_log = logging.getLogger(__name__)
_OURS = {"22", "23", "42"}
"""Classes of SQLSTATE that tell of a defect here; anything else may pass by itself."""


class StoreError(Exception):
    """A defect in the store, or something for the operator to do."""


class SchemaError(StoreError):
    """The database's schema is older or newer than this code."""


class KeyLostError(StoreError):
    """The encryption key does not open what is kept. No new key is made in its place."""


class SealedError(Exception):
    """One sealed value cannot be opened. Says where it stands, never what it held."""


@contextmanager
def translated() -> Iterator[None]:
    """Turn the database's errors into the ports'; nothing of SQLAlchemy passes."""
    try:
        yield
    except exc.TimeoutError as error:
        raise TryLaterError("every connection is in use", after_s=_soon()) from error
    except exc.DBAPIError as error:
        raise _meaning(error) from error
    except exc.SQLAlchemyError as error:
        raise StoreError(type(error).__name__) from error


def _meaning(error: exc.DBAPIError) -> OutsideError | StoreError:
    state = getattr(error.orig, "sqlstate", None)
    code = state or getattr(error.orig, "sqlite_errorname", None) or type(error.orig).__name__
    if state in _CONFLICTS or "CONSTRAINT_UNIQUE" in code or "CONSTRAINT_PRIMARYKEY" in code:
        return ConflictError(code)
    if isinstance(error, exc.IntegrityError) or (state and state[:2] in _OURS):
        return StoreError(code)
    if state == _STOPPED:
        return TryLaterError(code, after_s=_soon())
    if code in _FULL:
        _log.critical("the database's disk is full: pages are shown, and nothing new is kept")
    if isinstance(error, exc.OperationalError) and code != "SQLITE_ERROR":
        return TryLaterError(code, after_s=_soon())
    return StoreError(code)


def _soon() -> float:
    """Return a wait in seconds that differs from the others' who wait."""
    return random.uniform(0.5, 2.0)  # noqa: S311 - spreads load; nothing secret depends on it
