"""Asking whether a piece of outgoing work may be done for a person now; the rule is the core's."""

from dataclasses import dataclass

from plugin.mentoring.may_run import IN_CALENDARS, Feature, Run, Standing, may_run
from plugin.ports.errors import ConsentMissingError, RefusedError, SignInNeededError
from plugin.ports.outside import OwnReach
from plugin.ports.values import Account


@dataclass(frozen=True, slots=True)
class Running:
    """What every service that goes out asks first.

    Attributes:
        reach: None below level 3 of the ladder. It may have to ask Microsoft, so that a service
            with one asks outside of transactions.

    """

    reach: OwnReach | None = None

    def of(
        self, feature: Feature, account: Account | None, *, offered: bool, wished: bool = False
    ) -> Run:
        """Return whether it may be done for the account's owner, and as whom.

        Raises:
            TryLaterError: nobody can say whether the tool reaches the calendar by itself.

        """
        signed_in = account is not None and account.needs_sign_in_since is None
        now = Standing(
            offered=offered,
            linked=account is not None,
            signed_in=signed_in,
            wished=wished,
            reached=offered and not signed_in and feature in IN_CALENDARS and self.covers(account),
        )
        return may_run(feature, now)

    def covers(self, account: Account | None) -> bool:
        """Whether the tool reaches that calendar by itself, and provably not everybody's."""
        if self.reach is None or account is None:
            return False
        try:
            return self.reach.covers(account)
        except (ConsentMissingError, SignInNeededError, RefusedError):
            return False  # the app itself is refused; the preflight says why


ALONE = Running()
"""For whom only the person's own sign-in counts."""
