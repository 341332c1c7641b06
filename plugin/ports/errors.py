"""What may go wrong outside, sorted by what can be done.

* OutsideError
  - TryLaterError          the other system did not answer or asked us to wait
  - SignInNeededError      this person must connect their account (again)
  - ConsentMissingError    somebody must grant a permission first
  - GoneError              the outside thing is not there any more
  - RefusedError           the other system will never take this; the code says why
  - SeriesRefusedError     a single meeting cannot become a series there, and stands as it was
  - ConflictError          someone else saved this first
"""


class OutsideError(Exception):
    """Base of what a port may raise; services handle these and nothing else."""


class TryLaterError(OutsideError):
    """The other system did not answer or asked us to wait.

    Attributes:
        after_s: the wait it asked for; None when it did not say.

    """

    def __init__(self, message: str, *, after_s: float | None = None) -> None:
        self.after_s = after_s
        super().__init__(message)


class SignInNeededError(OutsideError):
    """This person must connect their Microsoft account, for the first time or again."""


class ConsentMissingError(OutsideError):
    """Somebody must grant a permission first."""


class GoneError(OutsideError):
    """The outside thing is not there any more, or never was."""


class RefusedError(OutsideError):
    """The other system will never take this. The message is a code without personal data."""


class SeriesRefusedError(OutsideError):
    """A single meeting cannot become a series there. It stands as it was, and nobody was told."""


class ConflictError(OutsideError):
    """Someone else saved this first."""
