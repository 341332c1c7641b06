"""What of two profiles counts in a score, and how much. Nothing else of a person does.

The plain rule and the problem that a solver is given are both made from this table, so that they
cannot differ. What is sealed is not in it, but for the wish to meet at a distance: for whoever has
it a meeting in person is no way in common, and nobody is told why (M12).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from plugin.mentoring.enrolment import Medium, Profile

Said = Callable[[Profile], Sequence[str]]
ENOUGH_HOURS = 4.0
"""Hours a week in common beyond which more time makes a pair no better."""


class Part(StrEnum):
    """What a score is made of."""

    SKILLS = "skills"
    VALUES = "values"
    AIMS = "aims"
    TIME = "time"
    LANGUAGES = "languages"
    MEDIA = "media"
    STYLE = "style"
    PLACE = "place"


WEIGHTS: Mapping[Part, int] = {
    Part.SKILLS: 35,
    Part.VALUES: 15,
    Part.AIMS: 15,
    Part.TIME: 20,
    Part.LANGUAGES: 5,
    Part.MEDIA: 5,
    Part.STYLE: 5,
    Part.PLACE: 0,
}
"""Points of each part, 100 together. What people care about weighs above surface (M4).

A place in common has none: it lets two meet where a programme meets in person (M8)."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One part of a score that is made of words in common.

    Attributes:
        sought, given: what is compared, of the mentee and of the mentor.
        enough: words in common that earn all points; None is all that the mentee seeks.
        need: words in common below which two may not meet, where both said some.

    """

    part: Part
    sought: Said
    given: Said
    enough: int | None
    need: int = 0

    def full(self, mentee: Profile) -> int:
        """Return how many words in common earn all points."""
        return self.enough if self.enough is not None else len(self.sought(mentee)) or 1


def liked_media(profile: Profile) -> Sequence[Medium]:
    """Return how somebody likes to meet, without what they keep a distance from (M12)."""
    far = profile.confided.virtual_only
    return tuple(one for one in profile.media if not (far and one is Medium.IN_PERSON))


def _values(profile: Profile) -> Sequence[str]:
    return profile.values


def _aims(profile: Profile) -> Sequence[str]:
    return profile.aims


def _languages(profile: Profile) -> Sequence[str]:
    return profile.languages


def _places(profile: Profile) -> Sequence[str]:
    return profile.here


def _style(profile: Profile) -> Sequence[str]:
    return (*profile.talks, *profile.learns)


COUNTED = (
    Counted(Part.SKILLS, lambda p: p.seeks, lambda p: p.offers, None),
    Counted(Part.VALUES, _values, _values, 2),
    Counted(Part.AIMS, _aims, _aims, 2),
    Counted(Part.LANGUAGES, _languages, _languages, 1, 1),
    Counted(Part.MEDIA, liked_media, liked_media, 1),
    Counted(Part.STYLE, _style, _style, 2),
    Counted(Part.PLACE, _places, _places, 1, 1),
)
"""Every part but the time in common."""
