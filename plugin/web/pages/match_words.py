"""Words of the matching: what a score is made of, why somebody is left, what can be spread."""

from plugin.mentoring.counted import Part
from plugin.mentoring.exclusions import ExclusionKind
from plugin.mentoring.groups import Trait
from plugin.mentoring.matching import Why
from plugin.mentoring.programme import Format
from plugin.web.texts import gettext as _


def parts() -> list[tuple[Part, str]]:
    """Return what a score is made of, in the order shown."""
    return [
        (Part.SKILLS, _("Sought and offered")),
        (Part.VALUES, _("What matters")),
        (Part.AIMS, _("Where they want to go")),
        (Part.TIME, _("Time in common")),
        (Part.LANGUAGES, _("Language")),
        (Part.MEDIA, _("Way of meeting")),
        (Part.STYLE, _("Manner of talking and learning")),
    ]


def segments() -> list[tuple[tuple[Part, ...], str]]:
    """Return what a bar shows of a fit: surface things are one piece."""
    return [
        ((Part.SKILLS,), _("Sought and offered")),
        ((Part.VALUES, Part.AIMS), _("What matters, and where to")),
        ((Part.TIME,), _("Time in common")),
        ((Part.LANGUAGES, Part.MEDIA, Part.STYLE), _("Language and manner")),
    ]


def barriers() -> dict[Part, str]:
    """Return what keeps two apart."""
    return {
        Part.TIME: _("No hour in common"),
        Part.LANGUAGES: _("No language in common"),
        Part.PLACE: _("No place in common"),
    }


def whys() -> dict[Why, str]:
    """Return why somebody is left, with what helps."""
    return {
        Why.NO_MENTORS: _("No mentor has sent a profile yet. Invite one, then suggest anew."),
        Why.NO_COMMON_TIME: _("No mentor is free when they are. More hours on either side help."),
        Why.NO_COMMON_LANGUAGE: _("No mentor shares a language with them."),
        Why.NO_COMMON_PLACE: _("No mentor can be where they can be."),
        Why.ALL_FULL: _("Every mentor who would suit is full. One could take one more."),
        Why.NO_MENTEE: _("Ready to be a mentor; nobody is left who would suit."),
        Why.TOO_FEW: _(
            "Too few people for one more circle or pair. Invite some, then suggest anew."
        ),
        Why.BY_HAND: _("Taken out by hand."),
    }


def traits() -> list[tuple[Trait, str]]:
    """Return what circles may be spread or gathered by."""
    return [
        (Trait.AIM, _("Where they want to go")),
        (Trait.ENTRY, _("What brings them")),
        (Trait.LANGUAGE, _("First language named")),
        (Trait.LEARNS, _("How they learn")),
        (Trait.TALKS, _("How they like to be talked with")),
    ]


def kinds() -> dict[Format, str]:
    """Return what can be drafted."""
    return {
        Format.ONE_TO_ONE: _("Pairs of a mentee and a mentor"),
        Format.PEER: _("Peers, two or three together"),
        Format.CIRCLE: _("Circles with somebody who gathers them"),
    }


def exclusion_kinds() -> dict[ExclusionKind, str]:
    """Return why two are not to be matched, as a coordinator reads it."""
    return {
        ExclusionKind.DEPARTMENT: _("The same department"),
        ExclusionKind.MANAGER: _("One is the other’s line manager"),
        ExclusionKind.CONFLICT: _("An earlier conflict"),
        ExclusionKind.OTHER: _("Another reason"),
    }
