"""Broken rules, each named after its rule. The words people read stand in `plugin.web.messages`.

* MentoringError
  - NotAllowedError            this person may not do this
  - UnknownThingError          there is no such thing for this person (also: not in this course)
  - GoalMissingError           a programme needs a goal with a measure before it opens
  - CoordinatorMissingError    a programme needs somebody to turn to
  - WrongStateError            the step does not follow from where the thing stands
  - ShapeError                 the people do not make a relationship of this format; says why
  - ReviewMissingError         a pilot is looked back at before it is opened to all
  - PilotFullError             the pilot has as many people as it takes
  - ToldError                  somebody has been told, so the step is not taken back
  - RestingError               it rests, so that nothing new is booked
  - FullError                  every seat of the circle is taken
  - LastFacilitatorError       a circle cannot go on without a facilitator
  - AlreadyPairedError         the person has the partners that they offered to take
  - AgreementMissingError      a formal programme wants the agreement signed first
  - PartMissingError           an agreement wants a role from mentors, goals from others
  - ReasonMissingError         sealed pages are opened for a stated reason only
  - TooManyCopiesError         as many copies of one's data today as a person may have
  - NobodyToTellError          a concern would be read by somebody whom it names
  - NotEligibleError           a programme takes others on that side, by what brings them
  - PlaceMissingError          a programme meets in person, and the profile names no place
  - ElsewhereError             a circle meets in person where one is not
  - ExcludedError              a coordinator entered that two are not to be matched
  - DistanceError              somebody of the relationship meets at a distance only
  - TrainingMissingError       some training stands before the first match
  - NotReadyError              whoever asks for a mentor has asked themselves four questions first
  - TooManyRequestsError       as many of one's requests to mentors wait as may
  - AnotherPersonError         an account with something of its own has another name and address
  - BothUsedError              two accounts that both have something of their own
  - AgreementChangedError      the text that was signed is not the latest one
  - SlotTakenError             one of the people has a session then
  - SlotPassedError            the time lies in the past
  - SessionOverError           the session is cancelled or has been held
  - ClockGapError              the wall clock skips this time
  - TargetFixedError           a grade book column keeps the maximum it was made with
  - OutOfBoundsError           a number lies outside what the programme allows
  - GoalUnfinishedError        a goal has five parts before it is set
  - NoVoteLeftError            a member has given all their votes on a board
  - OutcomeMissingError        a project says what came of it before it is done
  - UnusableLinkError          a link that not everybody could open safely
  - TooManyLinksError          no more links fit on the page
  - LinkOverError              an invitation was used, taken back, or is out of date
  - OnlyDoorError              a guest comes in by the account that was to be disconnected
  - FileRefusedError           a file that is empty, too large or oddly named
  - UnreadableListError        a list of people that cannot be read for sure; says why, and where
  - ListOpenError              somebody is bringing a list into the programme already
"""

from datetime import datetime


class MentoringError(Exception):
    """Base of every broken rule."""


class NotAllowedError(MentoringError):
    """This person may not do this."""


class UnknownThingError(MentoringError):
    """There is no such thing for this person."""


class GoalMissingError(MentoringError):
    """A programme needs at least one goal with a measure before it opens."""


class CoordinatorMissingError(MentoringError):
    """A programme needs somebody to turn to before it opens."""


class WrongStateError(MentoringError):
    """The step does not follow from where the thing stands."""


class ShapeError(MentoringError):
    """The people do not make a relationship of this format."""


class ReviewMissingError(MentoringError):
    """A pilot is looked back at before the programme is opened to all."""


class PilotFullError(MentoringError):
    """The pilot has as many people as it takes."""


class ToldError(MentoringError):
    """Somebody has been told, so the step cannot be taken back."""


class RestingError(MentoringError):
    """The programme or relationship rests up to a day; what is booked stays, nothing new is."""


class FullError(MentoringError):
    """Every seat of the circle is taken; there is a list of those who wait for one."""


class LastFacilitatorError(MentoringError):
    """A circle cannot go on without a facilitator."""


class AlreadyPairedError(MentoringError):
    """The person has as many partners as they offered to take."""


class AgreementMissingError(MentoringError):
    """A formal programme wants the agreement signed by everybody before session 1."""


