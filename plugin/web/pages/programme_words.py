"""What a programme's own words are on forms: how people work together, and who comes to it."""

from plugin.mentoring.programme import Entry, Format
from plugin.web.texts import gettext as _


def format_options() -> list[tuple[Format, str, str]]:
    """Return the formats, each with a line about it."""
    return [
        (Format.ONE_TO_ONE, _("One to one"), _("A mentee, and a mentor or a few who share")),
        (Format.PEER, _("Peers"), _("Two or three, nobody in charge")),
        (Format.CIRCLE, _("Circles"), _("A few people and somebody who gathers them")),
    ]


def entry_options() -> list[tuple[Entry, str]]:
    """Return what brings people to a programme."""
    return [
        (Entry.NEW, _("New here")),
        (Entry.NEW_POST, _("In a new post")),
        (Entry.RETURNING, _("Back from leave")),
        (Entry.TURNING_POINT, _("At a turning point")),
    ]
