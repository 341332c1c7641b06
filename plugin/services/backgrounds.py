"""Switching on, with a reason, what of people's background counts in a draft; and off (M5)."""

from dataclasses import dataclass, replace

from plugin.mentoring.background import Background, kept, switched_off, switched_on
from plugin.mentoring.people import Actor
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock
from plugin.services.programmes import coordinated


@dataclass(frozen=True, slots=True, kw_only=True)
class Backgrounds:
    """Which fields count, as a coordinator decides; each decision is audited."""

    store: Store
    clock: Clock

    def page(self, programme_id: ProgrammeId, *, actor: Actor) -> Programme:
        """Return the programme with what is on; nobody is shown an answer.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        with self.store.look(actor.tenant_id) as work:
            return coordinated(work, programme_id, actor=actor)

    def switch_on(
        self, programme_id: ProgrammeId, field: Background, reason: str, *, actor: Actor
    ) -> None:
        """Have a field asked and counted from now on, for this reason.

        Raises:
            UnknownThingError, NotAllowedError.
            ReasonMissingError: nothing is said of why.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            on = switched_on(programme.life.background, field, reason, on=self.clock().date())
            work.save_programme(replace(programme, life=replace(programme.life, background=on)))
            _audit(work, "background.on", programme_id, field, actor)

    def switch_off(self, programme_id: ProgrammeId, field: Background, *, actor: Actor) -> None:
        """Ask and count a field no more, and delete what was answered. Repeatable.

        Raises:
            UnknownThingError, NotAllowedError.
            ConflictError: somebody sends a profile at this moment; nothing is changed.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            on = switched_off(programme.life.background, field)
            work.save_programme(replace(programme, life=replace(programme.life, background=on)))
            for one in work.enrolments(programme_id):
                confided = one.profile.confided
                left = kept(confided.background, on)
                if left != confided.background:
                    bare = replace(one.profile, confided=replace(confided, background=left))
                    work.save_enrolment(replace(one, profile=bare))
            _audit(work, "background.off", programme_id, field, actor)


def _audit(
    work: Work, event: str, programme_id: ProgrammeId, field: Background, actor: Actor
) -> None:
    work.audit(event, by=actor.person_id, programme=programme_id, field=field)
