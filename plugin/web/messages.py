"""Which status and words each broken rule becomes, on pages that people read.

Every sentence says what to do next. The code is stable, made to be searched for and read out on
the telephone. What a launch may be refused for stands in `plugin.web.protocol.refusals`.
"""

from dataclasses import replace

from flask_babel import lazy_gettext as _
from werkzeug import exceptions as http

from plugin.mentoring import errors as rules
from plugin.ports import errors as outside
from plugin.web import errors as web
from plugin.web.messages_of_between import BETWEEN
from plugin.web.messages_of_life import LIFE
from plugin.web.messages_of_privacy import PRIVACY
from plugin.web.said import Words
from plugin.web.shapes import SHAPES

RULES: dict[type[Exception], Words] = {
    **LIFE,
    **BETWEEN,
    **PRIVACY,
    rules.NotAllowedError: Words(
        403,
        "M-NOT-ALLOWED",
        _("This page is for someone else"),
        _("Only the people it belongs to can open it. Go back to your own page."),
    ),
    rules.UnknownThingError: Words(
        404,
        "M-UNKNOWN",
        _("We cannot find this"),
        _("It may have ended, or the link may be from another course. Go back to your own page."),
    ),
    rules.GoalMissingError: Words(
        409,
        "M-GOAL-MISSING",
        _("One thing is still missing"),
        _("Say what the programme is for, and how you will see that it worked. Then open it."),
    ),
    rules.CoordinatorMissingError: Words(
        409,
        "M-COORDINATOR-MISSING",
        _("Somebody to turn to is missing"),
        _("Name at least one coordinator. Then open the programme."),
    ),
    rules.WrongStateError: Words(
        409,
        "M-STATE",
        _("Things have moved on since you opened the page"),
        _("Go back and look again: the step may be done already, or another one comes first."),
    ),
    rules.ShapeError: Words(
        409,
        "M-SHAPE",
        _("These people do not fit together like that"),
        _("A pair has one mentor and one mentee. Change one of them and try again."),
    ),
    rules.AlreadyPairedError: Words(
        409,
        "M-ALREADY-PAIRED",
        _("This person has no place left"),
        _("They have as many partners as they offered to take. Choose somebody else."),
    ),
    rules.AgreementMissingError: Words(
        409,
        "M-AGREEMENT-MISSING",
        _("First, agree how you want to work"),
        _("Both of you sign the agreement before the first session. Open it and sign."),
    ),
    rules.PartMissingError: Words(
        422,
        "M-PART-MISSING",
        _("Your own part is still missing"),
        _("Go back and say what you want to reach, or, as a mentor, what you see as your task."),
    ),
    rules.AgreementChangedError: Words(
        409,
        "M-AGREEMENT-CHANGED",
        _("The text has changed since you opened it"),
        _("Nothing was signed. Read the new text, and sign it if it suits you."),
    ),
    rules.SlotTakenError: Words(
        409,
        "M-SLOT-TAKEN",
        _("This time was taken a moment ago"),
        _("Nothing was booked. Go back to see the next best times."),
    ),
    rules.CrossesNeighbourError: Words(
        409,
        "M-CROSSES-NEIGHBOUR",
        _("That reaches the next one of the series"),
        _("Nothing was changed. Choose a day between its neighbours, or move all that follow."),
    ),
    rules.SlotPassedError: Words(
        409,
        "M-SLOT-PASSED",
        _("This time has passed"),
        _("Nothing was booked. Go back and choose a time that is still to come."),
    ),
    rules.SessionOverError: Words(
        409,
        "M-SESSION-OVER",
        _("This session is over"),
        _("It was called off, or its time has passed. You can book a new one."),
    ),
    rules.ClockGapError: Words(
        422,
        "M-CLOCK-GAP",
        _("There is no such time on that day"),
        _("The clocks go forward and skip it. Choose a time before or after."),
    ),
    rules.TargetFixedError: Words(
        409,
        "M-TARGET-FIXED",
        _("The column keeps the maximum it was made with"),
        _("Changing it would change grades that are there. Go back and report with the old one."),
    ),
    rules.OutOfBoundsError: Words(
        422,
        "M-BOUNDS",
        _("This is more than the programme allows"),
        _("Go back and choose one of the numbers offered there."),
    ),
    rules.UnusableLinkError: Words(
        422,
        "M-LINK",
        _("This link cannot be used"),
        _("It must begin with https:// and hold no password. Copy it from the browser's bar."),
    ),
    rules.TooManyLinksError: Words(
        409,
        "M-LINKS",
        _("There are a hundred links here"),
        _("No more fit. Take away one that you shared and no longer need."),
    ),
    rules.FileRefusedError: Words(
        422,
        "M-FILE",
        _("This file cannot be added"),
        _("Choose one file with a name, not empty and of 10 MB at most. Nothing was sent."),
    ),
    outside.TryLaterError: Words(
        503,
        "O-LATER",
        _("The other system does not answer"),
        _("Nothing was lost. Please try again in a few minutes."),
        "bad",
    ),
    outside.SignInNeededError: Words(
        409,
        "O-SIGN-IN",
        _("Microsoft wants you to sign in"),
        _("Connect your account once more. What you have booked here stays as it is."),
    ),
    outside.ConsentMissingError: Words(
        409,
        "O-CONSENT",
        _("A permission is missing"),
        _("Your institution has to allow this first. Everything else works without it."),
    ),
    outside.GoneError: Words(
        410,
        "O-GONE",
        _("It is not there any more"),
        _("Somebody removed it in the other system. Go back to see what you can do."),
    ),
    outside.RefusedError: Words(
        502,
        "O-REFUSED",
        _("The other system did not take this"),
        _("Trying again will not help. Tell the coordinator the code below."),
        "bad",
    ),
    outside.ConflictError: Words(
        409,
        "O-CONFLICT",
        _("Somebody else changed this a moment ago"),
        _("Your change was not saved. Go back, look at what is there now, and try again."),
    ),
    web.VisitLapsedError: Words(
        401,
        "W-LAPSED",
        _("This page has gone to rest"),
        _("To keep it yours, it closes after a while. Open it again from your course."),
        "calm",
    ),
    web.ForgedFormError: Words(
        403,
        "W-FORM",
        _("We could not be sure that this came from you"),
        _("Nothing was changed. Open the page again from your course and repeat the step."),
    ),
    web.SpentTicketError: Words(
        403,
        "W-TICKET",
        _("This way in has been used"),
        _("It opens one window, once. Go back to your course and press the button again."),
    ),
    web.NoCourseError: Words(
        400,
        "W-NO-COURSE",
        _("Open this from a course"),
        _("Mentoring belongs to a course, and this link is outside any. Find it in your course."),
        "calm",
    ),
    web.UnservedMessageError: Words(
        400,
        "W-MESSAGE",
        _("This tool cannot do that yet"),
        _("It can be opened from a course page. Place it there as an external tool."),
        "calm",
    ),
    web.OthersDataError: Words(
        403,
        "W-PRIVACY",
        _("This page belongs to somebody else"),
        _("Only they can open it, from their own account in the course site."),
    ),
    web.PlacingRefusedError: Words(
        403,
        "W-PLACING",
        _("Whoever teaches the course places this"),
        _("Ask them to add it. To take part yourself, open mentoring from the course page."),
        "calm",
    ),
    web.NothingToPlaceError: Words(
        409,
        "W-PLACEMENT",
        _("Your course is not waiting for a choice now"),
        _("Nothing was added. Go back to your course, press “Add” once more, and choose again."),
        "calm",
    ),
    web.ActivityRemovedError: Words(
        404,
        "W-REMOVED",
        _("This activity was removed"),
        _("What the link led to is no longer there. Whoever teaches the course can replace it."),
        "calm",
    ),
    web.TooManyError: Words(
        429,
        "W-RATE",
        _("Too many at once"),
        _("Please wait a minute, then open the page again."),
        "bad",
    ),
}

