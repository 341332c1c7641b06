"""What to say of people who do not make a relationship of their format, by what is wrong."""

from flask_babel import lazy_gettext as _

SHAPES: dict[str, object] = {
    "module": _("It needs a title, and a text or a link. Fill both in and try again."),
    "module: answered": _(
        "People have answered it, so its words stay. Write a new one, and leave this one out."
    ),
    "twice": _("Somebody is named twice. Name each person once and try again."),
    "one-to-one: mentee": _("One to one has exactly one mentee. Change that and try again."),
    "one-to-one: mentor": _("One to one has a mentor, or up to four who share. Change that."),
    "one-to-one: side": _("One to one has mentors and a mentee, no peers. Change one of them."),
    "peer: size": _("Peers are two or three people. Add or take out somebody and try again."),
    "peer: side": _("Peers have no mentor among them. Everybody in it takes part as a peer."),
    "circle: facilitator": _("A circle needs somebody to facilitate it. Choose one and try again."),
    "circle: side": _("A circle has facilitators and members, no peers. Change one of them."),
    "circle: too few": _("A circle begins with more people than this. Add somebody, or join two."),
    "circle: too many": _("A circle holds fewer people than this. Make two of it."),
    "formats: none": _("A programme needs at least one way of working together. Choose one."),
    "formats: in use": _(
        "Somebody has chosen a way of taking part that this would remove. Keep that format."
    ),
    "side": _("Nobody takes part like that in this programme. Choose one of the ways offered."),
}