class PartMissingError(MentoringError):
    """An agreement wants a role from mentors and goals from everybody else."""


class TrainingMissingError(MentoringError):
    """The programme asks for some training before the first match."""


class NotReadyError(MentoringError):
    """Whoever asks for a mentor says yes to the four questions of the readiness check first."""


class TooManyRequestsError(MentoringError):
    """As many of a mentee's requests to mentors wait as may at once."""


class NotEligibleError(MentoringError):
    """A programme takes people on that side whom something else brings (P10)."""


class PlaceMissingError(MentoringError):
    """A programme meets in person, and the profile names none of its places (M8)."""


class ElsewhereError(MentoringError):
    """A circle meets in person at places where the person is not (M8)."""


class ExcludedError(MentoringError):
    """A coordinator has entered that the two are not to be matched; told to coordinators alone."""


class DistanceError(MentoringError):
    """Somebody of the relationship meets at a distance only; it is not said who (M12)."""


class AgreementChangedError(MentoringError):
    """The text on the signer's page is not the latest one."""


class GoalUnfinishedError(MentoringError):
    """A goal is set once it has all five parts."""


class NoVoteLeftError(MentoringError):
    """The member has given all their votes on this board."""


class OutcomeMissingError(MentoringError):
    """A project is done once it says what came of it."""


class UnusableLinkError(MentoringError):
    """Not an https address with a host, or one that carries a password."""


class TooManyLinksError(MentoringError):
    """As many links as a page of documents holds stand there already."""


class LinkOverError(MentoringError):
    """The invitation was used, taken back, or is out of date; also one that never was."""


class OnlyDoorError(MentoringError):
    """A guest comes in by the account that was to be disconnected, and by nothing else."""


class FileRefusedError(MentoringError):
    """The file is empty, larger than 10 MB, or has no usable name."""


class UnreadableListError(MentoringError):
    """A file is no list of people that can be read without guessing.

    Attributes:
        why: one of `characters.Unreadable`.
        line: of the file, to look at; None where the whole is meant.
        count: of rows or bytes, where there are too many.
        what: the name of a column.

    """

    def __init__(
        self, why: str, *, line: int | None = None, count: int = 0, what: str = ""
    ) -> None:
        self.why = why
        self.line = line
        self.count = count
        self.what = what
        super().__init__(why)


class ListOpenError(MentoringError):
    """A list of the programme waits for a decision, or is being brought in."""


class SlotTakenError(MentoringError):
    """One of the people has a session at that time."""


class SlotPassedError(MentoringError):
    """The time lies in the past."""


class CrossesNeighbourError(MentoringError):
    """A session of a series would reach the day of the one before or after it."""


class SessionOverError(MentoringError):
    """The session is cancelled, or its time has passed."""


class ClockGapError(MentoringError):
    """The wall clock of the zone skips this time.

    Attributes:
        before, after: what was meant by clocks already put forward, and by clocks not yet put
            forward, as the zone really shows it: naive, on either side of the skipped stretch.

    """

    def __init__(self, *, before: datetime, after: datetime) -> None:
        self.before = before
        self.after = after
        super().__init__(f"no such time; {before:%H:%M} and {after:%H:%M} exist")


class OutOfBoundsError(MentoringError):
    """A number lies outside what the programme allows."""


class TargetFixedError(MentoringError):
    """The column is in the grade book already, and its maximum stays what it is."""


class NobodyToTellError(MentoringError):
    """A concern would be read by somebody whom it names, or by nobody."""


class TooManyCopiesError(MentoringError):
    """As many copies of one's own data were asked for today as a person may have."""


class ReasonMissingError(MentoringError):
    """Sealed pages are opened, and a background counts, for a stated reason only."""


class NotFreshError(MentoringError):
    """What is sealed opens soon after coming in, not to a window that was left open."""


class AnotherPersonError(MentoringError):
    """The LMS gives an account that has something of its own another name and address.

    Attributes:
        person_id: whose account it was.

    """

    def __init__(self, person_id: str) -> None:
        self.person_id = person_id
        super().__init__()


class BothUsedError(MentoringError):
    """Two accounts cannot become one while both have somebody to work with, or coordinate."""
