"""What waits for one person: votes, suggested times and questions of others, and own promises."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    case,
    exists,
    literal,
    select,
    union_all,
)

from plugin.mentoring.people import PersonId
from plugin.mentoring.poll import PollState
from plugin.mentoring.promises import Promise, PromiseState
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import SessionState
from plugin.mentoring.time_proposal import TimeProposalState
from plugin.ports.between import Ask, AskKind, Waiting
from plugin.store.tables import (
    exchange,
    mentoring_session,
    poll,
    poll_vote,
    promise,
    time_proposal,
)
from plugin.store.writings import Writings


class Waitings(Writings):
    """Reads what the first pages show of many relationships at once."""

    def waiting(
        self, person_id: PersonId, relationship_ids: Iterable[RelationshipId], *, now: datetime
    ) -> Mapping[RelationshipId, Waiting]:
        """Return what waits for a person, where something does: one query, two with promises."""
        given = {"tenant": self.tenant_id, "person": person_id, "keys": list(relationship_ids)}
        asked: dict[RelationshipId, list[Ask]] = {}
        promised: dict[RelationshipId, list[Promise]] = {}
        for row in self._all(_asks(), **given, now=now) if given["keys"] else ():
            if row.kind == _PROMISED:
                promised[row.relationship_id] = []
            else:
                one = Ask(AskKind(row.kind), row.key, row.since, row.at)
                asked.setdefault(row.relationship_id, []).append(one)
        for row in self._all(_promises(), **given) if promised else ():
            promised[row.relationship_id].append(self._promise(row))
        return {
            key: _waiting(asked.get(key, ()), promised.get(key, ()), now)
            for key in dict.fromkeys((*asked, *promised))
        }


_PROMISED = "promised"


# Every home page asks these: they are put together once, which takes longer than to run them.
@cache
def _asks() -> CompoundSelect[Any]:
    """Return a row for each thing that waits in one of `keys`, their own promises among them."""
    return union_all(_votes(), _suggestions(), _questions(), _owed())


@cache
def _promises() -> Select[Any]:
    order = (promise.c.due_on, promise.c.made_at, promise.c.promise_id)
    return select(promise).where(*_still_owed()).order_by(*order)


def _votes() -> Select[Any]:
    """Open votes: those without the person's answer, and those they have answered."""
    mine = exists().where(
        poll_vote.c.tenant_id == poll.c.tenant_id,
        poll_vote.c.poll_id == poll.c.poll_id,
        poll_vote.c.person_id == bindparam("person"),
    )
    kind = case((mine, AskKind.OFFERED.value), else_=AskKind.VOTE.value)
    return select(
        kind.label("kind"),
        poll.c.poll_id.label("key"),
        poll.c.relationship_id,
        poll.c.made_at.label("since"),
        poll.c.deadline.label("at"),
    ).where(
        poll.c.tenant_id == bindparam("tenant"),
        poll.c.state == PollState.OPEN,
        _in_keys(poll),
        poll.c.deadline > bindparam("now"),
    )


def _suggestions() -> Select[Any]:
    """Other times that somebody else suggests for a session that still stands as it did."""
    one, session = time_proposal.c, mentoring_session.c
    of_session = and_(one.tenant_id == session.tenant_id, one.session_id == session.session_id)
    return (
        select(
            literal(AskKind.SUGGESTION.value).label("kind"),
            one.time_proposal_id.label("key"),
            session.relationship_id,
            one.made_at.label("since"),
            one.starts_at.label("at"),
        )
        .select_from(time_proposal.join(mentoring_session, of_session))
        .where(
            one.tenant_id == bindparam("tenant"),
            one.state == TimeProposalState.OPEN,
            _in_keys(mentoring_session),
            session.state == SessionState.PLANNED,
            session.starts_at == one.before_starts_at,
            session.ends_at == one.before_ends_at,
            session.starts_at > bindparam("now"),
            one.starts_at > bindparam("now"),
            one.made_by != bindparam("person"),
        )
    )


def _questions() -> Select[Any]:
    """Questions of others that nobody has answered."""
    return select(
        literal(AskKind.QUESTION.value).label("kind"),
        exchange.c.exchange_id.label("key"),
        exchange.c.relationship_id,
        exchange.c.made_at.label("since"),
        case(
            (exchange.c.snoozed_until.is_not(None), exchange.c.snoozed_until),
            else_=exchange.c.expected_at,
        ).label("at"),
    ).where(
        exchange.c.tenant_id == bindparam("tenant"),
        exchange.c.answered_at.is_(None),
        exchange.c.closed_at.is_(None),
        _in_keys(exchange),
        exchange.c.author != bindparam("person"),
    )


def _owed() -> Select[Any]:
    """Return where something was promised; the promises themselves are read by `_promises`."""
    return select(
        literal(_PROMISED).label("kind"),
        promise.c.promise_id.label("key"),
        promise.c.relationship_id,
        promise.c.made_at.label("since"),
        promise.c.made_at.label("at"),
    ).where(*_still_owed())


def _still_owed() -> tuple[ColumnElement[bool], ...]:
    return (
        promise.c.tenant_id == bindparam("tenant"),
        promise.c.owner == bindparam("person"),
        promise.c.state == PromiseState.OPEN,
        _in_keys(promise),
    )


def _in_keys(table: Any) -> ColumnElement[bool]:
    return table.c.relationship_id.in_(bindparam("keys", expanding=True))  # type: ignore[no-any-return] # columns are untyped


def _waiting(asks: Iterable[Ask], promises: Iterable[Promise], now: datetime) -> Waiting:
    found = tuple(sorted(asks, key=lambda one: (one.since, one.key)))
    questions = [one for one in found if one.kind is AskKind.QUESTION]
    late = sum(1 for one in questions if one.at <= now)
    return Waiting(len(questions), late, tuple(promises), found)
