"""What Entra's refusals mean.

https://learn.microsoft.com/entra/identity-platform/reference-error-codes
"""

from collections.abc import Mapping
from typing import Any

from graph.errors import (
    GraphContractError,
    GraphError,
    GraphForbiddenError,
    GraphSetupError,
    GraphSignInNeededError,
    GraphUnavailableError,
)

CONSENT_MISSING = frozenset({65001, 65004, 90094, 90008, 650052})
"""Not consented, consent declined, admin consent required, resource not consented, no licence."""

SETUP_WRONG = frozenset({7000215, 7000222, 7000216, 700027, 700016, 90002, 500011, 50011, 7000218})
"""Secret wrong, expired or absent; certificate; client, tenant, resource or redirect unknown."""

_BY_WORD: dict[str, type[GraphError]] = {
    "access_denied": GraphForbiddenError,
    "consent_required": GraphForbiddenError,
    "interaction_required": GraphSignInNeededError,
    "invalid_client": GraphSetupError,
    "invalid_grant": GraphSignInNeededError,
    "login_required": GraphSignInNeededError,
    "server_error": GraphUnavailableError,
    "temporarily_unavailable": GraphUnavailableError,
    "unauthorized_client": GraphSetupError,
}


def refusal(result: Mapping[str, Any]) -> GraphError:
    """Return the error for an OAuth error answer, without its description, which names people."""
    codes = [
        code for code in result.get("error_codes") or _in_text(result) if isinstance(code, int)
    ]
    word = str(result.get("error", ""))
    kind = _BY_WORD.get(word, GraphContractError)
    if SETUP_WRONG & set(codes):
        kind = GraphSetupError
    elif CONSENT_MISSING & set(codes) or result.get("suberror") == "consent_required":
        kind = GraphForbiddenError
    code = f"AADSTS{codes[0]}" if codes else word[:80]
    return kind("Entra refused", code=code, request_id=str(result.get("trace_id", ""))[:80])


def _in_text(result: Mapping[str, Any]) -> list[int]:
    """Find the number in "AADSTS65004: ...": a redirect carries it nowhere else."""
    head = str(result.get("error_description", "")).split(":", 1)[0]
    digits = head.removeprefix("AADSTS")
    return [int(digits)] if head.startswith("AADSTS") and digits.isdecimal() else []
