"""Where an institution says that help is found, and who receives concerns when others may not."""

from dataclasses import dataclass, replace

from plugin.mentoring import policy
from plugin.mentoring.people import Actor, PersonId, TenantId
from plugin.ports.store import Store
from plugin.ports.trouble import Contact
from plugin.ports.trouble import Support as Said

MOST_CONTACTS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Told by who administers the LMS on a page, or by an operator's command."""

    store: Store

    def of(self, tenant_id: TenantId) -> Said:
        """Return what the institution says."""
        with self.store.look(tenant_id) as work:
            return work.support()

    def shown(self, *, actor: Actor) -> Said:
        """Return the same to be changed; NotAllowedError for who administers nothing."""
        policy.require(policy.may_speak_for_institution(actor))
        return self.of(actor.tenant_id)

    def tell(self, contacts: tuple[Contact, ...], *, actor: Actor) -> None:
        """Say which places there are, for who administers the LMS.

        Raises:
            NotAllowedError.

        """
        policy.require(policy.may_speak_for_institution(actor))
        self.say(actor.tenant_id, contacts)

    def say(self, tenant_id: TenantId, contacts: tuple[Contact, ...]) -> None:
        """Say which places there are; replaces what was said before."""
        with self.store.work(tenant_id) as work:
            said = replace(work.support(), contacts=contacts[:MOST_CONTACTS])
            work.save_support(said)
            work.audit("support.said", by=None, contacts=str(len(said.contacts)))

    def appoint(self, tenant_id: TenantId, person_id: PersonId, *, wanted: bool = True) -> bool:
        """Make somebody an officer, or no more; False where there is no such person."""
        with self.store.work(tenant_id) as work:
            if work.person(person_id) is None:
                return False
            said = work.support()
            others = tuple(one for one in said.officers if one != person_id)
            officers = (*others, person_id) if wanted else others
            work.save_support(replace(said, officers=officers))
            event = "officer.appointed" if wanted else "officer.released"
            work.audit(event, by=None, about=[person_id])
        return True
