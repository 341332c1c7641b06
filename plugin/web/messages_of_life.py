"""The words of rules about a programme's life, who joins and leaves, and its series outside."""

from flask_babel import lazy_gettext as _

from plugin.mentoring import errors as rules
from plugin.ports import errors as outside
from plugin.web.said import Words

LIFE: dict[type[Exception], Words] = {
    rules.ReviewMissingError: Words(
        409,
        "M-REVIEW-MISSING",
        _("The trial has not been looked back at yet"),
        _("Write down what it taught, a sentence will do. Then open the programme to everybody."),
    ),
    rules.PilotFullError: Words(
        409,
        "M-PILOT-FULL",
        _("The trial has all the people it can take"),
        _("Your profile was not sent. When the programme opens to everybody, there is room."),
    ),
    rules.ToldError: Words(
        409,
        "M-TOLD",
        _("Somebody knows of this step already"),
        _("It cannot be taken back any more. Go on from here, or pause the programme."),
    ),
    rules.DistanceError: Words(
        409,
        "M-DISTANCE",
        _("Your sessions are held at a distance"),
        _("Choose video, phone or writing. Nobody has to say why; nothing else was changed."),
    ),
    rules.TrainingMissingError: Words(
        409,
        "M-TRAINING",
        _("Some training comes first"),
        _("Your page of training names what is left. Or ask a coordinator to let you pass."),
    ),
    rules.NotReadyError: Words(
        409,
        "M-NOT-READY",
        _("Four questions to yourself come first"),
        _("They stand at the end of your profile. Nobody was asked; go there, then come back."),
    ),
    rules.TooManyRequestsError: Words(
        409,
        "M-TOO-MANY-REQUESTS",
        _("You have asked as many as may be asked at once"),
        _("Wait for an answer, or take one back; then you can ask somebody else."),
    ),
    rules.RestingError: Words(
        409,
        "M-RESTING",
        _("It rests for a while"),
        _("Nothing was booked. What you had booked stays, and your page says when it goes on."),
    ),
    rules.LinkOverError: Words(
        410,
        "M-LINK-OVER",
        _("This invitation is not good any more"),
        _(
            "It was used, taken back, or is out of date. If you came by it before, sign in at the "
            "page for mentors; otherwise ask whoever sent it for a new one."
        ),
    ),
    rules.OnlyDoorError: Words(
        409,
        "M-ONLY-DOOR",
        _("This account is how you come in"),
        _(
            "Nothing was changed. To leave altogether, open “What is held about me” and ask for "
            "removal."
        ),
    ),
    rules.UnreadableListError: Words(
        422,
        "M-LIST",
        _("This list cannot be read"),
        _("Nothing was kept. Save it as “CSV UTF-8” from the empty list, and send it again."),
    ),
    rules.ListOpenError: Words(
        409,
        "M-LIST-OPEN",
        _("Another list is there already"),
        _("Bring it in or drop it first. Nothing of yours was kept."),
    ),
    rules.FullError: Words(
        409,
        "M-FULL",
        _("The last seat was taken a moment ago"),
        _("You can wait for one: go back and press “Wait for a seat”, or choose another circle."),
    ),
    rules.LastFacilitatorError: Words(
        409,
        "M-FACILITATOR",
        _("A circle needs somebody to facilitate it"),
        _("Hand it over to a member first. Then you can leave, with no reason given."),
    ),
    outside.SeriesRefusedError: Words(
        502,
        "O-SERIES",
        _("The other system did not take this"),
        _("Trying again will not help. Tell the coordinator the code below."),
        "bad",
    ),
}
