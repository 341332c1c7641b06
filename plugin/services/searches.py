"""Looking for words in what one may read of a relationship.

What is sealed cannot be searched by a database. It is opened here, the newest first and up to a
bound, and forgotten with the request; no index of anybody's words is kept.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from plugin.mentoring.people import Actor, PersonId
from plugin.mentoring.relationship import RelationshipId
from plugin.ports.store import Store
from plugin.ports.values import UNREADABLE
from plugin.services.records import reads_notes
from plugin.services.relationships import opened

MOST_OPENED = 3000
"""Messages, and as many notes again, that one search opens."""
MOST_FOUND = 50
AROUND = 60


class Kind(StrEnum):
    """What the words stand in."""

    EXCHANGE = "exchange"
    MESSAGE = "message"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Found:
    """One place where the words stand.

    Attributes:
        key: of the exchange, or of the note's session; None for what belongs to no session.
        before, words, after: the place with a little around it.

    """

    kind: Kind
    key: str | None
    author: PersonId
    at: datetime
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Searches:
    """Finding again what was written."""

    store: Store

    def find(
        self, relationship_id: RelationshipId, words: str, *, actor: Actor
    ) -> tuple[tuple[Found, ...], bool]:
        """Return the newest places first, and whether everything was looked through.

        Raises:
            UnknownThingError: not a member.

        """
        wanted, me = words.strip(), actor.person_id
        with self.store.look(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            open_ = reads_notes(work, relationship, actor)
            notes = work.writings_of(relationship_id, most=MOST_OPENED)
            messages = work.messages_of(relationship_id, most=MOST_OPENED) if open_ else ()
            exchanges = work.exchanges(relationship_id, most=MOST_OPENED) if open_ else ()
        readable = [one for one in notes if one.author == me or (open_ and one.shared)]
        texts = [
            *((Kind.NOTE, x.session_id, x.author, x.changed_at, x.body) for x in readable),
            *((Kind.MESSAGE, x.exchange_id, x.author, x.made_at, x.body) for x in messages),
            *(
                (Kind.EXCHANGE, x.exchange_id, x.author, x.made_at, f"{x.subject}\n{x.context}")
                for x in exchanges
            ),
        ]
        found = [one for text in texts if (one := _place(wanted, *text))]
        found.sort(key=lambda one: one.at, reverse=True)
        whole = max(len(notes), len(messages), len(exchanges)) < MOST_OPENED
        return tuple(found[:MOST_FOUND]), whole and len(found) <= MOST_FOUND


def _place(
    wanted: str, kind: Kind, key: str | None, author: PersonId, at: datetime, text: str
) -> Found | None:
    start = text.lower().find(wanted.lower()) if wanted else -1
    if start < 0 or UNREADABLE in text:
        return None
    end = start + len(wanted)
    around = (text[max(start - AROUND, 0) : start], text[start:end], text[end : end + AROUND])
    return Found(kind, key, author, at, *around)
