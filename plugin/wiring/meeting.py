"""What happens around a session's time and place, over the ports that the settings fill."""

from typing import TypedDict

from plugin.gateways.mail_notes import MailNotes
from plugin.ports.outside import Calendars, FreeBusy, Post
from plugin.services.adoption import Adoption
from plugin.services.free_time import FreeTime
from plugin.services.planning import Planning
from plugin.services.running import Running
from plugin.services.series import Series
from plugin.services.undoing import Undoing
from plugin.services.ways import MeetingWays
from plugin.wiring.house import House, utc_now


class Meeting(TypedDict):
    """What people meet by, in time and in calendars."""

    adoption: Adoption
    free_time: FreeTime
    series: Series
    undoing: Undoing
    ways: MeetingWays


def of_meeting(
    house: House,
    planning: Planning,
    calendars: Calendars | None,
    post: Post | None,
    running: Running,
    free_busy: FreeBusy | None,
) -> Meeting:
    """Build it; `calendars` is None at level 0, `post` where no mail is sent."""
    store, clock = house.store, utc_now
    url, mail = house.settings.public_url, house.settings.mail
    return Meeting(
        adoption=Adoption(
            store=store, clock=clock, planning=planning, calendars=calendars, running=running
        ),
        free_time=FreeTime(store=store, clock=clock, free_busy=free_busy, running=running),
        series=Series(store=store, clock=clock, planning=planning),
        undoing=Undoing(store=store, clock=clock, planning=planning),
        ways=MeetingWays(
            store=store,
            clock=clock,
            notes=MailNotes(public_url=url, sender=mail.sender) if mail else None,
            post=post,
            link_to=lambda session: f"{url}/s/{session}",
        ),
    )
