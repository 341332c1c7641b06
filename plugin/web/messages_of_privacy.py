"""What is said where somebody's own data, help or sealed pages are concerned."""

from typing import Final

from flask_babel import lazy_gettext as _

from plugin.mentoring import errors as rules
from plugin.web.said import Words

PRIVACY: Final[dict[type[Exception], Words]] = {
    rules.ReasonMissingError: Words(
        409,
        "M-REASON-MISSING",
        _("A reason is missing"),
        _("Say why nothing less will do, and, where people are told later, why the law allows it."),
    ),
    rules.NotFreshError: Words(
        403,
        "M-NOT-FRESH",
        _("Come in once more"),
        _(
            "Sealed pages open only within 15 minutes of coming in. Open this activity in your"
            " course again, or the tab in Teams, and go to the sealed pages from there. This time"
            " nothing was opened; what an earlier look showed stays in its window until you"
            " close it."
        ),
        "calm",
    ),
    rules.AnotherPersonError: Words(
        403,
        "M-ANOTHER-PERSON",
        _("Is it still you?"),
        _(
            "Your course site now gives this account another name and another address. So that"
            " nobody reads what is not theirs, nothing opens before a coordinator of your"
            " programme has said who you are. They are asked; come back after that."
        ),
        "calm",
    ),
    rules.BothUsedError: Words(
        409,
        "M-BOTH-USED",
        _("Both accounts are in use"),
        _(
            "Each of them has or had somebody to work with, or coordinates. Nothing of either may"
            " be lost, so they stay two. Nothing was changed."
        ),
    ),
    rules.TooManyCopiesError: Words(
        429,
        "M-TOO-MANY-COPIES",
        _("Three copies a day are enough"),
        _("Take one of those that were made, or ask again tomorrow."),
    ),
    rules.NobodyToTellError: Words(
        409,
        "M-NOBODY-TO-TELL",
        _("Choose somebody else to read it"),
        _(
            "Nobody whom a concern is about may read it. Go back and choose another person, or turn"
            " to one of the places that your institution names."
        ),
    ),
}
