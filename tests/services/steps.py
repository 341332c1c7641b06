"""What several tests of bookings do."""

from dataclasses import replace
from datetime import timedelta

from plugin.mentoring.own_time import OwnTime
from plugin.services.invitations import invitation_of
from tests.services.interruptions import Interrupted
from tests.stores import NORTHMOOR


def interrupted(world, act, trouble=None):
    calendars = Interrupted(world.calendars, act, trouble)
    return replace(world.services.bookings, calendars=calendars)


def invitation(world, session):
    with world.store.look(NORTHMOOR) as work:
        return invitation_of(work, session.session_id, link_to=str)


def cancel(world, session):
    now = world.session(session)
    world.services.sessions.cancel(now.session_id, version=now.version, actor=world.ben)


def move(world, session, to):
    now = world.session(session)
    return world.services.sessions.move(now.session_id, to, version=now.version, actor=world.ben)


def apart(world, session, who):
    """Keep the turn after it free, so that a series from it on has an invitation of its own."""
    day = (session.span.starts_at + timedelta(weeks=2)).date()
    own = OwnTime(who.person_id, NORTHMOOR, days=((day, day),))
    world.services.own_times.keep(own, version=0, actor=who)
