"""Showing what Microsoft 365 lets the tool do, to whoever prepares it for a course."""

from collections.abc import Sequence
from dataclasses import dataclass

from plugin.mentoring import policy
from plugin.mentoring.people import Actor
from plugin.ports.preflight import Finding, Preflight


@dataclass(frozen=True, slots=True, kw_only=True)
class Preflights:
    """The preflight, for those who teach; a command shows it to operators.

    Attributes:
        preflight: None at level 0 of the ladder.

    """

    preflight: Preflight | None

    def look(self, *, actor: Actor) -> Sequence[Finding] | None:
        """Try everything now; None where no Microsoft tenant is set.

        Raises:
            NotAllowedError.

        """
        policy.require(policy.may_start_programme(actor))
        return None if self.preflight is None else self.preflight.look()
