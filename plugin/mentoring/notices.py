"""What people are told, when and where: the one place that decides it (A8, T5, T10).

A notice says that something waits on a page, and nothing of what is there. What can wait is told
together once a day; a day has few mails; quiet hours are quiet.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final

from plugin.mentoring.errors import ClockGapError, OutOfBoundsError
from plugin.mentoring.own_time import OwnTime
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.spans import from_wall_clock, on_wall_clock

MOST_A_DAY: Final = 4
"""Deliveries to one person in 24 hours; what comes after them waits for the daily one."""
USUAL_QUIET: Final = (time(21), time(7))
USUAL_HOUR: Final = 8
USEFUL_BEFORE: Final = timedelta(minutes=10)
"""A reminder of a session is of no use later than this before it begins (T10)."""
ONE_DAY: Final = timedelta(days=1)


class News(StrEnum):
    """What happened, as far as a notice says so."""

    MATCHED = "matched"
    MEMBERS = "members"
    TO_SIGN = "to sign"
    AGREED = "agreed"
    MESSAGE = "message"
    URGENT = "urgent"
    WRITTEN = "written"
    THANKED = "thanked"
    VOTE = "vote"
    VOTE_UNMET = "vote unmet"
    VOTE_ENDS = "vote ends"
    TIME_SUGGESTED = "time suggested"
    TIME_DECLINED = "time declined"
    ANSWERED = "answered"
    MORE_INVITED = "more invited"
    RECORDING = "recording"
    TO_SHOW = "to show"
    WORDS_ASKED = "words asked"
    ACCOUNT = "account"
    REACHED = "reached"
    HOW_WAS = "how was"
    PROMISED = "promised"
    PROMISE_DUE = "promise due"
    REVIEW_DUE = "review due"
    REFERRED = "referred"
    ADMITTED = "admitted"
    ASKED_TO_MENTOR = "asked to mentor"
    REQUEST_ANSWERED = "request answered"
    REQUEST_LAPSED = "request lapsed"
    PREFILLED = "prefilled"
    SESSION_SOON = "session soon"
    TO_LEARN = "to learn"
    SURVEY = "survey"
    CONFIDED = "confided"
    OPENING_ASKED = "opening asked"
    OPENED = "opened"


PRESSING: Final = frozenset(
    {
        News.SESSION_SOON,
        News.VOTE_ENDS,
        News.RECORDING,
        News.URGENT,
        News.CONFIDED,
        News.OPENING_ASKED,
    }
)
"""Told as soon as the person's clock allows, for tomorrow would be too late."""
AWAITED: Final = frozenset(
    {
        News.TO_SIGN,
        News.MESSAGE,
        News.URGENT,
        News.VOTE,
        News.VOTE_ENDS,
        News.TIME_SUGGESTED,
        News.TO_SHOW,
        News.WORDS_ASKED,
        News.REFERRED,
        News.ASKED_TO_MENTOR,
        News.OPENING_ASKED,
    }
)
"""Somebody waits for the reader; the feed says that of these, and of no others."""


class Rhythm(StrEnum):
    """How often a person wants to be told."""

    DAILY = "daily"
    EACH = "each"


class NoticeState(StrEnum):
    """How a notice stands. `GOING` was handed over perhaps; only `SENT` was taken."""

    WAITING = "waiting"
    GOING = "going"
    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"


