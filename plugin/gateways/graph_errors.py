"""What each error of Graph means to the services: translated here and nowhere else.

* GraphUnavailableError, GraphConflictError       TryLaterError
* GraphOutcomeUnknownError                        TryLaterError: every port looks before it repeats
* GraphSignInNeededError, GraphAccountRefusedError  SignInNeededError
* GraphForbiddenError, GraphSetupError            ConsentMissingError: an administrator must act
* GraphNotFoundError                              GoneError
* GraphNoMailboxError                             RefusedError "no-mailbox"
* GraphContractError, and any other               RefusedError "not-understood": a defect
"""

from collections.abc import Iterator
from contextlib import contextmanager

from graph.errors import (
    GraphAccountRefusedError,
    GraphConflictError,
    GraphError,
    GraphForbiddenError,
    GraphNoMailboxError,
    GraphNotFoundError,
    GraphOutcomeUnknownError,
    GraphSetupError,
    GraphSignInNeededError,
    GraphUnavailableError,
)
from plugin.ports.errors import (
    ConsentMissingError,
    GoneError,
    OutsideError,
    RefusedError,
    SignInNeededError,
    TryLaterError,
)

NO_MAILBOX = "no-mailbox"
NOT_UNDERSTOOD = "not-understood"


@contextmanager
def translated() -> Iterator[None]:
    """Turn what `graph` raises into what the ports say."""
    try:
        yield
    except GraphError as error:
        raise meaning(error) from error


def meaning(error: GraphError) -> OutsideError:
    """Return what the services may do about it."""
    match error:
        case GraphUnavailableError():
            return TryLaterError(str(error), after_s=error.after_s)
        case GraphOutcomeUnknownError() | GraphConflictError():
            return TryLaterError(str(error))
        case GraphSignInNeededError() | GraphAccountRefusedError():
            return SignInNeededError(str(error))
        case GraphForbiddenError() | GraphSetupError():
            return ConsentMissingError(str(error))
        case GraphNotFoundError():
            return GoneError(str(error))
    return RefusedError(NO_MAILBOX if isinstance(error, GraphNoMailboxError) else NOT_UNDERSTOOD)
