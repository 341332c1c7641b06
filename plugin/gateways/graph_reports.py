"""The Reports port, by Microsoft Graph: what attendance reports say of those who were invited."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from graph.attendance import Attendance, MeetingReport, Stay
from graph.meetings import Meetings
from graph.transport import Transport
from plugin.gateways.graph_errors import translated
from plugin.mentoring.people import PersonId
from plugin.mentoring.spans import Span
from plugin.ports.presence import Guest
from plugin.ports.values import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphReports:
    """Reads the reports of one meeting; strangers in them go no further than this.

    Attributes:
        transport_of: authorised for that person's reports; may raise SignInNeededError.

    """

    transport_of: Callable[[Account], Transport]

    def stays(
        self, account: Account, join_url: str, guests: Iterable[Guest], *, within: Span
    ) -> Mapping[PersonId, tuple[Span, ...]] | None:
        """See `plugin.ports.presence.Reports.stays`."""
        with translated():
            transport = self.transport_of(account)
            meeting = Meetings(transport).find(join_url)
            if meeting is None:
                return None
            attendance, key = Attendance(transport), meeting.meeting_id
            of_it = [one for one in attendance.reports(key) if _may_touch(one, within)]
            found = [stay for one in of_it for stay in attendance.stays(key, one.report_id)]
        return _by_person(found, guests, within) if of_it else None


def _may_touch(report: MeetingReport, within: Span) -> bool:
    """Whether it is of this session, for the sessions of a series share a meeting."""
    starts, ends = report.starts_at or within.starts_at, report.ends_at or within.ends_at
    return starts < within.ends_at and within.starts_at < ends


def _by_person(
    stays: Iterable[Stay], guests: Iterable[Guest], within: Span
) -> Mapping[PersonId, tuple[Span, ...]]:
    guests = tuple(guests)
    accounts = {one.object_id: one.person_id for one in guests if one.object_id}
    plain = [(one.address.casefold(), one) for one in guests if one.address and not one.object_id]
    shared = Counter(address for address, _ in plain)
    addresses = {address: one.person_id for address, one in plain if shared[address] == 1}
    found: dict[PersonId, list[Span]] = {}
    for stay in stays:
        who = accounts.get(stay.object_id or "") or addresses.get((stay.address or "").casefold())
        start, end = (max(stay.joined_at, within.starts_at), min(stay.left_at, within.ends_at))
        if who is not None and start < end:
            found.setdefault(who, []).append(Span(start, end))
    return {who: tuple(spans) for who, spans in found.items()}
