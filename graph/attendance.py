"""Who was in a Teams meeting, from its attendance reports.

https://learn.microsoft.com/graph/api/resources/meetingattendancereport

A meeting has a report for each time that it was held, with nobody in it until each is asked for by
itself; those of a series share one meeting. Only its organiser may read them, after the end and
often late. Needs OnlineMeetingArtifact.Read.All. What is read here is personal: keep little of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import fields

from graph._shapes import Shape, load, owner_path, segment, stamp
from graph.transport import Transport


@dataclass(frozen=True, slots=True)
class MeetingReport:
    """One time that a meeting was held; a moment is None where Graph does not say."""

    report_id: str
    starts_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Stay:
    """One stretch of time that somebody was in it.

    Attributes:
        object_id: None for who has no account in a directory, or none that Graph tells.
        address: None where Graph does not say.

    """

    object_id: str | None
    address: str | None
    joined_at: datetime
    left_at: datetime


class Attendance:
    """One organiser's attendance reports."""

    def __init__(self, transport: Transport, *, owner: str | None = None) -> None:
        self._transport = transport
        self._meetings = f"{owner_path(owner or transport.owner)}/onlineMeetings"

    def reports(self, meeting_id: str) -> tuple[MeetingReport, ...]:
        """Return the reports that there are by now, without who was there."""
        return tuple(_report(one) for one in self._transport.pages(self._url(meeting_id)))

    def stays(self, meeting_id: str, report_id: str) -> tuple[Stay, ...]:
        """Return who was there and when; a stretch without a beginning or an end is left out."""
        url = f"{self._url(meeting_id)}/{segment(report_id)}"
        body = self._transport.get(url, params={"$expand": "attendanceRecords"})
        records = load(_RecordsShape, body, "an attendance report")["records"]
        return tuple(stay for record in records or () for stay in _stays(record))

    def _url(self, meeting_id: str) -> str:
        return f"{self._meetings}/{segment(meeting_id)}/attendanceReports"


class _ReportShape(Shape):
    report_id = fields.String(required=True, data_key="id")
    starts = fields.String(load_default=None, allow_none=True, data_key="meetingStartDateTime")
    ends = fields.String(load_default=None, allow_none=True, data_key="meetingEndDateTime")


class _IntervalShape(Shape):
    joined = fields.String(load_default=None, allow_none=True, data_key="joinDateTime")
    left = fields.String(load_default=None, allow_none=True, data_key="leaveDateTime")


class _IdentityShape(Shape):
    object_id = fields.String(load_default=None, allow_none=True, data_key="id")


class _RecordShape(Shape):
    address = fields.String(load_default=None, allow_none=True, data_key="emailAddress")
    identity = fields.Nested(_IdentityShape, load_default=None, allow_none=True)
    intervals = fields.List(
        fields.Nested(_IntervalShape),
        load_default=[],
        allow_none=True,
        data_key="attendanceIntervals",
    )


class _RecordsShape(Shape):
    records = fields.List(
        fields.Nested(_RecordShape), load_default=[], allow_none=True, data_key="attendanceRecords"
    )


def _report(body: object) -> MeetingReport:
    values = load(_ReportShape, body, "an attendance report")
    starts, ends = (stamp(text) if text else None for text in (values["starts"], values["ends"]))
    return MeetingReport(values["report_id"], starts, ends)


def _stays(record: Mapping[str, Any]) -> tuple[Stay, ...]:
    who = (record["identity"] or {}).get("object_id") or None
    return tuple(
        Stay(who, record["address"] or None, stamp(one["joined"]), stamp(one["left"]))
        for one in record["intervals"] or ()
        if one["joined"] and one["left"]
    )
