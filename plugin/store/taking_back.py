"""What was done last and is taken back: signatures, messages, and the news of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from plugin.mentoring.exchanges import Message, MessageId
from plugin.mentoring.notices import Notice, NoticeState
from plugin.mentoring.people import PersonId
from plugin.mentoring.relationship import RelationshipId
from plugin.store.tables import message, notice, signature, visit
from plugin.store.tellings import Tellings, notice_of


class TakingBack(Tellings):
    """Reads who may have seen something, and removes it."""

    def been_here_since(self, people: Iterable[PersonId], since: datetime) -> bool:
        """Whether one of them looked at any page of ours since then."""
        seen = select(visit.c.handle_hash).where(
            self._mine(visit), visit.c.person_id.in_(list(people)), visit.c.seen_at >= since
        )
        return bool(self._all(seen.limit(1)))

    def notices_named(self, keys: Iterable[str]) -> Sequence[Notice]:
        """Return those of the notices that exist."""
        found = select(notice).where(self._mine(notice), notice.c.notice_key.in_(list(keys)))
        return [notice_of(row) for row in self._all(found)]

    def forget_notices(self, keys: Iterable[str]) -> None:
        """Remove those that reached nobody; what happens again is told again."""
        named = notice.c.notice_key.in_(list(keys))
        untold = notice.c.state.not_in((NoticeState.GOING, NoticeState.SENT))
        self._connection.execute(notice.delete().where(self._mine(notice), named, untold))

    def drop_signature(
        self, relationship_id: RelationshipId, number: int, person_id: PersonId
    ) -> None:
        """Remove one member's name from under one version."""
        key = {"relationship_id": relationship_id, "number": number, "person_id": person_id}
        self._connection.execute(signature.delete().where(self._mine(signature, **key)))

    def is_answered(self, written: Message) -> bool:
        """Whether another wrote in the same question or round since."""
        answers = select(message.c.message_id).where(
            self._mine(message, exchange_id=written.exchange_id),
            message.c.author != written.author,
            message.c.made_at >= written.made_at,
        )
        return bool(self._all(answers.limit(1)))

    def drop_message(self, message_id: MessageId) -> None:
        """Remove it."""
        self._connection.execute(message.delete().where(self._mine(message, message_id=message_id)))
