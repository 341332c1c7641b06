"""What was just done between sessions, by the code in the address."""

from flask_babel import lazy_gettext

BETWEEN = {
    "exchange-asked": lazy_gettext("Sent. You see here when an answer can be expected."),
    "written": lazy_gettext("Sent."),
    "snoozed": lazy_gettext("Said. Nobody reminds you before that day."),
    "settled": lazy_gettext("Settled."),
    "goal-kept": lazy_gettext("Kept. A draft is yours alone until you set it."),
    "goal-set": lazy_gettext("Set. The members of your page read it now."),
    "goal-reached": lazy_gettext("Reached. That is worth a moment."),
    "goal-let_go": lazy_gettext("Let go. That is a decision, too."),
    "step-reached": lazy_gettext("One step further."),
    "cheered": lazy_gettext("Said. It stands beside the step."),
    "reviewed": lazy_gettext("Kept. The next look shows what has moved since."),
    "brought": lazy_gettext("Brought together. All of them are told."),
    "board-begun": lazy_gettext("It is up. The others find it here, too."),
    "board-closed": lazy_gettext("Closed. What was gathered stays."),
    "board-open": lazy_gettext("Open again."),
    "idea-added": lazy_gettext("It is on the board."),
    "project-begun": lazy_gettext("Begun. The others find it here, too."),
    "project-done": lazy_gettext("Done. You made this together."),
    "project-let_go": lazy_gettext("Let go. That is a decision, too."),
    "project-going_on": lazy_gettext("It goes on."),
    "file-added": lazy_gettext("Added. It stays where it lies."),
    "to-show": lazy_gettext("Kept. The others are asked for their yes."),
    "show-yes": lazy_gettext("Your yes is kept. You can take it back at any time."),
    "show-no": lazy_gettext("Your yes is taken back. Nobody else reads it any more."),
    "round-done": lazy_gettext("The round is complete. It counts as a session."),
}
