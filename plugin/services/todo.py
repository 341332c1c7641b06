"""A person's promises, and steps of their goals, in their Microsoft To Do, both ways, if they wish.

Each is sent by comparing what To Do was last known to hold with what holds here, so a push may
be repeated, come late or come twice. What a person changes there comes back with the net of every
six hours, or when they ask. What they delete there is no longer mirrored, and stays here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from plugin.mentoring.may_run import Feature
from plugin.mentoring.people import Actor, PersonId, TenantId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.todo import (
    Action,
    ActionId,
    Mirror,
    Mirrored,
    MirrorState,
    Owed,
    Standing,
    followed,
    to_send,
)
from plugin.ports.errors import (
    ConsentMissingError,
    GoneError,
    RefusedError,
    SignInNeededError,
)
from plugin.ports.store import Store, Work
from plugin.ports.todo import OutsideTask, OutsideTasks, Tasks
from plugin.ports.values import UNREADABLE, Account, Clock
from plugin.services.accounts import needs_sign_in
from plugin.services.mirroring import mirror, mirror_again
from plugin.services.running import ALONE
from plugin.services.settling import Settling

FALLBACK_ZONE = "UTC"


@dataclass(frozen=True, slots=True)
class Side:
    """What is needed to speak to one person's To Do."""

    account: Account
    mirror: Mirror
    list_id: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """Mirroring promises and steps.

    Attributes:
        tasks: None where there is no Microsoft, or its cloud has no To Do for us.
        link_to: the address that leads to a promise or step; nothing in it is secret.

    """

    store: Store
    clock: Clock
    tasks: Tasks | None
    settling: Settling
    link_to: Callable[[RelationshipId, ActionId], str]

    @property
    def offered(self) -> bool:
        """Whether there is a To Do to mirror to."""
        return self.tasks is not None

    def mine(self, *, actor: Actor) -> Mirror | None:
        """Return how the actor's mirror stands; None where they want none."""
        with self.store.look(actor.tenant_id) as work:
            return work.mirror(actor.person_id)

    def on_the_way(self, *, actor: Actor) -> bool:
        """Whether To Do is not known yet to hold all that the actor owes."""
        with self.store.look(actor.tenant_id) as work:
            mirror = work.mirror(actor.person_id)
            return mirror is not None and (
                mirror.changes_url is None or bool(_missing(work, actor.person_id))
            )

    def switch_on(self, tenant_id: TenantId, person_id: PersonId) -> None:
        """Mirror what the person means to do from now on; after a lost list, in a new one."""
        with self.store.work(tenant_id) as work:
            before = work.mirror(person_id)
            if before is not None and before.state is MirrorState.LIST_GONE:
                work.drop_mirror(person_id)
                before = None
            mirror = before or Mirror(person_id, tenant_id, self.clock())
            work.save_mirror(replace(mirror, state=MirrorState.ON))
            mirror_again(work, person_id)
            work.note("todo.on", person=person_id)

    def switch_off(self, *, actor: Actor) -> None:
        """Mirror no more. What stands in To Do stays there, and is theirs. Repeatable."""
        with self.store.work(actor.tenant_id) as work:
            work.drop_mirror(actor.person_id)
            work.note("todo.off", person=actor.person_id)

    def look_now(self, *, actor: Actor) -> None:
        """Have what was changed in To Do read soon."""
        with self.store.work(actor.tenant_id) as work:
            if work.mirror(actor.person_id) is not None:
                mirror_again(work, actor.person_id)

    def read_all(self, tenant_id: TenantId) -> int:
        """Queue a look into every list; returns how many."""
        with self.store.work(tenant_id) as work:
            mirrors = work.mirrors()
            for one in mirrors:
                mirror_again(work, one.person_id)
        return len(mirrors)

    def push(self, tenant_id: TenantId, action_id: ActionId) -> None:
        """Make To Do agree with one promise or step. Safe to repeat.

        Raises:
            TryLaterError: the queue should call again.

        """
        with self.store.look(tenant_id) as work:
            action, one = work.action(action_id), work.mirrored(action_id)
        if action is None or action.text == UNREADABLE or (one is not None and one.gone):
            return

        def follow(tasks: Tasks, side: Side) -> None:
            if one is None or one.task_id is None:
                self._make(tasks, side, action, one)
            elif one.told != action.standing:
                self._change(tasks, side, one, action.standing)

        self._at(tenant_id, action.owner, follow)

    def read(self, tenant_id: TenantId, person_id: PersonId) -> None:
        """Follow what the person changed in To Do, and send what it lacks. Safe to repeat.

        Raises:
            TryLaterError: the queue should call again.

        """

        def read(tasks: Tasks, side: Side) -> None:
            since, person = side.mirror.changes_url, side.mirror.person_id
            with self.store.look(tenant_id) as work:  # first: what is made meanwhile is not gone
                known = {one.task_id: one for one in work.mirrored_of(person) if one.task_id}
            zones = list(dict.fromkeys([side.zone, *(x.zone for x in known.values() if x.zone)]))
            found = tasks.changes(side.account, side.list_id, since, zones=zones)
            self._follow(side, known, found)

        self._at(tenant_id, person_id, read)

    def _at(
        self, tenant_id: TenantId, person_id: PersonId, do: Callable[[Tasks, Side], None]
    ) -> None:
        """Do it at the person's To Do; what only they can mend is written where they see it."""
        try:
            side = self._side_of(tenant_id, person_id)
            if side is not None and self.tasks is not None:
                do(self.tasks, side)
        except SignInNeededError:
            with self.store.work(tenant_id) as work:
                account = work.account(person_id)
                if account is not None:
                    needs_sign_in(work, account, now=self.clock())
        except ConsentMissingError:
            self._waits(tenant_id, person_id, MirrorState.NEEDS_CONSENT)
        except GoneError:
            self._waits(tenant_id, person_id, MirrorState.LIST_GONE)
        except RefusedError as error:
            self._waits(tenant_id, person_id, MirrorState.REFUSED, why=str(error))

    def _waits(
        self, tenant_id: TenantId, person_id: PersonId, state: MirrorState, *, why: str = ""
    ) -> None:
        with self.store.work(tenant_id) as work:
            mirror = work.mirror(person_id)
            if mirror is not None:
                work.save_mirror(replace(mirror, state=state))
                work.note("todo.waits", person=person_id, how=state, why=why)

    def _make(self, tasks: Tasks, side: Side, action: Action, one: Mirrored | None) -> None:
        """Make the task; where an earlier attempt was noted, look for its task first."""
        link = self.link_to(action.relationship_id, action.action_id)
        want = action.standing
        made = None
        if one is not None or side.mirror.changes_url is None:
            made = tasks.find(side.account, side.list_id, link, zone=side.zone)
        if one is None:
            if want.done:
                return
            one = self._kept(Mirrored(action.action_id, action.tenant_id, action.owner))
        if made is None:
            key = tasks.make(side.account, side.list_id, action, zone=side.zone, link=link)
            made = OutsideTask(key, done=False, due_on=action.due_on, note=link)
        there = Standing(made.due_on or want.due_on, made.done)
        one = self._kept(one.holding(made.task_id, there, zone=side.zone))
        if there != want:
            self._change(tasks, side, one, want)

    def _change(self, tasks: Tasks, side: Side, one: Mirrored, want: Standing) -> None:
        key = one.task_id or ""
        try:
            tasks.change(side.account, side.list_id, key, want, zone=side.zone)
        except GoneError:
            self._kept(replace(one, gone=True))
        else:
            self._kept(one.holding(key, want, zone=side.zone))

    def _follow(self, side: Side, known: Mapping[str, Mirrored], found: OutsideTasks) -> None:
        person = side.mirror.person_id
        seen = {one.task_id for one in found.tasks}
        for task in found.tasks:
            if task.task_id in known and not known[task.task_id].gone:
                self._take(side, known[task.task_id], task)
        for key, one in known.items():
            if not one.gone and (key in found.gone or (found.whole and key not in seen)):
                self._kept(replace(one, gone=True))
        with self.store.work(side.mirror.tenant_id) as work:
            latest = work.mirror(person)
            if latest is None or latest.list_id != side.list_id:
                return
            work.save_mirror(replace(latest, changes_url=found.changes_url))
            if found.whole:
                self._take_up(work, side, found)
            mirror(work, *_missing(work, person))

    def _take_up(self, work: Work, side: Side, whole: OutsideTasks) -> None:
        """Know the tasks of an earlier mirror again, so that they are not made twice."""
        person = side.mirror.person_id
        known = {one.action_id for one in work.mirrored_of(person)}
        for owed in work.owed_by(person):
            task = None if owed.action_id in known else self._earlier(owed, whole)
            if task is not None:
                held = Standing(task.due_on or owed.due_on, task.done)
                one = Mirrored(owed.action_id, side.mirror.tenant_id, person)
                work.save_mirrored(one.holding(task.task_id, held, zone=side.zone))

    def _earlier(self, owed: Owed, whole: OutsideTasks) -> OutsideTask | None:
        link = self.link_to(owed.relationship_id, owed.action_id)
        return next((one for one in whole.tasks if link in one.note), None)

    def _take(self, side: Side, one: Mirrored, task: OutsideTask) -> None:
        """Follow one task, then note what it holds: cut off between the two, it is read again."""
        with self.store.look(one.tenant_id) as work:
            action = work.action(one.action_id)
        if action is None or one.told is None:
            return
        theirs = Standing(task.due_on or one.told.due_on, task.done)
        if theirs == one.told:
            return
        to, today = followed(action.standing, one.told, theirs), _today(self.clock(), side.zone)
        self.settling.settle(action, to, today=today)
        stays = theirs.due_on == one.told.due_on  # and so does its clock
        zone = (one.zone if stays else None) or side.zone
        kept = self._kept(one.holding(task.task_id, theirs, zone=zone))
        with self.store.work(one.tenant_id) as work:
            latest = work.action(one.action_id)
            if latest is not None and latest.standing != kept.told:
                mirror(work, latest.owed)

    def _kept(self, one: Mirrored) -> Mirrored:
        with self.store.work(one.tenant_id) as work:
            if work.mirror(one.person_id) is not None:  # not switched off meanwhile
                work.save_mirrored(one)
            return work.mirrored(one.action_id) or one

    def _side_of(self, tenant_id: TenantId, person_id: PersonId) -> Side | None:
        """Return the person's side, its list found or made; None while it waits for them.

        Raises:
            TryLaterError, SignInNeededError, ConsentMissingError.

        """
        with self.store.look(tenant_id) as work:
            mirror, account = work.mirror(person_id), work.account(person_id)
            person = work.person(person_id)
        wished = mirror is not None and mirror.state is MirrorState.ON
        run = ALONE.of(Feature.TASKS, account, offered=self.tasks is not None, wished=wished)
        if not (run.goes and mirror and account and person and self.tasks):
            return None
        if mirror.list_id is None:
            found = self.tasks.ensure_list(account)
            with self.store.work(tenant_id) as work:
                work.save_mirror(replace(mirror, list_id=found))
                mirror = work.mirror(person_id) or mirror
        return Side(account, mirror, mirror.list_id or "", person.zone or FALLBACK_ZONE)


def _today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def _missing(work: Work, person: PersonId) -> list[Owed]:
    return to_send(work.owed_by(person), work.mirrored_of(person))
