"""What can go wrong with Microsoft Graph and its sign-in, by what the caller can do about it.

* GraphError
  - GraphUnavailableError      no answer, throttled or broken: wait `after_s`, then again
  - GraphOutcomeUnknownError   a write was sent and may have been done: look it up before repeating
  - GraphSignInNeededError     this person's sign-in no longer counts: they sign in again
  - GraphAccountRefusedError   a personal, foreign or guest account: they choose another account
  - GraphForbiddenError        a permission, consent, policy or licence is missing: an admin acts
  - GraphNoMailboxError        no mailbox that Graph reaches: this person is served by mail
  - GraphNotFoundError         the thing is gone, or was never visible: forget it
  - GraphConflictError         it changed or exists already: read it, decide, write again
  - GraphSetupError            wrong secret, certificate, tenant or client: the operator corrects it
  - GraphContractError         an undocumented shape or a wrong request: a defect, report it

No error carries a body, a token, a path or an address. The wording is for developers.
"""


class GraphError(Exception):
    """Base of every error this package raises.

    Attributes:
        status: HTTP status; None when no answer came.
        code: Graph's `error.code` or Entra's `AADSTS…`, for logs and operators.
        request_id: Graph's `request-id`, which Microsoft's support asks for; our own
            `client-request-id` when no answer came.

    """

    def __init__(
        self, message: str, *, status: int | None = None, code: str = "", request_id: str = ""
    ) -> None:
        self.status = status
        self.code = code
        self.request_id = request_id
        super().__init__(f"{message} (status {status}, code {code!r}, request-id {request_id!r})")


class GraphUnavailableError(GraphError):
    """Nothing was done. Try again after `after_s` seconds; None means: the caller's own rhythm."""

    after_s: float | None = None


class GraphOutcomeUnknownError(GraphError):
    """A write was sent and no usable answer came: it may or may not have been done."""


class GraphSignInNeededError(GraphError):
    """The person's sign-in was revoked, ran out or needs another factor."""


class GraphAccountRefusedError(GraphError):
    """The account is personal, a guest, or of a tenant that is not served here.

    Attributes:
        kind: "personal", "guest" or "elsewhere", so that its owner is told which.

    """

    def __init__(self, message: str, *, kind: str = "elsewhere") -> None:
        self.kind = kind
        super().__init__(message, code=kind)


class GraphForbiddenError(GraphError):
    """A permission, a consent, a policy or a licence is missing; an administrator must act."""


class GraphNoMailboxError(GraphError):
    """The person has no mailbox that Graph can reach: none, or one on the institution's servers."""


class GraphNotFoundError(GraphError):
    """The thing is gone, or this account may not see that it exists."""


class GraphConflictError(GraphError):
    """The thing changed since it was read, or one of that name exists already."""


class GraphSetupError(GraphError):
    """The app registration or its settings are wrong; only the operator can put that right."""


class GraphContractError(GraphError):
    """An answer of undocumented shape, or a wrong request: a defect on one side."""
