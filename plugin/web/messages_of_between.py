"""Words for rules that are broken between sessions, and between people who are not matched."""

from flask_babel import lazy_gettext as _

from plugin.mentoring import errors as rules
from plugin.web.said import Words

BETWEEN: dict[type[Exception], Words] = {
    rules.NotEligibleError: Words(
        403,
        "M-NOT-ELIGIBLE",
        _("This part is for somebody else"),
        _("Go back and say what brings you, or ask the coordinators whether it can be you."),
    ),
    rules.PlaceMissingError: Words(
        422,
        "M-PLACE-MISSING",
        _("First, say where you can be"),
        _("This programme meets in person. Go back and tick at least one place in your profile."),
    ),
    rules.ElsewhereError: Words(
        409,
        "M-ELSEWHERE",
        _("This circle meets elsewhere"),
        _("It meets in person where you are not. Choose another, or change your places."),
    ),
    rules.ExcludedError: Words(
        409,
        "M-EXCLUDED",
        _("These two are not matched"),
        _(
            "A coordinator has entered them among those who are not matched with each other. "
            "Look there first; nothing was changed."
        ),
    ),
    rules.GoalUnfinishedError: Words(
        422,
        "M-GOAL-UNFINISHED",
        _("A part of the goal is still missing"),
        _("Nothing was changed. Go back, answer all five questions, and set it then."),
    ),
    rules.NoVoteLeftError: Words(
        409,
        "M-VOTES",
        _("Your votes are given"),
        _("Go back, take one of them back, and give it to this idea."),
    ),
    rules.OutcomeMissingError: Words(
        422,
        "M-OUTCOME-MISSING",
        _("First, say what came of it"),
        _("Go back, write down the outcome, also a small one, and say then that it is done."),
    ),
}
