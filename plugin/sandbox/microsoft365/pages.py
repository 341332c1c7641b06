"""Pages to look at: everybody's calendar, the programme's folders, the mails, the join page."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for

from .control_api import act
from .events import shown_id
from .mailbox import calendar_time, html_words
from .meetings import room_of
from .odata import GraphProblem, parse_stamp, stamp
from .world import ROOT_ID
from .zones import to_utc

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from .accounts import Account
    from .app import Parts
    from .state import Document


def pages(parts: Parts) -> Blueprint:
    """Return the routes."""
    bp = Blueprint("m365", __name__, template_folder="templates")
    bp.add_app_template_filter(calendar_time, "m365_calendar_time")
    desk = Pages(parts)
    bp.add_url_rule("/", "people", desk.people)
    bp.add_url_rule("/calendar/<key>", "calendar", desk.calendar)
    bp.add_url_rule("/calendar/<key>/busy", "busy", desk.busy, methods=["POST"])
    bp.add_url_rule("/calendar/<key>/<event_id>", "event", desk.event)
    bp.add_url_rule("/calendar/<key>/<event_id>/<action>", "act", desk.act, methods=["POST"])
    bp.add_url_rule("/files", "files", desk.files, defaults={"path": ""})
    bp.add_url_rule("/files/<path:path>", "files", desk.files)
    bp.add_url_rule("/onedrive/<key>", "onedrive", desk.onedrive, defaults={"path": ""})
    bp.add_url_rule("/onedrive/<key>/<path:path>", "onedrive", desk.onedrive)
    bp.add_url_rule("/mail", "mail", desk.mail)
    bp.add_url_rule("/mail/<address>", "mails", desk.mails)
    bp.add_url_rule("/mail/<address>/<mail_id>.ics", "calendar_part", desk.calendar_part)
    bp.add_url_rule("/join/<thread>/0", "join", desk.join)
    bp.add_url_rule("/monitor/<operation>", "monitor", desk.monitor)
    return bp


class Pages:
    """The views."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._world = parts, parts.world

    def people(self) -> ResponseReturnValue:
        """List everybody with a mailbox."""
        accounts = sorted(self._world.accounts.all, key=lambda a: a.name)
        mails = len(self._world.state.every("mail"))
        return render_template("m365_people.html", accounts=accounts, mails=mails)

    def calendar(self, key: str) -> ResponseReturnValue:
        """Show a week of somebody's calendar, in their own zone."""
        account = self._account(key)
        monday = self._monday(account, request.args.get("week", ""))
        days = [self._day(account, monday + timedelta(days=i)) for i in range(7)]
        week = timedelta(days=7)
        return render_template(
            "m365_calendar.html",
            account=account,
            days=days,
            before=monday - week,
            after=monday + week,
            problem=request.args.get("problem", ""),
        )

    def event(self, key: str, event_id: str) -> ResponseReturnValue:
        """Show a meeting with what its person can do."""
        account = self._account(key)
        event = self._event(account, event_id)
        return render_template(
            "m365_event.html",
            account=account,
            event=self._row(account, event),
            problem=request.args.get("problem", ""),
        )

    def act(self, key: str, event_id: str, action: str) -> ResponseReturnValue:
        """Move, cancel or answer, then show the calendar, or the meeting and what was wrong."""
        account = self._account(key)
        event = self._event(account, event_id)
        week = self._row(account, event)["start"].date()
        try:
            act(self._parts, account, event, action, request.form.to_dict())
        except GraphProblem as problem:
            return redirect(url_for(".event", key=key, event_id=event_id, problem=problem.message))
        if action in ("move", "attend"):
            return redirect(url_for(".event", key=key, event_id=event_id))
        return redirect(url_for(".calendar", key=key, week=week))

    def busy(self, key: str) -> ResponseReturnValue:
        """Add a block of time that is taken."""
        account = self._account(key)
        form, zone = request.form, account.windows_zone
        try:
            start = to_utc(f"{form['day']}T{form['from']}", zone)
            end = to_utc(f"{form['day']}T{form['until']}", zone)
        except (KeyError, ValueError):
            abort(400)
        if end <= start:
            words = "The end must be after the start."
            return redirect(url_for(".calendar", key=key, week=form["day"], problem=words))
        draft = {"subject": form.get("subject") or "Busy", "start": stamp(start), "end": stamp(end)}
        self._parts.calendar.create(account, {**draft, "zone": zone})
        return redirect(url_for(".calendar", key=key, week=form["day"]))

    def files(self, path: str) -> ResponseReturnValue:
        """Show a folder: as the site's owner sees it, or as a person who opens it."""
        return self._folder(
            self._parts.library.item(ROOT_ID), path, "Mentoring programme", "/files"
        )

    def onedrive(self, key: str, path: str) -> ResponseReturnValue:
        """Show a folder of somebody's OneDrive, as they see it or as a person who opens it."""
        account = self._account(key)
        root = self._parts.library.own_root(account)
        return self._folder(root, path, f"{account.name}’s OneDrive", f"/onedrive/{key}")

    def _folder(self, root: Document, path: str, title: str, top: str) -> ResponseReturnValue:
        library = self._parts.library
        try:
            item = library.at(root, path)
        except GraphProblem:
            abort(404)
        who = self._world.accounts.find(request.args.get("as"))
        refused = who is not None and "read" not in library.rights(who, item)
        page = render_template(
            "m365_files.html",
            item=item,
            title=title,
            top=top,
            path=path,
            who=who,
            refused=refused,
            children=[self._child(child, who) for child in library.children(item)],
            grants=self._named(library.grants(item)),
            inherited=self._named(library.inherited(item)),
            people=sorted(self._world.accounts.all, key=lambda a: a.name),
        )
        return page, 403 if refused else 200

    def mail(self) -> ResponseReturnValue:
        """List the addresses that got mail."""
        counts: dict[str, int] = {}
        for kept in self._world.state.every("mail"):
            counts[kept["to"]] = counts.get(kept["to"], 0) + 1
        return render_template("m365_mail.html", counts=sorted(counts.items()))

    def mails(self, address: str) -> ResponseReturnValue:
        """Show the mails of an address, newest first."""
        kept = self._world.state.every("mail", owner=address.lower())
        return render_template("m365_mails.html", address=address, mails=kept[::-1])

    def calendar_part(self, address: str, mail_id: str) -> ResponseReturnValue:
        """Return the calendar file of a mail."""
        kept = self._world.state.get("mail", mail_id)
        if kept is None or kept["to"] != address.lower() or not kept["calendar_text"]:
            abort(404)
        return Response(kept["calendar_text"], content_type="text/calendar; charset=utf-8")

    def join(self, thread: str) -> ResponseReturnValue:
        """Say that this is where the meeting would be."""
        meeting = self._world.state.get("meeting", f"MSo{room_of(thread)}")
        if meeting is None:
            abort(404)
        organiser = self._world.accounts.of(meeting["organiser"])
        return render_template("m365_join.html", meeting=meeting, organiser=organiser)

    def monitor(self, operation: str) -> ResponseReturnValue:
        """Answer how far a copy is, without asking who wants to know, as SharePoint does."""
        try:
            progress = self._parts.files.monitor(operation)
        except GraphProblem:
            abort(404)
        return jsonify(progress), 200 if progress["status"] == "completed" else 202

    def _account(self, key: str) -> Account:
        return self._world.accounts.find(key) or abort(404)

    def _event(self, account: Account, event_id: str) -> Document:
        try:
            return self._parts.calendar.event(account, event_id)
        except GraphProblem:
            abort(404)

    def _monday(self, account: Account, wanted: str) -> date:
        try:
            day = date.fromisoformat(wanted)
        except ValueError:
            day = self._world.clock().astimezone(ZoneInfo(account.zone)).date()
        return day - timedelta(days=day.weekday())

    def _day(self, account: Account, day: date) -> dict[str, Any]:
        zone = ZoneInfo(account.zone)
        start, end = (
            datetime.combine(d, time(), zone).astimezone(UTC)
            for d in (day, day + timedelta(days=1))
        )
        events = self._parts.calendar.between(account, start, end)
        today = self._world.clock().astimezone(zone).date()
        rows = [self._row(account, e) for e in events]
        return {"date": day, "today": day == today, "events": rows}

    def _row(self, account: Account, event: Document) -> dict[str, Any]:
        zone = ZoneInfo(account.zone)
        return {
            **event,
            "start": parse_stamp(event["start"]).astimezone(zone),
            "end": parse_stamp(event["end"]).astimezone(zone),
            "leads": event["organiser"] == event["owner"],
            "organiser": self._world.accounts.of(event["organiser"]),
            "graph_id": shown_id(event["id"], immutable=True),
            "guests": self._guests(event),
            "reports": self._reports(event),
            "text": html_words((event.get("body") or {}).get("content") or ""),
        }

    def _guests(self, event: Document) -> list[tuple[str, str]]:
        """Return who could have been in its meeting: address and name."""
        leads = self._world.accounts.of(event["organiser"])
        invited = [a["emailAddress"] for a in event["attendees"]]
        return [(leads.mail, leads.name), *((a["address"], a["name"]) for a in invited)]

    def _reports(self, event: Document) -> list[Document]:
        meeting = self._parts.meetings.by_url(event.get("join_url") or "")
        return self._parts.attendance.of(meeting) if meeting else []

    def _child(self, child: Document, who: Account | None) -> dict[str, Any]:
        library = self._parts.library
        open_to = self._named([*library.grants(child), *library.inherited(child)])
        may = who is None or "read" in library.rights(who, child)
        return {**child, "open_to": open_to, "may": may}

    def _named(self, grants: list[Document]) -> list[dict[str, Any]]:
        return [{"account": self._world.accounts.of(g["oid"]), **g} for g in grants]
