"""What a request may be refused for before any rule of mentoring is asked.

* WebError
  - VisitLapsedError       no open visit belongs to this address in this browser
  - ForgedFormError        the form was not sent from a page of this visit
  - SpentTicketError       the ticket is unknown, used or out of date
  - NoCourseError          the launch came from outside any course
  - UnservedMessageError   a launch of a kind that the tool does not serve yet
  - OthersDataError        a data privacy launch about somebody else than who launched
  - PlacingRefusedError    who wants to place something does not teach the course
  - NothingToPlaceError    no LMS waits for something to be placed from this visit
  - ActivityRemovedError   what a placed link led to is no longer there
  - TooManyError           this address asks too often
"""


class WebError(Exception):
    """Base of what the web layer itself refuses."""


class VisitLapsedError(WebError):
    """No open visit belongs to this address in this browser: it lapsed, or never was here."""


class ForgedFormError(WebError):
    """The form was not sent from a page of this visit."""


class SpentTicketError(WebError):
    """The ticket is unknown, was used, or is out of date."""


class NoCourseError(WebError):
    """The launch came from outside any course."""


class UnservedMessageError(WebError):
    """A launch of a kind that the tool does not serve yet; the message names the kind."""


class OthersDataError(WebError):
    """A data privacy launch about somebody else than who launched."""


class PlacingRefusedError(WebError):
    """Who wants to place something in a course does not teach it."""


class NothingToPlaceError(WebError):
    """No LMS waits for something to be placed from this visit, or not any more."""


class ActivityRemovedError(WebError):
    """What a placed link led to is no longer there."""


class TooManyError(WebError):
    """This address asks too often.

    Attributes:
        after_s: when it may ask again.

    """

    def __init__(self, after_s: int) -> None:
        self.after_s = after_s
        super().__init__(f"again in {after_s} s")
