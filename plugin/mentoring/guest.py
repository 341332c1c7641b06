"""People from outside the course: invited to one programme by a link, and known by an account.

A link is good once, for the programme and the side it was made for. Who opened it is whoever signed
in then; an address on the link or in a mail decides nothing.

Coordinators invite mentors. Whoever takes part may refer somebody to either side (M9). Of who is
referred nothing is written down until they say yes themselves, and then a coordinator lets them in.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import (
    LinkOverError,
    OutOfBoundsError,
    ShapeError,
    WrongStateError,
)
from plugin.mentoring.formats import sides_of
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.programme import TAKES_PROFILES, Programme, ProgrammeId

GuestLinkId = NewType("GuestLinkId", str)
LASTS = timedelta(days=14)
MOST_WAITING = 100
"""Links of one programme that may wait to be opened."""
LONGEST_MEMO = 80
MOST_REFERRED = 5
"""Referrals of one person that may wait."""
LONGEST_WHY = 400


class Standing(StrEnum):
    """How far a link is. Who `ASKS` was referred, has said yes, and waits for a coordinator."""

    WAITING = "waiting"
    ASKS = "asks"
    ACCEPTED = "accepted"
    LAPSED = "lapsed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class GuestLink:
    """One invitation, and the membership that came of it.

    Attributes:
        secret_hash: of what the link holds; the link itself is shown once and kept nowhere.
        memo: for whom the coordinator made it; forgotten once somebody came, or it is over.
        person_id: who came.
        referred: made by somebody who takes part; `memo` then says why, and is for coordinators.
        admitted_at: from when on it opens the programme.
        ended_at: when it was taken back; from then on it opens nothing to anybody.

    """

    link_id: GuestLinkId
    tenant_id: TenantId
    programme_id: ProgrammeId
    side: Side
    secret_hash: str
    made_by: PersonId
    made_at: datetime
    expires_at: datetime
    memo: str = ""
    person_id: PersonId | None = None
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    referred: bool = False
    admitted_at: datetime | None = None
    version: int = 0

    def standing(self, now: datetime) -> Standing:
        """Return how far it is."""
        if self.ended_at is not None:
            return Standing.ENDED
        if self.accepted_at is not None:
            return Standing.ACCEPTED if self.admitted_at else Standing.ASKS
        return Standing.WAITING if now < self.expires_at else Standing.LAPSED

    def accepted(self, person: PersonId, now: datetime) -> "GuestLink":
        """Return it used by `person`.

        Raises:
            LinkOverError: it was used, taken back, or is out of date.

        """
        if self.standing(now) is not Standing.WAITING:
            raise LinkOverError
        came = replace(self, person_id=person, accepted_at=now)
        return came if self.referred else replace(came, admitted_at=now, memo="")

    def admitted(self, now: datetime) -> "GuestLink":
        """Return it opened to who was referred and said yes.

        Raises:
            WrongStateError: nobody asks by it.

        """
        if self.standing(now) is not Standing.ASKS:
            raise WrongStateError
        return replace(self, admitted_at=now, memo="")

    def ended(self, now: datetime) -> "GuestLink":
        """Return it taken back; once more changes nothing."""
        return self if self.ended_at else replace(self, ended_at=now, memo="")


@dataclass(frozen=True, slots=True)
class Making:
    """A link about to be made.

    Attributes:
        words: for whom it is, or why somebody is referred.
        side: on which side they would stand.

    """

    link_id: GuestLinkId
    secret_hash: str
    by: PersonId
    at: datetime
    words: str = ""
    side: Side = Side.MENTOR


def may_be_invited(programme: Programme) -> bool:
    """Whether anybody mentors in the programme; mentors among themselves invite nobody (R7)."""
    return programme.life.mentors_of is None and Side.MENTOR in sides_of(programme.formats)


def sides_to_refer_to(programme: Programme) -> tuple[Side, ...]:
    """Return on which sides people are wanted now: none where the programme takes no profiles."""
    if programme.life.mentors_of is not None or programme.stage not in TAKES_PROFILES:
        return ()
    return sides_of(programme.formats)


def invitation(programme: Programme, making: Making, known: Iterable[GuestLink]) -> GuestLink:
    """Return a coordinator's link.

    Args:
        programme: to mentor in.
        making: the link.
        known: the programme's links so far.

    Raises:
        ShapeError: nobody mentors in this programme.
        OutOfBoundsError: as many wait as may.

    """
    if not may_be_invited(programme):
        raise ShapeError("side")
    if sum(one.standing(making.at) is Standing.WAITING for one in known) >= MOST_WAITING:
        raise OutOfBoundsError
    return _made(programme, making, making.words.strip()[:LONGEST_MEMO], referred=False)


def referral(programme: Programme, making: Making, own: Iterable[GuestLink]) -> GuestLink:
    """Return a link of somebody who takes part.

    Args:
        programme: to take part in.
        making: the link.
        own: the referrals of the same person so far.

    Raises:
        ShapeError: nobody stands on that side in this programme, or it takes nobody now.
        OutOfBoundsError: as many of theirs wait as may.

    """
    if making.side not in sides_to_refer_to(programme):
        raise ShapeError("side")
    open_ = (Standing.WAITING, Standing.ASKS)
    if sum(one.standing(making.at) in open_ for one in own) >= MOST_REFERRED:
        raise OutOfBoundsError
    return _made(programme, making, making.words.strip()[:LONGEST_WHY], referred=True)


def _made(programme: Programme, making: Making, memo: str, *, referred: bool) -> GuestLink:
    return GuestLink(
        making.link_id,
        programme.tenant_id,
        programme.programme_id,
        making.side,
        making.secret_hash,
        making.by,
        making.at,
        making.at + LASTS,
        memo,
        referred=referred,
    )
