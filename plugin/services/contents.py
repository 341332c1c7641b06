"""Banks of texts as a programme uses them: those that come with the tool, and its own."""

from dataclasses import dataclass

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
    """What a coordinator may read and change of a programme's content, and its themes."""

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
            own = {(one.bank, one.key): one for one in work.contents(programme_id)}
            ours = {(one.bank, one.key): one for one in STARTERS}
            themes = themes_of(work.themes(programme_id))
        return programme, tuple({**ours, **own}.values()), themes

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
            known = {
                one.key: one
                for one in (*STARTERS, *work.contents(programme_id))
                if one.bank is bank
            }
            if key is not None and key not in known:
                raise UnknownThingError
            before = known.get(key or "", Item(bank, key or self.new_id()))
            said = text.strip()[:LONGEST_ITEM] or before.text
            item = Item(bank, before.key, before.depth, said, hidden, before.version)
            if item != before:
                work.save_content(programme_id, item)
                work.note("content.changed", programme=programme_id)


def items_of(work: Work, programme_id: ProgrammeId) -> tuple[Item, ...]:
    """Return what members of the programme are offered."""
    return merged(STARTERS, work.contents(programme_id))


def _coordinated(work: Work, programme_id: ProgrammeId, actor: Actor) -> Programme:
    programme = in_course(work, programme_id, actor=actor)
    policy.require(policy.may_coordinate(actor, programme))
    return programme
