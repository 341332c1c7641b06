"""The life of a programme: draft, pilot, open, matching, running, review, closed.

Each step can be taken back until somebody has been told of it. Whether somebody has is for the
caller to find out; what that means for a step is decided here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from plugin.mentoring.errors import (
    ClockGapError,
    OutOfBoundsError,
    PilotFullError,
    ToldError,
    WrongStateError,
)
from plugin.mentoring.programme import TAKES_PROFILES, Programme, Stage
from plugin.mentoring.spans import from_wall_clock, on_wall_clock

MOST_IN_PILOT = 100
LONGEST_PAUSE = timedelta(days=366)
NEXT: Mapping[Stage, tuple[Stage, ...]] = {
    Stage.DRAFT: (Stage.OPEN, Stage.PILOT),
    Stage.PILOT: (Stage.OPEN,),
    Stage.OPEN: (Stage.MATCHING,),
    Stage.MATCHING: (Stage.RUNNING,),
    Stage.RUNNING: (Stage.REVIEW,),
    Stage.REVIEW: (Stage.CLOSED,),
    Stage.CLOSED: (),
}
"""What may come next, the usual way first."""


@dataclass(frozen=True, slots=True)
class Told:
    """Who knows of a programme.

    Attributes:
        profiles: people who sent one.
        relationships: that were published, ended ones too.
        followed: whether a next cohort was begun from it.

    """

    profiles: int = 0
    relationships: int = 0
    followed: bool = False


def piloted(programme: Programme, *, cap: int, review_due: date, today: date) -> Programme:
    """Return the draft as a pilot for a few people, with a day to look back at it (P6).

    Raises:
        WrongStateError: it is no draft.
        OutOfBoundsError: no room for two people, for too many, or a day that is not to come.
        GoalMissingError, CoordinatorMissingError: it is not complete.

    """
    if programme.stage is not Stage.DRAFT:
        raise WrongStateError
    if not 2 <= cap <= MOST_IN_PILOT or review_due <= today:
        raise OutOfBoundsError
    programme.check_whole()
    life = replace(programme.life, pilot_cap=cap, review_due=review_due, pilot_review="")
    return replace(programme, stage=Stage.PILOT, life=life)


def stepped(programme: Programme, to: Stage) -> Programme:
    """Return the programme one step on.

    Raises:
        WrongStateError: the step does not follow from where it stands.
        ReviewMissingError, GoalMissingError, CoordinatorMissingError: something is missing for it.

    """
    if to not in NEXT[programme.stage] or to is Stage.PILOT:
        raise WrongStateError
    return programme.opened() if to is Stage.OPEN else replace(programme, stage=to)


def before(programme: Programme) -> Stage | None:
    """Return where the programme came from; None for a draft."""
    if programme.stage is Stage.OPEN:
        return Stage.PILOT if programme.life.pilot_cap else Stage.DRAFT
    found = (stage for stage, after in NEXT.items() if programme.stage in after)
    return next(found, None)


def may_undo(programme: Programme, told: Told) -> bool:
    """Whether nobody has been told of the last step."""
    to = before(programme)
    people = {
        Stage.DRAFT: told.profiles,
        Stage.PILOT: max(told.profiles - programme.life.pilot_cap, 0),
        Stage.OPEN: told.relationships,
        Stage.MATCHING: told.relationships,
        Stage.REVIEW: int(told.followed),
    }
    return to is not None and not people.get(to, 0)


def undone(programme: Programme, told: Told) -> Programme:
    """Return the programme one step back.

    Raises:
        WrongStateError: a draft has no step behind it.
        ToldError: somebody knows of the step already.

    """
    to = before(programme)
    if to is None:
        raise WrongStateError
    if not may_undo(programme, told):
        raise ToldError
    return replace(programme, stage=to)


def check_takes_profile(programme: Programme, *, others: int, now: datetime) -> None:
    """Raise unless one more person may send a profile.

    Raises:
        WrongStateError: it is not open, or its last day has passed.
        PilotFullError: the pilot has as many others as it takes.

    """
    ends = ends_at(programme)
    if programme.stage not in TAKES_PROFILES or (ends is not None and now >= ends):
        raise WrongStateError
    if programme.stage is Stage.PILOT and others >= programme.life.pilot_cap:
        raise PilotFullError


def ends_at(programme: Programme) -> datetime | None:
    """Return the end of the programme's last day on its own clock (T12); None where none is set."""
    if programme.ends_on is None:
        return None
    midnight = datetime.combine(programme.ends_on + timedelta(days=1), time(0))
    try:
        return from_wall_clock(midnight, programme.zone)
    except ClockGapError as gap:  # some zones change their clocks at midnight
        return from_wall_clock(gap.after, programme.zone)


def paused(programme: Programme, until: date | None, *, now: datetime) -> Programme:
    """Return the programme at rest up to a day, or going on where `until` is None (P14).

    Raises:
        WrongStateError: it is a draft or closed.
        OutOfBoundsError: the day is not still to come, or more than a year away.

    """
    if programme.stage in (Stage.DRAFT, Stage.CLOSED):
        raise WrongStateError
    today = on_wall_clock(now, programme.zone).date()
    if until is not None and not today < until <= today + LONGEST_PAUSE:
        raise OutOfBoundsError
    return replace(programme, life=replace(programme.life, paused_until=until))


def is_paused(programme: Programme, *, now: datetime) -> bool:
    """Whether the programme rests today; it goes on by itself on the day named."""
    return is_before(programme.life.paused_until, programme.zone, now=now)


def is_before(until: date | None, zone: str, *, now: datetime) -> bool:
    """Whether that day is still to come on the programme's clock: what rests rests until then."""
    return until is not None and on_wall_clock(now, zone).date() < until
