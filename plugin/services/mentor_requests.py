"""Mentees who choose for themselves: who would suit, asking, and the mentor's answer.

Whoever has no place left, keeps somebody away, or is asked by as many as may wait, is not shown;
and where one asks them all the same, nobody is told which of the three it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from plugin.mentoring import policy
from plugin.mentoring.enrolment import Enrolment, Side
from plugin.mentoring.errors import (
    AlreadyPairedError,
    NotReadyError,
    RestingError,
    TooManyRequestsError,
    TrainingMissingError,
    UnknownThingError,
    WrongStateError,
)
from plugin.mentoring.match_run import weights_of
from plugin.mentoring.matching import Fit, ranked
from plugin.mentoring.mentor_requests import (
    WAITS,
    Choosing,
    MentorRequest,
    MentorRequestId,
    RequestState,
    rules_of,
)
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.programme import Programme, ProgrammeId, SelfMatch
from plugin.ports.store import Work
from plugin.services.choosing import choosing
from plugin.services.mentor_answers import RequestAnswers, say_word, tell_of
from plugin.services.programmes import in_course


class Obstacle(StrEnum):
    """Why a mentee asks nobody at present."""

    NO_PROFILE = "no profile"
    NOT_READY = "not ready"
    TRAINING = "training"
    PLACED = "placed"
    TOO_MANY = "too many"
    RESTING = "resting"


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request with whom it concerns; `other` is None for somebody who was erased."""

    request: MentorRequest
    other: Person | None
    standing: RequestState


@dataclass(frozen=True, slots=True)
class ChoicePage:
    """Who would suit a mentee, best first, and what became of their requests."""

    programme: Programme
    rules: SelfMatch
    suggestions: tuple[tuple[Person, Fit], ...]
    requests: tuple[RequestLine, ...]
    obstacle: Obstacle | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorRequests(RequestAnswers):
    """Choosing and asking, for mentees; a coordinator only switches it on."""

    def page(self, programme_id: ProgrammeId, *, actor: Actor) -> ChoicePage:
        """Return who would suit the actor.

        Raises:
            UnknownThingError: nobody chooses for themselves there, or the actor is no mentee.
            NotAllowedError: a preview user; or a guest, who is shown whom they work with.

        """
        now = self.clock()
        with self.store.look(actor.tenant_id) as work:
            programme, rules, mine = _mentee(work, programme_id, actor)
            room = choosing(work, programme, now)
            own = [x for x in room.requests if x.mentee == actor.person_id]
            obstacle = _obstacle(room, mine, own)
            found: Sequence[tuple[PersonId, Fit]] = ()
            if obstacle in (None, Obstacle.NOT_READY, Obstacle.TOO_MANY):
                weights = weights_of(work.match_run(programme_id))
                seeks = room.ready.get(actor.person_id, mine).profile
                found = ranked(seeks, room.open_to(mine), now=now, weights=weights)
            people = work.people({who for who, _fit in found} | {one.mentor for one in own})
        lines = (RequestLine(x, people.get(x.mentor), room.standing(x)) for x in own)
        shown = tuple((people[who], one) for who, one in found)
        return ChoicePage(programme, rules, shown, tuple(lines), obstacle)

    def ask(
        self, programme_id: ProgrammeId, mentor: PersonId, text: str, *, actor: Actor
    ) -> MentorRequestId:
        """Ask a mentor; they are told that somebody asks, and read the rest on the page.

        Args:
            programme_id: of the two.
            mentor: whom.
            text: what brings the mentee to them; may be empty. Sealed.
            actor: the mentee.

        Raises:
            UnknownThingError, NotAllowedError: as of `page`.
            NotReadyError, TooManyRequestsError, TrainingMissingError, RestingError.
            AlreadyPairedError: one of the two has no place left, as far as anybody is told.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            programme, rules, mine = _mentee(work, programme_id, actor)
            room = choosing(work, programme, now)
            own = [x for x in room.requests if x.mentee == actor.person_id]
            _require_none(_obstacle(room, mine, own))
            if not room.may_ask(mine, mentor):
                raise AlreadyPairedError
            made = MentorRequest(
                MentorRequestId(self.new_id()),
                actor.tenant_id,
                programme_id,
                actor.person_id,
                mentor,
                now,
                now + timedelta(days=rules.days),
            )
            work.save_enrolment(mine)  # two windows do not ask twice
            work.save_mentor_request(made)
            say_word(work, made, actor, text, now)
            tell_of(work, News.ASKED_TO_MENTOR, made, mentor, now)
            work.note("mentor.asked", request=made.request_id)
        return made.request_id

    def waiting(self, *, actor: Actor) -> Sequence[RequestLine]:
        """Return what waits for a word of the actor, who waits longest first.

        Two queries. Where the two share no hour or language any more, only the request's page says
        so: it reads what that takes.
        """
        now = self.clock()
        with self.store.look(actor.tenant_id) as work:
            found = work.mentor_requests_for(actor.person_id, now=now)
            if not found:
                return ()
            known = work.people({who for one in found for who in one.people})
        lines = []
        for one in reversed(found):
            (other,) = one.people - {actor.person_id}
            if other in known:
                lines.append(RequestLine(one, known[other], one.standing(now)))
        return lines

    def counts(self, programme_id: ProgrammeId, *, actor: Actor) -> Mapping[RequestState, int]:
        """Return how many requests stand how, for whoever coordinates; never whose.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        now = self.clock()
        with self.store.look(actor.tenant_id) as work:
            programme = in_course(work, programme_id, actor=actor)
            policy.require(policy.may_coordinate(actor, programme))
            room = choosing(work, programme, now)
        found = [room.roughly(one) for one in room.requests]
        return {state: found.count(state) for state in RequestState}


def _mentee(
    work: Work, programme_id: ProgrammeId, actor: Actor
) -> tuple[Programme, SelfMatch, Enrolment]:
    programme = in_course(work, programme_id, actor=actor)
    rules = rules_of(programme)
    mine = work.enrolment(programme_id, actor.person_id)
    if rules is None or mine is None or mine.side is not Side.MENTEE:
        raise UnknownThingError
    policy.require(policy.may_take_part(actor, programme) and policy.may_see_names(actor))
    return programme, rules, mine


def _obstacle(room: Choosing, mine: Enrolment, own: Sequence[MentorRequest]) -> Obstacle | None:
    """Return the first thing that stands before asking anybody."""
    stands = {
        Obstacle.NO_PROFILE: mine.ready_at is None,
        Obstacle.RESTING: room.rests,
        Obstacle.TRAINING: mine.person_id not in room.ready,
        Obstacle.PLACED: not room.left(mine.person_id),
        Obstacle.NOT_READY: not mine.profile.confided.ready,
        Obstacle.TOO_MANY: sum(room.standing(one) in WAITS for one in own) >= room.rules.most_open,
    }
    return next((one for one, there in stands.items() if there), None)


def _require_none(obstacle: Obstacle | None) -> None:
    errors = {
        Obstacle.NO_PROFILE: WrongStateError,
        Obstacle.RESTING: RestingError,
        Obstacle.TRAINING: TrainingMissingError,
        Obstacle.PLACED: AlreadyPairedError,
        Obstacle.NOT_READY: NotReadyError,
        Obstacle.TOO_MANY: TooManyRequestsError,
    }
    if obstacle in errors:
        raise errors[obstacle]
