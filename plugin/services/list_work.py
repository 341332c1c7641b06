"""Bringing a list in, a piece at a time: looking rows up, and beginning drafts for their people.

Each piece is one transaction with the state of its rows in it, so a worker that dies in the middle
leaves the piece undone or done, and the next one goes on from there.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from plugin.mentoring.bringing import (
    BROUGHT,
    TO_DO,
    UNDER_WAY,
    ListId,
    ListRow,
    ListState,
    PeopleList,
    RowState,
)
from plugin.mentoring.enrolment import Enrolment, EnrolmentId, Side
from plugin.mentoring.errors import MentoringError, OutOfBoundsError
from plugin.mentoring.guest import GuestLink, GuestLinkId, Making, Standing, invitation
from plugin.mentoring.list_file import Column, Line, Sheet
from plugin.mentoring.notices import News
from plugin.mentoring.people import PersonId
from plugin.mentoring.people_list import (
    Members,
    Seen,
    Terms,
    Wanted,
    address_key,
    find,
    read_row,
)
from plugin.mentoring.programme import Programme
from plugin.mentoring.stages import check_takes_profile
from plugin.ports.store import Work
from plugin.ports.values import Clock, Course, NewId
from plugin.services.guest_people import hashed
from plugin.services.kinds import BRING_LIST
from plugin.services.telling import about, tell

CHECKED_AT_ONCE: Final = 500
BROUGHT_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What bringing a list in needs besides the transaction.

    Attributes:
        mark: turns an address into a name that only this tool can make of it, so that the same
            address is invited to a programme once.
        guests: whether mentors may come from outside the course.

    """

    clock: Clock
    new_id: NewId
    mark: Callable[[str], str]
    guests: bool


def go_on(work: Work, list_id: ListId, means: Means, sheet: Sheet | None = None) -> None:
    """Do one piece of what is due with a list, and queue the next. Safe to repeat.

    Args:
        work: one transaction.
        list_id: which list.
        means: what else is needed.
        sheet: its file, read before the transaction, for reading it may take seconds; needed as
            long as its rows are looked at.

    """
    one = work.people_list(list_id)
    programme = work.programme(one.programme_id) if one else None
    course = work.course(programme.course_id) if programme else None
    if one is None or programme is None or course is None or not one.under_way:
        return
    if one.state is ListState.CHECKING:
        after = _check(work, one, programme, course, means, sheet) if sheet else one.failed()
    elif one.state is ListState.UNDOING:
        after = _undo(work, one, programme, means)
    else:
        after = _bring(work, one, programme, means)
    if after is not one:
        work.save_people_list(after)
    if after.state in UNDER_WAY:
        queue(work, list_id)


def queue(work: Work, list_id: ListId) -> None:
    """Have a worker go on."""
    work.queue(BRING_LIST, {"list": list_id}, key=f"{BRING_LIST}:{list_id}")


def _check(
    work: Work,
    one: PeopleList,
    programme: Programme,
    course: Course,
    means: Means,
    sheet: Sheet,
) -> PeopleList:
    """Look up some rows; those before them are read again, for two may mean one person."""
    members, invited = _members(work, course, sheet), _Invited.of(work, programme, means)
    after, seen, terms = work.last_list_row(one.list_id), Seen(), Terms.of(programme)
    rows: list[ListRow] = []
    for line in sheet.lines:
        found = find(line, members)
        again = seen.again(line, found.person)
        if line.number <= after:
            continue
        if len(rows) == CHECKED_AT_ONCE:
            break
        wanted, wrong = read_row(line, terms)
        faults = tuple(filter(None, (found.fault, again))) + wrong
        state = RowState.WRONG if faults else RowState.PREFILL
        if not faults and wanted and found.person is None:
            state = invited.state(line, wanted)
        whose = (one.list_id, one.tenant_id, line.number)
        rows.append(ListRow(*whose, state, found.person, line.cells, faults))
    work.add_list_rows(_without_answered(work, programme, rows))
    if rows and rows[-1].number < sheet.lines[-1].number:
        return one
    work.save_list_file(one.list_id, None)
    return one.checked()


def _bring(work: Work, one: PeopleList, programme: Programme, means: Means) -> PeopleList:
    now = means.clock()
    try:
        check_takes_profile(programme, others=0, now=now)
    except MentoringError:
        return one.failed()
    rows = work.list_rows(one.list_id, TO_DO, limit=BROUGHT_AT_ONCE)
    begun = set(
        work.enrolments_of(programme.programme_id, [x.person_id for x in rows if x.person_id])
    )
    free, told = _active(work, programme) - begun, list[PersonId]()
    invited, terms = _Invited.of(work, programme, means), Terms.of(programme)
    for row in rows:
        wanted, faults = read_row(row.line, terms)  # the programme may have changed meanwhile
        if row.person_id in begun:
            work.save_list_row(row.over(RowState.SAID))
        elif wanted is None:
            work.save_list_row(replace(row, state=RowState.WRONG, faults=faults))
        elif row.state is RowState.INVITE:
            work.save_list_row(invited.invite(work, row, wanted, by=one.made_by, now=now))
        elif row.person_id is None or row.person_id not in free:
            work.save_list_row(replace(row, state=RowState.ABSENT))
        else:
            made = _draft(programme, row.person_id, wanted, EnrolmentId(means.new_id()))
            work.save_enrolment(made)
            work.save_list_row(row.over(RowState.PREFILLED, made=made.enrolment_id))
            told.append(row.person_id)
    path = about("programme", programme.programme_id, turn=one.list_id)
    tell(work, News.PREFILLED, told, thing=path, now=now)
    return one if len(rows) == BROUGHT_AT_ONCE else one.done(now)


