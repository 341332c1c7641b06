"""A relationship with years behind it, and everything open at once: a vote and a suggestion."""

from datetime import timedelta

from plugin.mentoring.exchanges import Exchange, ExchangeId, ExchangeKind, Message, MessageId
from plugin.mentoring.poll import Answer, Poll, PollId
from plugin.mentoring.promises import Promise, PromiseId, PromiseState
from plugin.mentoring.session import MentoringSession, SessionId
from plugin.mentoring.spans import Span
from plugin.mentoring.time_proposal import TimeProposal, TimeProposalId
from tests.stores import NORTHMOOR

SESSIONS, MESSAGES, EXCHANGES, PROMISES = 200, 2000, 100, 40
OPEN_EXCHANGES, OPEN_PROMISES = 3, 5
LENGTH = timedelta(minutes=45)


class History:
    """Everything that one relationship of a benchmark's programme has behind it."""

    def __init__(self, store, cast, now):
        self._store, self._cast, self._now = store, cast, now
        self._key = cast.relationship_id
        with store.look(NORTHMOOR) as work:
            relationship = work.relationship(self._key)
        self._people = [one.person_id for one in relationship.members]
        self._organiser = relationship.organiser

    def write(self, *, sessions=SESSIONS):
        """Write it: sessions that were held, messages, promises, a vote and a suggestion."""
        with self._store.work(NORTHMOOR) as work:
            for number in range(sessions):
                self._session(work, number)
            for number in range(EXCHANGES):
                self._exchange(work, number)
            for number in range(PROMISES):
                self._promise(work, number)
            self._open_questions(work)

    def _session(self, work, number):
        starts_at = self._now - timedelta(weeks=number + 1)
        session = MentoringSession(
            SessionId(f"past-{number}"),
            NORTHMOOR,
            self._key,
            self._organiser,
            frozenset(self._people),
            Span(starts_at, starts_at + LENGTH),
            "Europe/Paris",
            agenda=f"What came of week {number}\nThe next step",
        )
        work.save_session(session)
        for who in self._people:
            work.save_held_word(session.session_id, who, True)

    def _exchange(self, work, number):
        made_at = self._now - timedelta(days=number * 7, hours=1)
        asker, answers = self._people[number % 2], self._people[1 - number % 2]
        one = Exchange(
            ExchangeId(f"exchange-{number}"),
            NORTHMOOR,
            self._key,
            ExchangeKind.QUESTION,
            asker,
            f"A question of week {number}",
            "It came up at work, and nobody there could say.",
            urgent=False,
            made_at=made_at,
            expected_at=made_at + timedelta(days=2),
            closed_at=None if number < OPEN_EXCHANGES else made_at + timedelta(days=3),
        )
        work.save_exchange(one)
        for turn in range(MESSAGES // EXCHANGES):
            work.save_message(
                Message(
                    MessageId(f"message-{number}-{turn}"),
                    NORTHMOOR,
                    self._key,
                    one.exchange_id,
                    (asker, answers)[turn % 2],
                    "A few lines about what one of us saw, and what the other makes of it. " * 4,
                    "",
                    made_at + timedelta(minutes=turn),
                )
            )

    def _promise(self, work, number):
        is_open = number < OPEN_PROMISES
        made_at = self._now - timedelta(weeks=number)
        who = self._people[number % 2]
        work.save_promise(
            Promise(
                PromiseId(f"promise-{number}"),
                NORTHMOOR,
                self._key,
                None,
                who,
                who,
                f"Read chapter {number}",
                (made_at + timedelta(days=7)).date(),
                made_at,
                PromiseState.OPEN if is_open else PromiseState.DONE,
                None if is_open else made_at + timedelta(days=5),
            )
        )

    def _open_questions(self, work):
        """Put two times to the vote, and suggest another one for the session that is planned."""
        later = [self._now + timedelta(days=days) for days in (20, 21)]
        slots = tuple(Span(at, at + LENGTH) for at in later)
        mentor, mentee = self._people
        poll = Poll(
            PollId("vote"), NORTHMOOR, self._key, mentor, self._now, slots, 2,
            self._now + timedelta(days=5),
        )  # fmt: skip
        work.save_poll(poll)
        work.save_vote(poll.poll_id, mentor, (Answer.YES, Answer.MAYBE))
        planned = work.session(SessionId(f"session-{self._key}"))
        later = planned.span.starts_at + timedelta(days=1)
        work.save_time_proposal(
            TimeProposal(
                TimeProposalId("suggestion"), NORTHMOOR, planned.session_id, mentee, self._now,
                Span(later, later + LENGTH), planned.span,
            )
        )  # fmt: skip
