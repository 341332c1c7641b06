"""Attendance reports: who was in a meeting, made when somebody here says that they were."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from .accounts import Account
from .calls import Call
from .meetings import Meetings
from .odata import Answer, GraphProblem, Json, new_id, selected, stamp
from .state import Document
from .world import World

_USER = "#microsoft.graph.teamworkUserIdentity"
OUTSIDER = "Somebody from outside"


class Attendance:
    """The reports of all meetings, one for each time that one was held."""

    def __init__(self, world: World) -> None:
        self._world, self._state = world, world.state

    def add(
        self,
        meeting: Document,
        there: Iterable[tuple[Account | str, datetime, datetime]],
    ) -> Document:
        """Keep a report; who has no account is an address, or what they call themselves."""
        stays = list(there)
        if not stays:
            raise GraphProblem(400, "BadRequest", "A meeting that nobody joins has no report.")
        report: Document = {
            "id": new_id(),
            "meeting": meeting["id"],
            "start": stamp(min(start for _, start, _ in stays)),
            "end": stamp(max(end for _, _, end in stays)),
            "records": _records(meeting, stays),
        }
        self._state.put("attendance", report["id"], report, owner=meeting["organiser"])
        return report

    def of(self, meeting: Document) -> list[Document]:
        """Return a meeting's reports, in the order in which they were made."""
        every = self._state.every("attendance", owner=meeting["organiser"])
        return [one for one in every if one["meeting"] == meeting["id"]]


class AttendanceOperations:
    """`/attendanceReports` of a meeting; only its organiser's app gets any."""

    def __init__(self, meetings: Meetings, attendance: Attendance) -> None:
        self._meetings, self._attendance = meetings, attendance

    def all(self, call: Call) -> Answer:
        """List the reports, as Graph does: with nobody in them."""
        shown = [_shown(one, []) for one in self._attendance.of(self._meeting(call))]
        return Answer(200, {"value": [selected(one, call.query) for one in shown]})

    def get(self, call: Call) -> Answer:
        """Return one report, with who was there where that is expanded."""
        wanted = call.path["meetingAttendanceReport-id"]
        of_it = self._attendance.of(self._meeting(call))
        report = next((one for one in of_it if one["id"] == wanted), None)
        if report is None:
            raise GraphProblem(404, "NotFound", "Report not found.")
        expanded = "attendanceRecords" in call.query.get("$expand", "")
        return Answer(200, _shown(report, report["records"] if expanded else []))

    def _meeting(self, call: Call) -> Document:
        return self._meetings.meeting(call.owner, call.path["onlineMeeting-id"])


def _shown(report: Document, records: list[Json]) -> Json:
    return {
        "id": report["id"],
        "totalParticipantCount": len(report["records"]),
        "meetingStartDateTime": report["start"],
        "meetingEndDateTime": report["end"],
        "attendanceRecords": records,
    }


def _records(
    meeting: Document, stays: list[tuple[Account | str, datetime, datetime]]
) -> list[Json]:
    """Return a record for everybody, with all their comings and goings."""
    people = dict.fromkeys(who for who, _, _ in stays)
    return [
        _record(meeting, who, [(start, end) for one, start, end in stays if one == who])
        for who in people
    ]


def _record(meeting: Document, who: Account | str, stays: list[tuple[datetime, datetime]]) -> Json:
    total = sum((end - start for start, end in stays), timedelta())
    record: Json = {
        "id": new_id(),
        "totalAttendanceInSeconds": int(total.total_seconds()),
        "attendanceIntervals": [
            {
                "joinDateTime": stamp(start),
                "leaveDateTime": stamp(end),
                "durationInSeconds": int((end - start).total_seconds()),
            }
            for start, end in stays
        ],
    }
    if isinstance(who, str):
        name = {"@odata.type": "#microsoft.graph.identity", "displayName": who}
        address = who if "@" in who else None
        return {**record, "role": "Attendee", "emailAddress": address, "identity": name}
    role = "Organizer" if who.oid == meeting["organiser"] else "Attendee"
    identity = {"@odata.type": _USER, "id": who.oid, "displayName": who.name}
    identity["userIdentityType"] = "aadUser"
    return {**record, "role": role, "emailAddress": who.mail, "identity": identity}
