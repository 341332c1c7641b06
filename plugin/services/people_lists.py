"""Bringing a list of people into a programme: chosen, looked at, then brought in by a worker."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from plugin.mentoring.bringing import (
    LEFT_OVER,
    ListId,
    ListRow,
    ListState,
    PeopleList,
    RowState,
)
from plugin.mentoring.errors import ListOpenError, UnknownThingError, WrongStateError
from plugin.mentoring.list_file import read_list
from plugin.mentoring.people import Actor, Person, PersonId, TenantId
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.ports.errors import ConflictError
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock, NewId
from plugin.services.list_files import Links, Reasons, left_over, links_of, template
from plugin.services.list_work import Means, go_on, queue
from plugin.services.programmes import coordinated

PAGE_SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class ListPage:
    """What a coordinator sees of the lists of a programme.

    Attributes:
        lists: those still kept, the latest first.
        latest: the open one, else the latest.
        counts: of the latest, by what becomes of its rows.
        rows: fifty of them.
        people: who made lists, and who is meant.

    """

    programme: Programme
    lists: Sequence[PeopleList]
    latest: PeopleList | None
    counts: Mapping[RowState, int]
    rows: Sequence[ListRow]
    people: Mapping[PersonId, Person]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleLists:
    """Lists of people, for who coordinates a programme.

    Attributes:
        mark, guests: see `list_work.Means`.

    """

    store: Store
    clock: Clock
    new_id: NewId
    mark: Callable[[str], str]
    guests: bool = False

    def page(
        self,
        programme_id: ProgrammeId,
        *,
        actor: Actor,
        kinds: Collection[RowState] = tuple(RowState),
        number: int = 1,
    ) -> ListPage:
        """Return the lists of a programme, and a page of rows of the latest.

        Raises:
            UnknownThingError, NotAllowedError: no coordinator of it.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            lists = work.people_lists(programme_id)
            latest = next((one for one in lists if one.is_open), lists[0] if lists else None)
            if latest is None:
                return ListPage(programme, (), None, {}, (), {})
            skip = (number - 1) * PAGE_SIZE
            rows = work.list_rows(latest.list_id, kinds, skip=skip, limit=PAGE_SIZE)
            people = work.people(
                [*(one.made_by for one in lists), *(x.person_id for x in rows if x.person_id)]
            )
            counts = work.list_counts(latest.list_id)
        return ListPage(programme, lists, latest, counts, rows, people)

    def template(self, programme_id: ProgrammeId, *, actor: Actor) -> bytes:
        """Return an empty list with this programme's own words in a comment.

        Raises:
            UnknownThingError, NotAllowedError: no coordinator of it.

        """
        with self.store.look(actor.tenant_id) as work:
            return template(coordinated(work, programme_id, actor=actor))

    def choose(self, programme_id: ProgrammeId, content: bytes, *, actor: Actor) -> None:
        """Read a file and look its rows up; nothing is anybody's yet.

        Raises:
            UnknownThingError, NotAllowedError: no coordinator of it.
            UnreadableListError: the file would have to be guessed, is too much, or is no list.
            ListOpenError: another list waits for a decision, or is being brought in.

        """
        with self.store.look(actor.tenant_id) as work:
            coordinated(work, programme_id, actor=actor)
        sheet = read_list(content)
        chosen = PeopleList(
            ListId(self.new_id()),
            actor.tenant_id,
            programme_id,
            actor.person_id,
            self.clock(),
            len(sheet.lines),
            sheet.characters,
            sheet.separator,
            sheet.left_out,
        )
        with self.store.work(actor.tenant_id) as work:
            coordinated(work, programme_id, actor=actor)
            try:
                work.save_people_list(chosen)
            except ConflictError as error:
                raise ListOpenError from error
            work.save_list_file(chosen.list_id, content)
            work.note("list.chosen", programme=programme_id, by=actor.person_id)
            go_on(work, chosen.list_id, self._means(), sheet)

    def bring(self, programme_id: ProgrammeId, *, version: int, actor: Actor) -> None:
        """Have a worker begin the drafts; also go on with what was stopped.

        Raises:
            UnknownThingError, NotAllowedError: no coordinator of it, or no list is open.
            WrongStateError: not every row was looked at, or it is decided already.
            ConflictError: it is not what the coordinator saw.

        """
        with self.store.work(actor.tenant_id) as work:
            one = _open(work, programme_id, actor)
            work.save_people_list(replace(one.bringing(), version=version))
            queue(work, one.list_id)
            work.audit("list.brought", by=actor.person_id, programme=programme_id)

    def discard(self, programme_id: ProgrammeId, *, version: int, actor: Actor) -> None:
        """Drop the open list with all its rows; whoever was brought in already stays.

        Raises:
            UnknownThingError, NotAllowedError: no coordinator of it, or no list is open.
            WrongStateError: it is on its way in, or being taken back.
            ConflictError: it is not what the coordinator saw.

        """
        with self.store.work(actor.tenant_id) as work:
            one = _open(work, programme_id, actor)
            one.check_may_be_dropped()
            if one.version != version:
                raise ConflictError("people_list")
            work.drop_people_list(one.list_id)
            work.note("list.dropped", programme=programme_id, by=actor.person_id)

    def undo(self, programme_id: ProgrammeId, list_id: ListId, *, actor: Actor) -> None:
        """Have a worker take back what a list of the last day began, where nobody has touched it.

        Raises:
            UnknownThingError, NotAllowedError: no coordinator of it, or no such list of it.
            WrongStateError: it was not brought in, or longer than a day ago.
            ListOpenError: another list waits for a decision, or is being brought in.

        """
        with self.store.work(actor.tenant_id) as work:
            one = _kept(work, programme_id, list_id, actor)
            back = one.undoing(self.clock())
            if any(other.is_open for other in work.people_lists(programme_id)):
                raise ListOpenError
            work.save_people_list(back)
            queue(work, list_id)
            work.audit("list.undone", by=actor.person_id, programme=programme_id)

    def left(
        self, programme_id: ProgrammeId, list_id: ListId, reasons: Reasons, *, actor: Actor
    ) -> bytes:
        """Return the rows that were not brought in, each with its reason, as a list again.

        Raises:
            UnknownThingError, NotAllowedError: no coordinator of it, or no such list of it.

        """
        with self.store.work(actor.tenant_id) as work:
            one = _kept(work, programme_id, list_id, actor)
            rows = work.list_rows(list_id, LEFT_OVER, limit=one.total)
            work.audit("list.taken", by=actor.person_id, programme=programme_id)
        return left_over(rows, reasons)

    def links(
        self, programme_id: ProgrammeId, list_id: ListId, links: Links, *, actor: Actor
    ) -> bytes:
        """Return the links of those whom a list has invited, to be sent to one person each.

        Raises:
            UnknownThingError, NotAllowedError: no coordinator of it, or no such list of it.

        """
        with self.store.work(actor.tenant_id) as work:
            one = _kept(work, programme_id, list_id, actor)
            rows = work.list_rows(list_id, {RowState.INVITED}, limit=one.total)
            work.audit("list.links", by=actor.person_id, programme=programme_id)
        return links_of(rows, links)

    def forget(self, programme_id: ProgrammeId, list_id: ListId, *, actor: Actor) -> None:
        """Delete the rows of a list that is over, before their time.

        Raises:
            UnknownThingError, NotAllowedError: no coordinator of it, or no such list of it.
            WrongStateError: it is open.

        """
        with self.store.work(actor.tenant_id) as work:
            one = _kept(work, programme_id, list_id, actor)
            if one.is_open:
                raise WrongStateError
            work.drop_people_list(list_id)
            work.note("list.dropped", programme=programme_id, by=actor.person_id)

    def go_on(self, tenant_id: TenantId, list_id: ListId) -> None:
        """Do one piece of what is due with a list; the next is queued with it."""
        with self.store.look(tenant_id) as work:
            one = work.people_list(list_id)
            content = work.list_file(list_id) if one and one.state is ListState.CHECKING else None
        sheet = read_list(content) if content else None
        with self.store.work(tenant_id) as work:
            go_on(work, list_id, self._means(), sheet)

    def gave_up(self, tenant_id: TenantId, list_id: ListId) -> None:
        """Show on the page that the attempts have ended; a coordinator may go on, or drop it."""
        with self.store.work(tenant_id) as work:
            one = work.people_list(list_id)
            if one is not None and one.under_way:
                work.save_people_list(one.failed())

    def _means(self) -> Means:
        return Means(clock=self.clock, new_id=self.new_id, mark=self.mark, guests=self.guests)


def _open(work: Work, programme_id: ProgrammeId, actor: Actor) -> PeopleList:
    coordinated(work, programme_id, actor=actor)
    for one in work.people_lists(programme_id):
        if one.is_open:
            return one
    raise UnknownThingError


def _kept(work: Work, programme_id: ProgrammeId, list_id: ListId, actor: Actor) -> PeopleList:
    coordinated(work, programme_id, actor=actor)
    one = work.people_list(list_id)
    if one is None or one.programme_id != programme_id:
        raise UnknownThingError
    return one
