"""Who somebody is, their mailbox settings, and when they are free."""

from datetime import datetime, timedelta
from typing import Any

from .accounts import Account
from .calendar import Calendar
from .calls import Call
from .habits import working_hours
from .odata import Answer, GraphProblem, Json, parse_stamp, selected
from .state import Document
from .world import World
from .zones import UnknownZoneError, to_local, to_utc

MAX_SCHEDULES = 20
MAX_PERIOD = timedelta(days=62)
_MARK = {"free": "0", "tentative": "1", "busy": "2", "oof": "3", "workingElsewhere": "4"}
_WEIGHT = "04123"


class PeopleOperations:
    """`/me`, `/users/{id}`, `mailboxSettings`, `calendar` and `getSchedule`."""

    def __init__(self, world: World, calendar: Calendar) -> None:
        self._world, self._calendar = world, calendar

    def me(self, call: Call) -> Answer:
        """Return the caller."""
        return Answer(200, selected(_user(call.owner), call.query))

    def user(self, call: Call) -> Answer:
        """Return anybody, given a permission on all users; else only oneself."""
        account = self._world.accounts.find(call.path["user-id"])
        if account is None:
            words = f"Resource '{call.path['user-id']}' does not exist."
            raise GraphProblem(404, "Request_ResourceNotFound", words)
        if account != call.caller.account and not call.caller.may("User.ReadBasic.All"):
            words = "Insufficient privileges to complete the operation."
            raise GraphProblem(403, "Authorization_RequestDenied", words)
        return Answer(200, selected(_user(account), call.query))

    def settings(self, call: Call) -> Answer:
        """Return the mailbox settings."""
        body: Json = {
            "timeZone": call.owner.windows_zone,
            "language": {"locale": call.owner.locale, "displayName": call.owner.locale},
            "dateFormat": "dd/MM/yyyy",
            "timeFormat": "HH:mm",
            "workingHours": working_hours(call.owner),
        }
        return Answer(200, selected(body, call.query))

    def calendar(self, call: Call) -> Answer:
        """Return the mailbox's one calendar, with the kinds of online meeting it can make."""
        body: Json = {
            "id": f"calendar-{call.owner.oid}",
            "name": "Calendar",
            "isDefaultCalendar": True,
            "canEdit": True,
            "owner": call.owner.address,
            "allowedOnlineMeetingProviders": ["teamsForBusiness"],
            "defaultOnlineMeetingProvider": "teamsForBusiness",
        }
        return Answer(200, selected(body, call.query))

    def schedule(self, call: Call) -> Answer:
        """Return free/busy of up to twenty addresses, each with its own error."""
        names = call.body.get("schedules")
        if not isinstance(names, list) or not 0 < len(names) <= MAX_SCHEDULES:
            words = f"schedules must hold 1 to {MAX_SCHEDULES} addresses."
            raise GraphProblem(400, "ErrorInvalidParameter", words)
        start, end = (_moment(call.body.get(name)) for name in ("startTime", "endTime"))
        interval = call.body.get("availabilityViewInterval") or 30
        if not isinstance(interval, int) or not 5 <= interval <= 1440:
            words = "availabilityViewInterval must be 5 to 1440."
            raise GraphProblem(400, "ErrorInvalidParameter", words)
        if not timedelta(0) < end - start <= MAX_PERIOD:
            words = "The requested time duration specified for FreeBusyViewOptions.TimeWindow."
            raise GraphProblem(400, "ErrorInvalidTimeInterval", words)
        step = timedelta(minutes=interval)
        found = [self._one(call, str(name), (start, end), step) for name in names]
        return Answer(200, {"value": found})

    def _one(self, call: Call, name: str, span: tuple[datetime, datetime], step: timedelta) -> Json:
        account = self._world.accounts.find(name)
        if account is None or account.mail.lower() != name.lower():
            words = f"Mailbox for {name} was not found in this organization."
            error = {"message": words, "responseCode": "ErrorMailRecipientNotFound"}
            return {"scheduleId": name, "error": error}
        events = [e for e in self._calendar.between(account, *span) if not e["cancelled"]]
        return {
            "scheduleId": name,
            "availabilityView": availability(events, span, step),
            "scheduleItems": [_item(e, call.zone) for e in events if e["showAs"] != "free"],
            "workingHours": working_hours(account),
        }


def availability(events: list[Document], span: tuple[datetime, datetime], step: timedelta) -> str:
    """Return one digit for each step of the span: what weighs most in it."""
    start, end = span
    cells = ["0"] * -((start - end) // step)
    for event in events:
        mark = _MARK.get(event["showAs"], "2")
        first = max(0, (parse_stamp(event["start"]) - start) // step)
        last = min(len(cells), -((start - parse_stamp(event["end"])) // step))
        for i in range(first, last):
            cells[i] = max(cells[i], mark, key=_WEIGHT.index)
    return "".join(cells)


def _item(event: Document, zone: str) -> Json:
    private = event.get("sensitivity") == "private"
    times = {
        name: {"dateTime": to_local(parse_stamp(event[name]), zone), "timeZone": zone}
        for name in ("start", "end")
    }
    subject = "" if private else event.get("subject")
    return {**times, "status": event["showAs"], "isPrivate": private, "subject": subject}


def _user(account: Account) -> Json:
    return {
        "id": account.oid,
        "displayName": account.name,
        "givenName": account.given,
        "surname": account.family,
        "mail": account.mail,
        "userPrincipalName": account.mail,
        "preferredLanguage": account.locale,
    }


def _moment(value: Any) -> datetime:
    try:
        return to_utc(value["dateTime"], value.get("timeZone") or "UTC")
    except (KeyError, TypeError, ValueError, AttributeError, UnknownZoneError):
        raise GraphProblem(400, "ErrorInvalidParameter", f"No time: {value!r}.") from None
