"""Pages on which somebody speaks for the whole institution."""

from plugin.mentoring import policy
from plugin.web.current import visit


def require_administrator() -> None:
    """Refuse whoever may not speak for the institution, with NotAllowedError."""
    administers = visit().admin_of is not None
    policy.require(policy.may_speak_for_institution(administers=administers))
