"""What protects people: their own data, help, and what they tell in confidence."""

import hashlib
import hmac
from collections.abc import Callable
from functools import partial
from typing import TypedDict

from plugin.gateways.removals_file import RemovalsFile
from plugin.gateways.starter_courses import starter_courses
from plugin.services.accounts import Accounts
from plugin.services.break_glass import BreakGlass
from plugin.services.concerns import Concerns
from plugin.services.guests import Guests
from plugin.services.health import Healths
from plugin.services.memberships import Memberships
from plugin.services.people_lists import PeopleLists
from plugin.services.planning import Planning
from plugin.services.privacy import ASKED, Privacy
from plugin.services.referrals import Referrals
from plugin.services.retention import Retention
from plugin.services.same_person import SamePersons
from plugin.services.side_by_side import SideBySide
from plugin.services.support import Support
from plugin.services.tables import Tables
from plugin.services.trouble import Trouble
from plugin.store.privacy_requests import privacy_requests
from plugin.wiring.house import House, new_id, utc_now


class Private(TypedDict):
    """These use cases, by their names in `Services`."""

    break_glass: BreakGlass
    concerns: Concerns
    guests: Guests
    health: Healths
    memberships: Memberships
    people_lists: PeopleLists
    privacy: Privacy
    referrals: Referrals
    retention: Retention
    same_person: SamePersons
    side_by_side: SideBySide
    support: Support
    tables: Tables
    trouble: Trouble


def private_services(house: House, accounts: Accounts, planning: Planning) -> Private:
    """Build them."""
    store, clock = house.store, utc_now
    memberships = Memberships(store=store, clock=clock, planning=planning)
    privacy = privacy_of(house, accounts, memberships)
    return Private(
        break_glass=BreakGlass(store=store, clock=clock, new_id=new_id),
        memberships=memberships,
        guests=Guests(
            store=store,
            clock=clock,
            new_id=new_id,
            accounts=accounts,
            memberships=memberships,
            remove=privacy.reapply,
        ),
        people_lists=PeopleLists(
            store=store,
            clock=clock,
            new_id=new_id,
            mark=marks_of(house),
            guests=accounts.offered,
        ),
        referrals=Referrals(store=store, clock=clock, new_id=new_id),
        health=Healths(store=store, clock=clock, reads=house.reads),
        concerns=Concerns(store=store, clock=clock, new_id=new_id),
        privacy=privacy,
        retention=Retention(store=store, clock=clock, removals=removals_of(house)),
        same_person=SamePersons(store=store, clock=clock, new_id=new_id),
        side_by_side=SideBySide(store=store, clock=clock, memberships=memberships),
        support=Support(store=store),
        tables=Tables(store=store, library=starter_courses),
        trouble=Trouble(store=store, clock=clock, memberships=memberships),
    )


def marks_of(house: House) -> Callable[[str], str]:
    """Return what names an address so that nobody without our key can guess it."""
    key = house.derived_key(b"alongside invited by a list")
    return lambda text: hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]


def privacy_of(house: House, accounts: Accounts, memberships: Memberships) -> Privacy:
    """Build what looks after people's own data."""
    return Privacy(
        store=house.store,
        clock=utc_now,
        new_id=new_id,
        requests=partial(privacy_requests, house.database, ASKED),
        disconnect=lambda actor: accounts.forget(actor.tenant_id, actor.person_id),
        memberships=memberships,
        removals=removals_of(house),
    )


def removals_of(house: House) -> RemovalsFile | None:
    """Return the file of removals; None where the operator has named none."""
    file = house.settings.removals_file
    return RemovalsFile(file) if file else None
