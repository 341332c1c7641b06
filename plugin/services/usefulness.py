"""Whether what a notice says is still so: nobody is told of a vote that they have cast."""

from collections.abc import Callable, Mapping

from plugin.mentoring.concern import ConcernId, ConcernState
from plugin.mentoring.goals import GoalId, GoalState
from plugin.mentoring.mentor_requests import RequestState
from plugin.mentoring.notices import News, Notice
from plugin.mentoring.poll import PollId, PollState
from plugin.mentoring.programme import ProgrammeId, Stage
from plugin.mentoring.promises import PromiseId, PromiseState
from plugin.mentoring.relationship import RelationshipId, RelationshipState
from plugin.mentoring.session import SessionId, SessionState
from plugin.mentoring.time_proposal import TimeProposalState
from plugin.mentoring.training import Round
from plugin.ports.store import Work
from plugin.services.training_gate import held_back, surveys_of


def is_useful(work: Work, notice: Notice) -> bool:
    """Whether the person still has anything to learn from the notice."""
    key = notice.thing.rpartition("/")[2]
    ask = _STILL.get(notice.news)
    return ask is None or ask(work, notice, key)


def _vote(work: Work, notice: Notice, key: str) -> bool:
    poll = work.poll(PollId(key))
    open_ = poll is not None and poll.state is PollState.OPEN
    return open_ and notice.person_id not in (poll.votes if poll else ())


def _to_sign(work: Work, notice: Notice, key: str) -> bool:
    agreement = work.agreement(RelationshipId(key))
    if agreement is None or _has_ended(work, key):
        return False
    return notice.person_id not in agreement.signers


def _session(work: Work, notice: Notice, key: str) -> bool:
    session = work.session(SessionId(key))
    if session is None or session.state is not SessionState.PLANNED:
        return False
    told = f"{session.generation}.{session.sequence}"
    return notice.person_id in session.people and f"/{told}/" in notice.key


def _suggested(work: Work, notice: Notice, key: str) -> bool:
    session = work.session(SessionId(key))
    if session is None or notice.person_id not in session.people:
        return False
    found = work.time_proposals_of([session.session_id])
    return any(
        one.standing(session).state is TimeProposalState.OPEN and one.by != notice.person_id
        for one in found
    )


def _promise(work: Work, notice: Notice, _key: str) -> bool:
    promise = work.promise(PromiseId(notice.key.split("/")[3]))
    return promise is not None and promise.state is PromiseState.OPEN


def _review(work: Work, _notice: Notice, key: str) -> bool:
    return not _has_ended(work, key)


def _unsaid(work: Work, notice: Notice, key: str) -> bool:
    """Whether the person has not said yet how the session was, and it was not called off."""
    session = work.session(SessionId(key))
    if session is None or session.state is not SessionState.PLANNED:
        return False
    given = work.feedback(session.session_id)
    return notice.person_id not in {one.person_id for one in given}


def _reached(work: Work, notice: Notice, _key: str) -> bool:
    """Whether the step, or the whole goal, is still said to be reached."""
    goal_id, _, step = notice.key.split("/")[3].rpartition(".")
    goal = work.goal(GoalId(goal_id))
    if goal is None:
        return False
    if step == "all":
        return goal.state is GoalState.REACHED
    number = int(step)
    return number < len(goal.milestones) and goal.milestones[number].reached_on is not None


def _confided(work: Work, notice: Notice, key: str) -> bool:
    concern = work.concern(ConcernId(key))
    return concern is not None and concern.state is ConcernState.OPEN


def _to_learn(work: Work, notice: Notice, key: str) -> bool:
    """Whether training stands before the person's first match still."""
    programme = work.programme(ProgrammeId(key))
    mine = work.enrolment(ProgrammeId(key), notice.person_id)
    return bool(programme and mine and held_back(work, programme, [mine]))


def _prefilled(work: Work, notice: Notice, key: str) -> bool:
    """Whether the draft from a list waits for its person still."""
    mine = work.enrolment(ProgrammeId(key), notice.person_id)
    return mine is not None and mine.from_list


def _survey(work: Work, notice: Notice, key: str) -> bool:
    """Whether the programme still asks that, and the person has not answered yet."""
    programme, wanted = work.programme(ProgrammeId(key)), Round.END
    if "/middle/" in notice.key:
        wanted = Round.MIDDLE
    at_end = programme is not None and programme.stage in (Stage.REVIEW, Stage.CLOSED)
    if programme is None or at_end is not (wanted is Round.END):
        return False
    asked = surveys_of(work, programme.programme_id)
    progress = work.progress(programme.programme_id, notice.person_id)
    answered = any(one in asked and round_ is wanted for one, round_ in progress)
    return bool(asked) and not answered


def _asked(work: Work, notice: Notice, key: str) -> bool:
    """Whether the request still waits for the mentor, and something can come of it."""
    return any(
        one.request_id == key and one.state is RequestState.OPEN
        for one in work.mentor_requests_for(notice.person_id, now=notice.due_at)
    )


def _has_ended(work: Work, key: str) -> bool:
    found = work.relationship(RelationshipId(key))
    return found is None or found.state is RelationshipState.ENDED


_STILL: Mapping[News, Callable[[Work, Notice, str], bool]] = {
    News.VOTE: _vote,
    News.VOTE_ENDS: _vote,
    News.TO_SIGN: _to_sign,
    News.SESSION_SOON: _session,
    News.TIME_SUGGESTED: _suggested,
    News.ANSWERED: _session,
    News.MORE_INVITED: _session,
    News.PROMISE_DUE: _promise,
    News.REVIEW_DUE: _review,
    News.REACHED: _reached,
    News.HOW_WAS: _unsaid,
    News.TO_LEARN: _to_learn,
    News.PREFILLED: _prefilled,
    News.SURVEY: _survey,
    News.CONFIDED: _confided,
    News.ASKED_TO_MENTOR: _asked,
}
