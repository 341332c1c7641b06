"""A draft turned into relationships, in the transaction that the caller holds."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from plugin.mentoring.enrolment import Enrolment, Side
from plugin.mentoring.groups import Group
from plugin.mentoring.matching import Draft, Reason, Suggestion, fit, reasons_of
from plugin.mentoring.notices import News
from plugin.mentoring.people import PersonId
from plugin.mentoring.place import Place, PlaceState
from plugin.mentoring.programme import Format, Programme
from plugin.mentoring.relationship import Membership, Relationship, RelationshipId
from plugin.ports.store import Work
from plugin.ports.values import NewId
from plugin.services.place_work import keep_place
from plugin.services.telling import about, tell


def relationships_of(
    draft: Draft,
    ready: Mapping[PersonId, Enrolment],
    programme: Programme,
    *,
    now: datetime,
    new_id: NewId,
) -> Iterator[Relationship]:
    """Yield what the draft becomes, each with the reasons for its own people.

    Raises:
        ShapeError: a circle that is too small or too large to begin.

    """
    for pair in draft.pairs:
        members = ((pair.mentor, Side.MENTOR), (pair.mentee, Side.MENTEE))
        why = _why_pair(pair, ready, now)
        yield _made(programme, Format.ONE_TO_ONE, members, why, now, new_id)
    for group in draft.groups:
        why = _why_group(group, ready)
        made = _made(programme, group.kind, group.members, why, now, new_id)
        yield made.check_formed(programme.bounds)


def begin(work: Work, made: Relationship, *, with_place: bool) -> None:
    """Save a new relationship, and ask for its place; its people are told."""
    key = made.relationship_id
    work.save_relationship(made)
    told = about("relationship", key)
    tell(work, News.MATCHED, made.people, thing=told, now=made.created_at)
    if with_place:
        work.save_place(Place(key, made.tenant_id, PlaceState.QUEUED, made.created_at))
        keep_place(work, key)


def hold(work: Work, draft: Draft, ready: Mapping[PersonId, Enrolment]) -> None:
    """Save the enrolments as they are, so that a change at this very moment is a conflict."""
    for who in sorted(draft.placed):
        work.save_enrolment(ready[who])


def _made(
    programme: Programme,
    kind: Format,
    members: tuple[tuple[PersonId, Side], ...],
    why: tuple[Reason, ...],
    now: datetime,
    new_id: NewId,
) -> Relationship:
    return Relationship(
        RelationshipId(new_id()),
        programme.tenant_id,
        programme.programme_id,
        kind,
        tuple(Membership(who, side, now) for who, side in members),
        now,
        why,
    )


def _why_pair(
    pair: Suggestion, ready: Mapping[PersonId, Enrolment], now: datetime
) -> tuple[Reason, ...]:
    return fit(ready[pair.mentee].profile, ready[pair.mentor].profile, now=now).reasons


def _why_group(group: Group, ready: Mapping[PersonId, Enrolment]) -> tuple[Reason, ...]:
    return reasons_of([ready[who].profile for who, _side in group.members])
