"""What happens around a session's time and place, over the ports that the settings fill."""

from typing import TypedDict

from plugin.gateways.mail_notes import MailNotes
from plugin.ports.outside import Calendars, Post
from plugin.services.adoption import Adoption
from plugin.services.planning import Planning
from plugin.services.series import Series
from plugin.services.undoing import Undoing
from plugin.services.ways import MeetingWays
from plugin.wiring.house import House, utc_now


class _Meeting(TypedDict):
    adoption: Adoption
    series: Series
    undoing: Undoing
    ways: MeetingWays


def of_meeting(
    house: House, planning: Planning, calendars: Calendars | None, post: Post | None
) -> _Meeting:
    """Build it; `calendars` is None at level 0, `post` where no mail is sent."""
    store, clock = house.store, utc_now
    url, mail = house.settings.public_url, house.settings.mail
    return _Meeting(
        adoption=Adoption(store=store, clock=clock, planning=planning, calendars=calendars),
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
