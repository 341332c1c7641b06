"""Banks of texts as a programme uses them: the tool's, its institution's, and its own."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from plugin.mentoring import policy
from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.feedback import Themes, themes_of
from plugin.mentoring.people import Actor
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.mentoring.questions import Bank, Item, merged
from plugin.mentoring.starters import STARTERS
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock, NewId
from plugin.services.programmes import in_course

LONGEST_ITEM = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a programme or all of an institution begin from, to be read and changed; and themes."""

    store: Store
    clock: Clock
    new_id: NewId

    def page(
        self, programme_id: ProgrammeId, *, actor: Actor
    ) -> tuple[Programme, tuple[Item, ...], Themes]:
        """Return every item, hidden ones too, and the themes that enough people named.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = _coordinated(work, programme_id, actor)
            items = _latest((*STARTERS, *work.own_contents(programme_id)))
            themes = themes_of(work.themes(programme_id))
        return programme, items, themes

    def institution(self, *, actor: Actor) -> tuple[Item, ...]:
        """Return what all programmes of the institution begin from, hidden items too.

        Support contacts are told on a page of their own. NotAllowedError for who administers
        nothing.
        """
        policy.require(policy.may_speak_for_institution(actor))
        with self.store.look(actor.tenant_id) as work:
            items = _latest((*STARTERS, *work.tenant_contents()))
        return tuple(one for one in items if one.bank is not Bank.SUPPORT)

    def save(
        self,
        programme_id: ProgrammeId,
        bank: Bank,
        text: str,
        *,
        key: str | None,
        hidden: bool,
        actor: Actor,
    ) -> None:
        """Put a text in place of the one with its key, or beside the others without one.

        Raises:
            UnknownThingError: also a key that no text has.
            NotAllowedError.

        """
        with self.store.work(actor.tenant_id) as work:
            _coordinated(work, programme_id, actor)
            own = work.contents(programme_id)
            before = self._before(bank, key, (*STARTERS, *work.tenant_contents(), *own))
            item = _changed(before, text, hidden=hidden, own=own)
            if item is not None:
                work.save_content(programme_id, item)
                work.note("content.changed", programme=programme_id)

    def save_for_institution(
        self, bank: Bank, text: str, *, key: str | None, hidden: bool, actor: Actor
    ) -> None:
        """Do the same for every programme that has no text of its own in that place.

        A new text without words is none.

        Raises:
            UnknownThingError: a key that no text has.
            NotAllowedError: the actor does not speak for the institution.

        """
        policy.require(policy.may_speak_for_institution(actor))
        if not (key or text):
            return
        with self.store.work(actor.tenant_id) as work:
            own = work.tenant_contents()
            before = self._before(bank, key, (*STARTERS, *own))
            item = _changed(before, text, hidden=hidden, own=own)
            if item is not None:
                work.save_tenant_content(item)
                work.audit("content.changed", by=actor.person_id, bank=bank, key=item.key)

    def _before(self, bank: Bank, key: str | None, items: Iterable[Item]) -> Item:
        if key is None:
            return Item(bank, self.new_id())
        found = [one for one in items if (one.bank, one.key) == (bank, key)]
        if not found:
            raise UnknownThingError
        return found[-1]


def items_of(work: Work, programme_id: ProgrammeId) -> tuple[Item, ...]:
    """Return what members of the programme are offered."""
    return merged(STARTERS, work.own_contents(programme_id))


def _latest(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple({(one.bank, one.key): one for one in items}.values())


def _changed(before: Item, text: str, *, hidden: bool, own: Iterable[Item]) -> Item | None:
    """Return what is to be kept among `own`, or None where it is as before."""
    said = text.strip()[:LONGEST_ITEM] or before.text
    if (said, hidden) == (before.text, before.hidden):
        return None
    name = (before.bank, before.key)
    version = next((one.version for one in own if (one.bank, one.key) == name), 0)
    return replace(before, text=said, hidden=hidden, version=version)


def _coordinated(work: Work, programme_id: ProgrammeId, actor: Actor) -> Programme:
    programme = in_course(work, programme_id, actor=actor)
    policy.require(policy.may_coordinate(actor, programme))
    return programme
