"""The page of one request, and what its two people do with it: yes, no, a question back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugin.mentoring import policy
from plugin.mentoring.enrolment import Enrolment
from plugin.mentoring.errors import (
    AlreadyPairedError,
    RestingError,
    UnknownThingError,
    WrongStateError,
)
from plugin.mentoring.matching import Draft, Reason, Suggestion, fit
from plugin.mentoring.mentor_requests import (
    LONGEST,
    WAITS,
    Choosing,
    MentorRequest,
    MentorRequestId,
    RequestState,
    RequestWord,
)
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.programme import Programme
from plugin.mentoring.relationship import RelationshipId
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock, NewId
from plugin.services.choosing import choosing
from plugin.services.publishing import begin, hold, relationships_of
from plugin.services.relationships import programme_of
from plugin.services.telling import about, tell


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request, for its two people.

    Attributes:
        mine: whether it waits for a word of the reader.
        rests: whether a yes has to wait until the programme goes on.

    """

    programme: Programme
    request: MentorRequest
    standing: RequestState
    mentee: Person
    mentor: Person
    words: tuple[RequestWord, ...]
    reasons: tuple[Reason, ...]
    mine: bool
    rests: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAnswers:
    """What the two of a request do; whoever coordinates does none of it."""

    store: Store
    clock: Clock
    new_id: NewId
    with_places: bool = False

    def of(self, request_id: MentorRequestId, *, actor: Actor) -> RequestPage:
        """Return one request.

        Raises:
            UnknownThingError: it is between two others, or there is none.

        """
        now = self.clock()
        with self.store.look(actor.tenant_id) as work:
            request, programme = _opened(work, request_id, actor)
            room = choosing(work, programme, now)
            standing = room.standing(request)
            people = work.people(request.people)
            answers = work.enrolments_of(request.programme_id, request.people)
            both = [answers.get(one) for one in (request.mentee, request.mentor)]
            reasons = _reasons(both, now)
            return RequestPage(
                programme,
                request,
                standing,
                people[request.mentee],
                people[request.mentor],
                tuple(work.request_words(request_id)),
                reasons,
                standing in WAITS and request.waits_for(now) == actor.person_id,
                room.rests,
            )

    def accept(self, request_id: MentorRequestId, *, actor: Actor) -> RelationshipId:
        """Bring the two together, as if a coordinator had published them.

        Raises:
            UnknownThingError, WrongStateError: not for the actor to answer, or not any more.
            RestingError: the programme brings nobody together at present.
            AlreadyPairedError: one of the two has no place left, as far as anybody is told.
            ConflictError: one of them changed something at this very moment.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            request, programme = _opened(work, request_id, actor)
            _require_turn(request, actor, RequestState.OPEN, now)
            room = choosing(work, programme, now)
            if room.rests:
                raise RestingError
            if not room.may_work(request.mentee, request.mentor):
                raise AlreadyPairedError
            draft = Draft((Suggestion(request.mentee, request.mentor),), ())
            hold(work, draft, room.ready)
            [made] = relationships_of(draft, room.ready, programme, now=now, new_id=self.new_id)
            begin(work, made, with_place=self.with_places)
            work.save_mentor_request(request.settled(RequestState.ACCEPTED, now))
            _close_others(work, room, request, now)
            after = programme.running()
            if after != programme:
                work.save_programme(after)
            work.note("mentor.accepted", request=request_id, relationship=made.relationship_id)
        return made.relationship_id

    def decline(self, request_id: MentorRequestId, *, actor: Actor) -> None:
        """Say no; nobody asks why.

        Raises:
            UnknownThingError, WrongStateError: not for the actor to answer, or not any more.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            request, _programme = _opened(work, request_id, actor)
            if actor.person_id != request.mentor:
                raise WrongStateError
            work.save_mentor_request(request.settled(RequestState.DECLINED, now))
            tell_of(work, News.REQUEST_ANSWERED, request, request.mentee, now)
            work.note("mentor.declined", request=request_id)

    def withdraw(self, request_id: MentorRequestId, *, actor: Actor) -> None:
        """Take one's own request back.

        Raises:
            UnknownThingError, WrongStateError: not the actor's own, or it is at its end.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            request, _programme = _opened(work, request_id, actor)
            if actor.person_id != request.mentee:
                raise WrongStateError
            work.save_mentor_request(request.settled(RequestState.WITHDRAWN, now))
            work.note("mentor.withdrawn", request=request_id)

    def say(self, request_id: MentorRequestId, text: str, *, actor: Actor) -> None:
        """Ask back, or answer what the mentor asked; then it waits for the other one.

        Raises:
            UnknownThingError.
            WrongStateError: it does not wait for the actor, or nothing was written.
            AlreadyPairedError: as of `accept`; nobody speaks where nothing can come of it.
            ConflictError: the other one said something at this very moment.

        """
        now = self.clock()
        with self.store.look(actor.tenant_id) as work:
            request, programme = _opened(work, request_id, actor)
            if request.waits_for(now) != actor.person_id or not text.strip():
                raise WrongStateError
            room = choosing(work, programme, now)
        if room.standing(request) not in WAITS:
            raise AlreadyPairedError
        after = request.passed_on(room.rules, now)
        with self.store.work(actor.tenant_id) as work:
            work.save_mentor_request(after)
            say_word(work, request, actor, text, now)
            asks = actor.person_id == request.mentor
            to = request.mentee if asks else request.mentor
            tell_of(work, News.REQUEST_ANSWERED if asks else News.ASKED_TO_MENTOR, after, to, now)
            work.note("mentor.asked-more" if asks else "mentor.told-more", request=request_id)


def _opened(
    work: Work, request_id: MentorRequestId, actor: Actor
) -> tuple[MentorRequest, Programme]:
    request = work.mentor_request(request_id)
    if request is None or not policy.may_open_request(actor, request):
        raise UnknownThingError
    return request, programme_of(work, request.programme_id)


def _require_turn(request: MentorRequest, actor: Actor, state: RequestState, now: datetime) -> None:
    if request.waits_for(now) != actor.person_id or request.standing(now) is not state:
        raise WrongStateError


def _reasons(both: Sequence[Enrolment | None], now: datetime) -> tuple[Reason, ...]:
    mentee, mentor = both
    if mentee is None or mentor is None:
        return ()
    return fit(mentee.profile, mentor.profile, now=now).reasons


def _close_others(work: Work, room: Choosing, taken: MentorRequest, now: datetime) -> None:
    """Close what cannot be any more: the mentee's others, and the mentor's where none is left."""
    full = {who for who in taken.people if room.left(who) <= 1}
    for one in room.requests:
        if one.request_id != taken.request_id and one.waits(now) and one.people & full:
            work.save_mentor_request(one.settled(RequestState.CLOSED, now))
            if one.mentee != taken.mentee:
                tell_of(work, News.REQUEST_ANSWERED, one, one.mentee, now)


def say_word(work: Work, request: MentorRequest, actor: Actor, text: str, now: datetime) -> None:
    """Keep what somebody wrote, if anything."""
    words = text.strip()[:LONGEST].rstrip()
    if words:
        number = 1 + len(work.request_words(request.request_id))
        said = RequestWord(request.request_id, number, actor.person_id, words, now)
        work.save_request_word(said)


def tell_of(
    work: Work, news: News, request: MentorRequest, person: PersonId, now: datetime
) -> None:
    """Say that there is something to read; a request that has ended meanwhile is not told of."""
    thing = about("request", request.request_id, turn=str(request.version))
    until = request.until if news is News.ASKED_TO_MENTOR else None
    tell(work, news, [person], thing=thing, now=now, useful_until=until)
