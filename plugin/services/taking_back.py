"""Taking back what others need not have noticed yet: own hours, a signature, a message."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from plugin.mentoring.agreement import Agreement
from plugin.mentoring.exchanges import Exchange, Message, MessageId
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor, PersonId
from plugin.mentoring.relationship import Relationship, RelationshipId
from plugin.mentoring.taking_back import (
    Bar,
    bar_to_unsigning,
    bar_to_unwriting,
    hours_changed,
    is_planned,
    is_too_late,
    may_unsign,
    may_unwrite,
    seen_from,
)
from plugin.ports.store import Work
from plugin.services.relationships import opened, programme_of
from plugin.services.telling import Thing, about, told, untell

HOURS, SIGNED, WRITTEN = "hours", "signature", "message"


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that was put under another's text."""

    relationship: Relationship
    agreement: Agreement
    bar: Bar | None


@dataclass(frozen=True, slots=True)
class Written:
    """A message of the actor's in a question or round."""

    relationship: Relationship
    exchange: Exchange
    message: Message
    bar: Bar | None


def signed(work: Work, key: str, actor: Actor, now: datetime) -> Signed | None:
    """Return the actor's signature under "relationship.number"; None where there is none."""
    relationship_id, _, number = key.rpartition(".")
    relationship = opened(work, RelationshipId(relationship_id), actor=actor)
    agreement, me = work.agreement(relationship.relationship_id), actor.person_id
    if agreement is None or str(agreement.number) != number:
        return None
    if not may_unsign(agreement, relationship, me):
        return None
    formal = programme_of(work, relationship.programme_id).formal
    ahead = work.sessions_of([relationship.relationship_id], ending_after=now)
    booked = formal and any(is_planned(one) for one in ahead)
    others = relationship.people - {me}
    signed_at = next(one.signed_at for one in agreement.signatures if one.person_id == me)
    told_of = (News.AGREED, _agreed(agreement))
    seen = _may_have_seen(work, told_of, others, signed_at, now)
    return Signed(
        relationship, agreement, bar_to_unsigning(agreement, me, booked=booked, seen=seen)
    )


def unsign(work: Work, key: str, actor: Actor, now: datetime) -> None:
    """Take the name from under the text; nobody is told of either."""
    done, me = signed(work, key, actor, now), actor.person_id
    if done is None or done.bar is not None:
        return
    agreement = done.agreement
    work.save_agreement(agreement.unsigned(me))
    work.drop_signature(agreement.relationship_id, agreement.number, me)
    untell(work, News.AGREED, done.relationship.people - {me}, thing=_agreed(agreement))
    work.note("agreement.unsigned", relationship=agreement.relationship_id)


def written(work: Work, key: str, actor: Actor, now: datetime) -> Written | None:
    """Return that message, where it is the actor's and there still."""
    message, me = work.message(MessageId(key)), actor.person_id
    exchange = work.exchange(message.exchange_id) if message else None
    if message is None or exchange is None:
        return None
    relationship = opened(work, exchange.relationship_id, actor=actor)
    if not may_unwrite(message, relationship, me):
        return None
    others = relationship.people - {me}
    told_of = (News.MESSAGE, _message(message))
    seen = _may_have_seen(work, told_of, others, message.made_at, now)
    bar = bar_to_unwriting(exchange, answered=work.is_answered(message), seen=seen)
    return Written(relationship, exchange, message, bar)


def unwrite(work: Work, key: str, actor: Actor, now: datetime) -> None:
    """Remove the message; the question waits again where nobody else has answered it."""
    done = written(work, key, actor, now)
    if done is None or done.bar is not None:
        return
    exchange, message = done.exchange, done.message
    work.drop_message(message.message_id)
    # Also where nothing of it changes: whoever writes, settles or takes back at once meets this.
    work.save_exchange(exchange.unwritten(work.writers(exchange.exchange_id)))
    others = done.relationship.people - {actor.person_id}
    untell(work, News.MESSAGE, others, thing=_message(message))
    work.note("message.unwritten", exchange=exchange.exchange_id)


def changed_hours(work: Work, actor: Actor) -> bool:
    """Whether the actor's hours can be put back."""
    return hours_changed(one.profile for one in work.own_enrolments(actor.person_id))


def put_hours_back(work: Work, _key: str, actor: Actor, _now: datetime) -> None:
    """Give every profile the hours that it had."""
    for part in work.own_enrolments(actor.person_id):
        work.save_enrolment(replace(part, profile=part.profile.with_hours_back()))


def _may_have_seen(
    work: Work,
    told_of: tuple[News, Thing],
    people: Iterable[PersonId],
    done_at: datetime,
    now: datetime,
) -> bool:
    others, (news, thing) = list(people), told_of
    return (
        is_too_late(done_at, now)
        or told(work, news, others, thing=thing)
        or work.been_here_since(others, seen_from(done_at))
    )


def _agreed(agreement: Agreement) -> Thing:
    return about("agreement", agreement.relationship_id, turn=str(agreement.number))


def _message(message: Message) -> Thing:
    return about("exchange", message.exchange_id, turn=message.message_id)
