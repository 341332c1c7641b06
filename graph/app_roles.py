"""What Entra itself granted the application: roles that hold for every mailbox there is.

https://learn.microsoft.com/exchange/permissions-exo/application-rbac

Roles that Exchange grants for some mailboxes add to these, and stand in no token. So a role on
calendars that does stand there defeats every limit that was set in Exchange.
"""

import base64
import json
from collections.abc import Callable

from graph.errors import GraphContractError


def roles_in(token: Callable[[], str]) -> frozenset[str]:
    """Return the roles in an application token.

    Read without a check of its signature: the token is Graph's and not ours, nothing is let in by
    it, and a role that stands there only ever takes something away.

    Raises:
        GraphError: there is no token, or it cannot be read.

    """
    try:
        body = token().split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        return frozenset(map(str, claims.get("roles") or ()))
    except (ValueError, IndexError, AttributeError, TypeError) as error:
        raise GraphContractError("an application token that cannot be read") from error


def wide(roles: frozenset[str]) -> frozenset[str]:
    """Return those that open everybody's calendar."""
    return frozenset(role for role in roles if role.startswith("Calendars."))