def _undo(work: Work, one: PeopleList, programme: Programme, means: Means) -> PeopleList:
    """Take back what nobody has touched since: drafts still as begun, links still unused."""
    now = means.clock()
    rows = work.list_rows(one.list_id, BROUGHT, limit=BROUGHT_AT_ONCE)
    named = [row.person_id for row in rows if row.person_id]
    parts = work.enrolments_of(programme.programme_id, named)
    for row in rows:
        if row.state is RowState.INVITED:
            link = work.guest_link(GuestLinkId(row.made or ""))
            unused = link is not None and link.standing(now) is Standing.WAITING
            back = link is not None and unused and work.drop_unused(link)
        else:
            part = parts.get(row.person_id) if row.person_id else None
            as_begun = part is not None and part.enrolment_id == row.made and part.from_list
            back = part is not None and as_begun and work.drop_untouched(part)
        work.save_list_row(row.over(RowState.TAKEN_BACK if back else RowState.GONE_ON))
    return one if len(rows) == BROUGHT_AT_ONCE else one.undone()


@dataclass(frozen=True, slots=True)
class _Invited:
    """The invitations of a programme, to be added to."""

    programme: Programme
    means: Means
    links: dict[GuestLinkId, GuestLink]

    @classmethod
    def of(cls, work: Work, programme: Programme, means: Means) -> "_Invited":
        """Read those that there are."""
        links = {one.link_id: one for one in work.guest_links(programme.programme_id)}
        return cls(programme, means, links)

    def state(self, line: Line, wanted: Wanted) -> RowState:
        """Return what would become of somebody who is not in the course."""
        key = self._key(line)
        if key is None or wanted.side is not Side.MENTOR or not self.means.guests:
            return RowState.ABSENT
        before = self.links.get(key)
        if before is None or before.standing(self.means.clock()) is Standing.LAPSED:
            return RowState.INVITE
        return RowState.ASKED

    def invite(
        self, work: Work, row: ListRow, wanted: Wanted, *, by: PersonId, now: datetime
    ) -> ListRow:
        """Make the link, where the same address has none that waits, and return the row."""
        state, key = self.state(row.line, wanted), self._key(row.line)
        if state is not RowState.INVITE or key is None:
            return replace(row, state=state) if state is RowState.ABSENT else row.over(state)
        secret, cells = secrets.token_urlsafe(32), row.line.cells
        words = cells.get(Column.NAME) or cells[Column.EMAIL]
        try:
            making = Making(key, hashed(secret), by, now, words)
            made = invitation(self.programme, making, self.links.values())
        except OutOfBoundsError:
            return replace(row, state=RowState.FULL)
        before = self.links.get(key)
        work.save_guest_link(replace(made, version=before.version if before else 0))
        self.links[key] = made
        return replace(row, state=RowState.INVITED, made=key, secret=secret)

    def _key(self, line: Line) -> GuestLinkId | None:
        address = address_key(line.cells.get(Column.EMAIL, ""))
        whose = f"{self.programme.tenant_id}/{self.programme.programme_id}/{address}"
        return GuestLinkId(self.means.mark(whose)) if address else None


def _draft(programme: Programme, person: PersonId, wanted: Wanted, key: EnrolmentId) -> Enrolment:
    """Return a draft that its person alone can send, and that nobody is matched by."""
    empty = Enrolment(
        key, programme.tenant_id, programme.programme_id, person, wanted.side, from_list=True
    )
    begun = empty.begun(wanted.side, wanted.profile, wanted.capacity)
    return replace(begun, from_list=True)


def _without_answered(work: Work, programme: Programme, rows: Sequence[ListRow]) -> list[ListRow]:
    """Mark whoever has a profile here: what they say of themselves stays."""
    named = [row.person_id for row in rows if row.person_id and not row.faults]
    begun = work.enrolments_of(programme.programme_id, named)
    return [
        row.over(RowState.SAID) if row.person_id in begun and not row.faults else row
        for row in rows
    ]


def _active(work: Work, programme: Programme) -> set[PersonId]:
    return {
        one.person.person_id
        for one in work.course_members(programme.course_id)
        if one.active and not one.person.is_test
    }


def _members(work: Work, course: Course, sheet: Sheet) -> Members:
    """Return the members of this course, and nobody else of the institution (C06)."""
    by_address: dict[str, list[PersonId]] = {}
    here: set[PersonId] = set()
    for one in work.course_members(course.course_id):
        if not one.active or one.person.is_test:
            continue
        here.add(one.person.person_id)
        if address := address_key(one.person.email or ""):
            by_address.setdefault(address, []).append(one.person.person_id)
    said = {line.cells[Column.ID] for line in sheet.lines if Column.ID in line.cells}
    known = work.people_known_as(course.registration_id, said) if said else {}
    return Members(by_address, {key: who for key, who in known.items() if who in here})