PAGES: dict[type[Exception], Words] = {
    http.BadRequest: Words(
        400,
        "H-400",
        _("We could not read this"),
        _("Open the page again from your course."),
        "bad",
    ),
    http.NotFound: Words(
        404,
        "H-404",
        _("There is no such page"),
        _("Check the link, or open the tool again from your course."),
    ),
    http.MethodNotAllowed: Words(
        405,
        "H-405",
        _("This page cannot be opened like that"),
        _("Open the tool again from your course."),
    ),
    http.RequestEntityTooLarge: Words(
        413,
        "H-413",
        _("This is too long"),
        _("Go back, shorten it, and send it again."),
    ),
    http.InternalServerError: Words(
        500,
        "H-500",
        _("Something went wrong on our side"),
        _("It is not your doing, and it was written down. Please try again in a few minutes."),
        "bad",
    ),
}


def words_for(error: Exception) -> Words:
    """Return the words of an error, or of the nearest of its kinds."""
    table = {**RULES, **PAGES}
    found = (table[kind] for kind in type(error).__mro__ if kind in table)
    default = PAGES[http.BadRequest if _is_their_mistake(error) else http.InternalServerError]
    words = next(found, default)
    if isinstance(error, rules.ShapeError):
        return replace(words, text=SHAPES.get(str(error), words.text))
    return words


def _is_their_mistake(error: Exception) -> bool:
    return isinstance(error, http.HTTPException) and (error.code or 500) < 500