class Way(StrEnum):
    """Where a notice goes; one of them, never both."""

    FEED = "feed"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that one person is to be told.

    Attributes:
        key: the same key is told once.
        thing: what it is about, as "kind/identifier"; a link leads there.
        due_at: when it is next looked at.
        useful_until: when it is of no use any more; None for never.
        batch: names the delivery that it went with, through every attempt.
        problem: why it failed or was dropped, as a code.

    """

    key: str
    tenant_id: TenantId
    person_id: PersonId
    news: News
    thing: str
    made_at: datetime
    due_at: datetime
    useful_until: datetime | None = None
    state: NoticeState = NoticeState.WAITING
    batch: str | None = None
    way: Way | None = None
    sent_at: datetime | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """How one person wants to be told.

    Attributes:
        hour: of the daily notice, on the person's own clock.
        mail, feed: whether notices may go there; with neither, only pages tell.

    """

    person_id: PersonId
    tenant_id: TenantId
    rhythm: Rhythm = Rhythm.DAILY
    hour: int = USUAL_HOUR
    mail: bool = True
    feed: bool = True
    version: int = 0

    def checked(self) -> "Choices":
        """Return them, or raise OutOfBoundsError for an hour that no clock has."""
        if not 0 <= self.hour <= 23:
            raise OutOfBoundsError
        return self

    def without_mail(self) -> "Choices":
        """Return the choices of somebody who wants no mail any more."""
        return replace(self, mail=False)

    def ways(self, open_ways: Collection[Way]) -> tuple[Way, ...]:
        """Return where to try, first choice first: the feed, else mail."""
        wanted = {Way.FEED: self.feed, Way.MAIL: self.mail}
        return tuple(way for way in Way if wanted[way] and way in open_ways)


@dataclass(frozen=True, slots=True)
class Clock:
    """The person's own clock: their zone and their quiet hours."""

    zone: str
    own: OwnTime | None = None

    def is_quiet(self, moment: datetime) -> bool:
        """Whether nothing is to reach the person now."""
        return self._own.is_quiet(moment, self.zone)

    def loud_from(self, moment: datetime) -> datetime:
        """Return when quiet hours that are on now end."""
        quiet = self._own.quiet
        if quiet is None or not self.is_quiet(moment):
            return moment
        return self._next(quiet[1], moment)

    def daily(self, hour: int, *, after: datetime) -> datetime:
        """Return the next moment after `after` at which the daily notice goes."""
        return self.loud_from(self._next(time(hour), after))

    @property
    def _own(self) -> OwnTime:
        own = self.own or OwnTime(PersonId(""), TenantId(""))
        return own if own.quiet else replace(own, quiet=USUAL_QUIET)

    def _next(self, clock: time, after: datetime) -> datetime:
        day = on_wall_clock(after, self.zone).date()
        for at in (day, day + ONE_DAY, day + 2 * ONE_DAY):
            moment = self._at(datetime.combine(at, clock))
            if moment > after:
                return moment
        raise AssertionError("a day follows every day")

    def _at(self, wall: datetime) -> datetime:
        try:
            return from_wall_clock(wall, self.zone)
        except ClockGapError as gap:
            return from_wall_clock(gap.after, self.zone)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with a person's notices now.

    Attributes:
        going: told now, together, in order of time.
        late: of no use any more; dropped and counted.
        again_at: when to look at the others; None where none are left.

    """

    going: tuple[Notice, ...] = ()
    late: tuple[Notice, ...] = ()
    again_at: datetime | None = None


def planned(
    waiting: Sequence[Notice], choices: Choices, clock: Clock, *, lately: int, now: datetime
) -> Plan:
    """Decide what of `waiting` goes now.

    Whatever goes takes everything that waits with it, so that there is one mail and not two.

    Args:
        waiting: of one person.
        choices: theirs.
        clock: theirs.
        lately: deliveries to them in the last 24 hours.
        now: the present moment.

    """
    late = tuple(one for one in waiting if one.useful_until and one.useful_until <= now)
    left = tuple(one for one in waiting if one not in late)
    if not left:
        return Plan(late=late)
    if clock.is_quiet(now):
        return Plan(late=late, again_at=clock.loud_from(now))
    when = min(_due(one, choices, clock, lately) for one in left)
    if when <= now:
        return Plan(tuple(sorted(left, key=lambda one: one.made_at)), late)
    return Plan(late=late, again_at=when)


def _due(one: Notice, choices: Choices, clock: Clock, lately: int) -> datetime:
    at_once = choices.rhythm is Rhythm.EACH or one.news in PRESSING
    if at_once and lately < MOST_A_DAY:
        return one.made_at
    return clock.daily(choices.hour, after=one.made_at)
