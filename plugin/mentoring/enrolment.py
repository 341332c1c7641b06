"""A person's part in a programme: side, profile, capacity."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from plugin.mentoring.confided import NOTHING_CONFIDED, Confided
from plugin.mentoring.hours import NOT_SAID, WeekHours
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.programme import Bounds, Entry, ProgrammeId
from plugin.mentoring.spans import known_zone

EnrolmentId = NewType("EnrolmentId", str)
MOST_VALUES = 3
MOST_SKILLS = 12
MOST_PLACES = 20
LONGEST_WORD = 80
LONGEST_TEXT = 600
LANGUAGES = (
    "en", "de", "fr", "es", "pt", "it", "nl", "pl", "tr", "ar", "hi", "zh", "ja", "ko", "sw", "uk",
)  # fmt: skip
"""ISO 639 codes that people may choose."""


class Side(StrEnum):
    """Where a person stands in a relationship; a circle's mentors are its facilitators."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    PEER = "peer"


class Talk(StrEnum):
    """How a person likes to be talked with (M2)."""

    DIRECT = "direct"
    GENTLE = "gentle"
    LISTENING = "listening"
    QUESTIONS = "questions"


class Learn(StrEnum):
    """How a person likes to learn (M2)."""

    TALKING = "talking"
    DOING = "doing"
    READING = "reading"
    WATCHING = "watching"


class Medium(StrEnum):
    """How a session can be held."""

    VIDEO = "video"
    PHONE = "phone"
    IN_PERSON = "in person"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Profile:
    """What a person said about themselves for a programme. Every answer may be left out.

    Attributes:
        seeks, offers: skills from the programme's list, or in the person's own words.
        languages: ISO 639 codes.
        zone: IANA name; None when not said.
        hours: usual hours on that zone's wall clock; empty when not said, which is "unknown" and
            never "free".
        media: best liked first.
        values: at most three.
        aims: where the person would like to go, from `templates.AIMS`; deep, like the values (M4).
        talks, learns: how they like to be talked with, and to learn.
        entry: what brings them, where the programme asks (P10).
        places: where they can be in person, of the programme's places; asked where it meets in
            person, and used nowhere else (M8).
        here: what of that counts at this moment; kept nowhere, see `mentoring.in_person`.
        alike: what of their background counts in the making of a draft; kept nowhere (M5).
        confided: what is sealed besides `about`.
        hours_before: what the hours were before they alone were changed; None once the profile
            was sent since.
        about: shown to the partner after matching.

    """

    seeks: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    zone: str | None = None
    hours: WeekHours = NOT_SAID
    media: tuple[Medium, ...] = ()
    values: tuple[str, ...] = ()
    about: str = ""
    aims: tuple[str, ...] = ()
    talks: tuple[Talk, ...] = ()
    learns: tuple[Learn, ...] = ()
    entry: Entry | None = None
    confided: Confided = NOTHING_CONFIDED
    hours_before: WeekHours | None = None
    places: tuple[str, ...] = ()
    here: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()

    def with_hours_back(self) -> "Profile":
        """Return the profile with the hours from before; itself where none are known."""
        if self.hours_before is None:
            return self
        return replace(self, hours=self.hours_before, hours_before=None)

    def kept(self) -> "Profile":
        """Return the profile without doubles and with no more than the form asks for.

        A zone that nobody knows is as good as none: it would make common time impossible to say.
        """
        return replace(
            self,
            seeks=_some(self.seeks, MOST_SKILLS),
            offers=_some(self.offers, MOST_SKILLS),
            languages=_some(self.languages, MOST_SKILLS),
            zone=known_zone(self.zone),
            media=tuple(dict.fromkeys(self.media)),
            values=_some(self.values, MOST_VALUES),
            about=self.about.strip()[:LONGEST_TEXT].rstrip(),
            aims=_some(self.aims, MOST_VALUES),
            talks=tuple(dict.fromkeys(self.talks)),
            learns=tuple(dict.fromkeys(self.learns)),
            confided=self.confided.kept(),
            places=_some(self.places, MOST_PLACES),
        )


def best_shared(lists: Iterable[Sequence[Medium]]) -> Medium | None:
    """Return the medium that all have in their lists and like best together (T4).

    Each list is somebody's, the best liked first. None where they share none, or one said nothing.
    """
    each = list(lists)
    shared = set(Medium).intersection(*each) if each else set()
    return min(shared, key=lambda one: (sum(x.index(one) for x in each), one), default=None)


def _some(words: tuple[str, ...], most: int) -> tuple[str, ...]:
    """Return the first `most` words; of two that differ in case or blanks only, the first."""
    tidy = (" ".join(word.split())[:LONGEST_WORD].rstrip() for word in words)
    kept: dict[str, str] = {}
    for word in filter(None, tidy):
        kept.setdefault(word.casefold(), word)
    return tuple(kept.values())[:most]


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One person on one side of one programme.

    Attributes:
        capacity: how many partners or circles the person takes; only mentors take several.
        ready_at: when the profile was sent; None while it is a draft. Only ready people are
            matched.
        from_list: whether a coordinator's list wrote the draft, and the person has not yet kept
            anything of their own.

    """

    enrolment_id: EnrolmentId
    tenant_id: TenantId
    programme_id: ProgrammeId
    person_id: PersonId
    side: Side
    profile: Profile = Profile()
    capacity: int = 1
    ready_at: datetime | None = None
    version: int = 0
    from_list: bool = False

    def begun(self, side: Side, profile: Profile, capacity: int) -> "Enrolment":
        """Return the enrolment with a profile to go on with later; a sent one stays sent."""
        capacity = max(capacity, 1) if side is Side.MENTOR else 1
        profile = profile.kept()
        return replace(self, side=side, profile=profile, capacity=capacity, from_list=False)

    def with_hours(self, hours: WeekHours) -> "Enrolment":
        """Return the enrolment with other hours, which make a draft from a list the person's own.

        They can be taken back until the profile is sent again.
        """
        profile = replace(self.profile, hours=hours, hours_before=self.profile.hours)
        return replace(self, profile=profile, from_list=False)

    def put_aside(self) -> "Enrolment":
        """Return it as a draft again, by which nobody is matched; nothing said is lost."""
        return replace(self, ready_at=None)

    def answered(
        self, side: Side, profile: Profile, capacity: int, *, bounds: Bounds, now: datetime
    ) -> "Enrolment":
        """Return the enrolment with the profile sent; may be sent again and again.

        Raises:
            OutOfBoundsError: more partners than the programme allows.

        """
        if side is not Side.MENTOR:
            capacity = 1
        else:
            bounds.check_capacity(capacity)
        sent = replace(self, side=side, profile=profile.kept(), capacity=capacity, ready_at=now)
        return replace(sent, from_list=False)
