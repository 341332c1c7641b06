"""Questions and rounds in writing: asking, answering in one's own time, making a session of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from plugin.mentoring.agreed_link import usable_link
from plugin.mentoring.agreement import Agreement
from plugin.mentoring.enrolment import Medium
from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.exchanges import (
    LONGEST_CONTEXT,
    LONGEST_MESSAGE,
    LONGEST_SUBJECT,
    Exchange,
    ExchangeId,
    ExchangeKind,
    Message,
    MessageId,
    is_complete,
    require_enough,
)
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.relationship import Relationship, RelationshipId
from plugin.mentoring.session import MentoringSession, SessionId
from plugin.mentoring.spans import Span, merged
from plugin.ports.errors import ConflictError
from plugin.ports.store import Store, Work
from plugin.ports.values import UNREADABLE, Clock, NewId
from plugin.services.records import reads_notes, require_may_write
from plugin.services.relationships import opened
from plugin.services.reply_times import expected_of, working_time
from plugin.services.telling import about, tell

PAGE = 20
MOST_SHOWN = 100
"""Messages of one exchange that its page shows; the rest are found by a search."""
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ExchangesPage:
    """The questions and rounds of a relationship, the newest first.

    Attributes:
        expected_at: when an answer to a question asked now may be expected.
        closed: what others wrote is read once the reader has signed the agreement.
        more: whether there is another page.

    """

    relationship: Relationship
    people: Mapping[PersonId, Person]
    exchanges: tuple[Exchange, ...]
    agreement: Agreement | None
    expected_at: datetime
    closed: bool
    more: bool


@dataclass(frozen=True, slots=True)
class ExchangePage:
    """One question or round.

    Attributes:
        writers: who has written in it; a round is a session once everybody has.
        took: working time until somebody answered, on that person's own clock; the answerer's
            alone to see. None for anybody else, and before.
        more: whether there are older messages than those shown.

    """

    relationship: Relationship
    people: Mapping[PersonId, Person]
    exchange: Exchange
    messages: tuple[Message, ...]
    writers: frozenset[PersonId]
    agreement: Agreement | None
    took: timedelta | None
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanges:
    """What the members of a relationship ask and answer without meeting."""

    store: Store
    clock: Clock
    new_id: NewId

    def page(
        self, relationship_id: RelationshipId, *, actor: Actor, page: int = 1
    ) -> ExchangesPage:
        """Return one page for a member; UnknownThingError for anybody else."""
        with self.store.look(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            open_ = reads_notes(work, relationship, actor)
            start = (page - 1) * PAGE
            found = work.exchanges(relationship_id, most=PAGE + 1, start=start) if open_ else ()
            return ExchangesPage(
                relationship,
                work.people(relationship.people | {one.author for one in found}),
                tuple(found[:PAGE]),
                work.agreement(relationship_id),
                expected_of(work, relationship, actor.person_id, now=self.clock()),
                not open_,
                len(found) > PAGE,
            )

    def of(self, exchange_id: ExchangeId, *, actor: Actor) -> ExchangePage:
        """Return one for a member who may read it; UnknownThingError for anybody else."""
        with self.store.look(actor.tenant_id) as work:
            exchange, relationship = _loaded(work, exchange_id, actor)
            messages = work.messages(exchange_id, most=MOST_SHOWN + 1)
            writers = work.writers(exchange_id)
            first = next((one for one in messages if one.author != exchange.author), None)
            took = None
            if first and first.author == actor.person_id and len(messages) <= MOST_SHOWN:
                mine = working_time(work, relationship, actor.person_id)
                took = mine.between(exchange.made_at, first.made_at)
            return ExchangePage(
                relationship,
                work.people(relationship.people | writers | {exchange.author}),
                exchange,
                tuple(messages[-MOST_SHOWN:]),
                writers,
                work.agreement(relationship.relationship_id),
                took,
                len(messages) > MOST_SHOWN,
            )

    def ask(
        self,
        relationship_id: RelationshipId,
        kind: ExchangeKind,
        subject: str,
        context: str,
        *,
        urgent: bool,
        actor: Actor,
    ) -> Exchange:
        """Ask a question, or begin a round; the context is its first message.

        Raises:
            UnknownThingError, WrongStateError, AgreementMissingError.

        """
        now, me = self.clock(), actor.person_id
        with self.store.work(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            require_may_write(work, relationship, actor)
            exchange = Exchange(
                ExchangeId(self.new_id()),
                actor.tenant_id,
                relationship_id,
                kind,
                me,
                " ".join(_said(subject).split())[:LONGEST_SUBJECT],
                _said(context)[:LONGEST_CONTEXT],
                urgent,
                now,
                expected_of(work, relationship, me, now=now),
            )
            work.save_exchange(exchange)
            news = News.URGENT if urgent else News.MESSAGE
            others = relationship.people - {me}
            tell(work, news, others, thing=about("exchange", exchange.exchange_id), now=now)
            work.note("exchange.begun", relationship=relationship_id, kind=kind)
        return exchange

    def write(
        self, exchange_id: ExchangeId, body: str, link: str, *, actor: Actor
    ) -> tuple[Exchange, Message]:
        """Write in it. A round that everybody has written in becomes a session.

        Raises:
            UnknownThingError, AgreementMissingError.
            UnusableLinkError: the link is not one that everybody could open safely.
            WrongStateError: the relationship has ended, or the round is complete.

        """
        now, me = self.clock(), actor.person_id
        with self.store.work(actor.tenant_id) as work:
            exchange, relationship = _loaded(work, exchange_id, actor)
            require_may_write(work, relationship, actor)
            answered = exchange.written_to(by=me, now=now)
            message = Message(
                MessageId(self.new_id()),
                actor.tenant_id,
                exchange.relationship_id,
                exchange_id,
                me,
                _said(body)[:LONGEST_MESSAGE],
                usable_link(link) if link.strip() else "",
                now,
            )
            work.save_message(message)
            thing = about("exchange", exchange_id, turn=message.message_id)
            tell(work, News.MESSAGE, relationship.people - {me}, thing=thing, now=now)
            writers = work.writers(exchange_id)
            if exchange.kind is ExchangeKind.ROUND and is_complete(relationship, writers):
                answered = self._complete(work, answered, relationship, writers)
            if answered != exchange:
                work.save_exchange(answered)
        return answered, message

    def snooze(
        self, exchange_id: ExchangeId, until: datetime, *, version: int, actor: Actor
    ) -> Exchange:
        """Say that an answer takes until then; the asker sees the day, and nobody a mark.

        Raises:
            UnknownThingError, NotAllowedError, WrongStateError, OutOfBoundsError, ConflictError.

        """
        with self.store.work(actor.tenant_id) as work:
            exchange, relationship = _loaded(work, exchange_id, actor)
            require_may_write(work, relationship, actor)
            later = replace(exchange, version=version).snoozed(
                until, by=actor.person_id, now=self.clock()
            )
            work.save_exchange(later)
        return later

    def settle(self, exchange_id: ExchangeId, *, version: int, actor: Actor) -> Exchange:
        """Say that a question is answered well enough, or a round complete as it is.

        Raises:
            UnknownThingError, NotAllowedError, ConflictError.
            WrongStateError: it is settled, or fewer than two have written in the round.

        """
        with self.store.work(actor.tenant_id) as work:
            exchange, relationship = _loaded(work, exchange_id, actor)
            require_may_write(work, relationship, actor)
            if exchange.version != version:
                raise ConflictError("exchange")
            if exchange.kind is ExchangeKind.ROUND:
                writers = work.writers(exchange_id)
                require_enough(writers & relationship.people)
                settled = self._complete(work, exchange, relationship, writers)
            else:
                settled = exchange.settled(by=actor.person_id, now=self.clock())
            work.save_exchange(settled)
        return settled

    def _complete(
        self,
        work: Work,
        exchange: Exchange,
        relationship: Relationship,
        writers: frozenset[PersonId],
    ) -> Exchange:
        """Make a session of the round: who wrote was there, and says so by having written."""
        now, session_id = self.clock(), SessionId(self.new_id())
        completed = exchange.completed(session_id, now=now)
        people = writers & relationship.people
        work.save_session(
            MentoringSession(
                session_id,
                work.tenant_id,
                relationship.relationship_id,
                relationship.organiser_for(exchange.author),
                people,
                _last_minute(work, people, now),
                working_time(work, relationship, exchange.author).zone,
                Medium.WRITING,
                exchange.subject.replace(UNREADABLE, ""),
            )
        )
        for who in people:
            work.save_held_word(session_id, who, held=True)
        work.note("round.completed", relationship=relationship.relationship_id)
        return completed


def _last_minute(work: Work, people: frozenset[PersonId], now: datetime) -> Span:
    """Return the latest minute before now in which none of them had another session."""
    window = Span(now - timedelta(days=1), now)
    taken = (span for spans in work.taken(people, window).values() for span in spans)
    end = now
    for span in reversed(merged(taken)):
        if span.touches(Span(end - MINUTE, end)):
            end = span.starts_at
    return Span(end - MINUTE, end)


def _said(text: str) -> str:
    return text.replace(UNREADABLE, "").strip()


def _loaded(work: Work, exchange_id: ExchangeId, actor: Actor) -> tuple[Exchange, Relationship]:
    exchange = work.exchange(exchange_id)
    if exchange is None:
        raise UnknownThingError
    relationship = opened(work, exchange.relationship_id, actor=actor)
    if not reads_notes(work, relationship, actor):
        raise UnknownThingError
    return exchange, relationship
