"""The pretend Microsoft 365 as one Flask application."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from plugin.sandbox.control import Control, install_control
from plugin.sandbox.faults import Faults
from plugin.sandbox.people import PEOPLE

from .accounts import Accounts, Somebody
from .attendance import Attendance, AttendanceOperations
from .calendar import Calendar
from .contract import Contract
from .control_api import control_api, seen
from .drive import DriveOperations
from .events import EventOperations
from .feed import FeedOperations
from .files import FileOperations
from .grants import Grants
from .graph_api import Gate, Operation
from .habits import busy_events
from .keys import Keys
from .library import Library
from .meetings import MeetingOperations, Meetings
from .outsiders import Outsiders
from .pages import pages
from .people_operations import PeopleOperations
from .postman import Postman
from .signin import signin_pages
from .state import Document, State
from .subscriptions import Subscriptions
from .teams import teams_pages
from .todo import ToDoOperations
from .world import Clock, World

EXTENSION = "sandbox.microsoft365"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything that the pages and the operations share."""

    world: World
    grants: Grants
    calendar: Calendar
    meetings: Meetings
    attendance: Attendance
    library: Library
    subscriptions: Subscriptions
    postman: Postman
    files: FileOperations
    uploads: DriveOperations
    todo: ToDoOperations
    contract: Contract | None

    def reset(self) -> None:
        """Begin again: consent, mailboxes, folders and mails as on the first day."""
        self.postman.forget()
        with self.world.state.changing():
            signing = self.world.state.get("key", "signing")
            self.world.state.clear()
            if signing:
                self.world.state.put("key", "signing", signing)
            self._seed()

    def seed_once(self) -> None:
        """Fill a state that is empty."""
        with self.world.state.changing():
            if self.world.state.get("seeded", "yes") is None:
                self._seed()

    def _seed(self) -> None:
        self.world.state.put("seeded", "yes", {})
        self.library.seed()
        for account in self.world.accounts.all:
            for event in busy_events(account, self.world.clock()):
                self.calendar.seed(account, {**event, "seeded": True})


def create_microsoft365(  # noqa: PLR0913 - the composition root is told everything
    *,
    base_url: str,
    state_dir: Path,
    clock: Clock,
    contract: Path | None = None,
    people: Iterable[Somebody] = PEOPLE,
    tool_url: str = "http://127.0.0.1:8000",
    faults: Faults | None = None,
) -> Flask:
    """Return the application.

    Args:
        base_url: where it will be reached, as people and the tool write it.
        state_dir: where its state is kept; a second start goes on from there.
        clock: returns the present moment in UTC.
        contract: an OpenAPI description of Graph to hold every request and answer against; what
            does not fit is listed at `/_control/violations`.
        people: who exists; those with `mailbox` and `object_id` have an account.
        tool_url: where the tool is; its `/ms/callback` is the one registered redirect URI.
        faults: the switchboard of misbehaviour; a fresh one if not given.

    """
    world = World(
        state=State(state_dir),
        accounts=Accounts(people),
        clock=clock,
        base_url=base_url.rstrip("/"),
        tool_url=tool_url.rstrip("/"),
    )
    parts = _parts(world, Contract(contract) if contract else None)
    parts.seed_once()
    app = Flask(__name__, static_url_path="/static365")
    app.extensions[EXTENSION] = parts
    app.register_blueprint(signin_pages(world, parts.grants))
    app.register_blueprint(Gate(world, parts.grants, parts.contract).blueprint(_doing(parts)))
    app.register_blueprint(parts.uploads.blueprint())
    app.register_blueprint(pages(parts))
    app.register_blueprint(teams_pages(parts))
    app.register_blueprint(control_api(parts))
    control = Control(
        title="Pretend Microsoft 365",
        faults=faults or Faults(),
        reset=parts.reset,
        state=lambda: seen(parts),
        panels=("m365_switches.html",),
    )
    install_control(app, control)
    return app


def _parts(world: World, contract: Contract | None) -> Parts:
    postman, meetings, library = Postman(), Meetings(world), Library(world)
    files = FileOperations(world, library)
    subscriptions, outsiders = Subscriptions(world, postman), Outsiders(world)

    def listen(kind: str, event: Document) -> None:
        outsiders.hear(kind, event)
        subscriptions.hear(kind, event)

    return Parts(
        world=world,
        grants=Grants(world, Keys(world.state)),
        calendar=Calendar(world, meetings, listen),
        meetings=meetings,
        attendance=Attendance(world),
        library=library,
        subscriptions=subscriptions,
        postman=postman,
        files=files,
        uploads=DriveOperations(world, library, files),
        todo=ToDoOperations(world),
        contract=contract,
    )


def _doing(parts: Parts) -> dict[tuple[str, str], Operation]:
    events = EventOperations(parts.world, parts.calendar)
    people = PeopleOperations(parts.world, parts.calendar)
    meetings = MeetingOperations(parts.world, parts.meetings)
    return {
        ("GET", "/me"): people.me,
        ("GET", "/users/{user-id}"): people.user,
        ("GET", "/mailboxSettings"): people.settings,
        ("GET", "/calendar"): people.calendar,
        ("POST", "/calendar/getSchedule"): people.schedule,
        ("POST", "/users/{user-id}/teamwork/sendActivityNotification"): FeedOperations(
            parts.world
        ).send,
        ("POST", "/events"): events.create,
        ("GET", "/events"): events.search,
        ("GET", "/events/{event-id}"): events.get,
        ("GET", "/events/{event-id}/instances"): events.instances,
        ("PATCH", "/events/{event-id}"): events.patch,
        ("DELETE", "/events/{event-id}"): events.delete,
        ("POST", "/events/{event-id}/cancel"): events.cancel,
        ("POST", "/events/{event-id}/accept"): events.accept,
        ("POST", "/events/{event-id}/tentativelyAccept"): events.tentatively_accept,
        ("POST", "/events/{event-id}/decline"): events.decline,
        ("POST", "/events/{event-id}/forward"): events.forward,
        ("GET", "/calendarView"): events.view,
        ("GET", "/onlineMeetings"): meetings.find,
        ("GET", "/onlineMeetings/{onlineMeeting-id}"): meetings.get,
        ("PATCH", "/onlineMeetings/{onlineMeeting-id}"): meetings.patch,
        **_doing_with_reports(parts),
        **_doing_in_todo(parts.todo),
        **_doing_elsewhere(parts.subscriptions, parts.files, parts.uploads),
    }


def _doing_with_reports(parts: Parts) -> dict[tuple[str, str], Operation]:
    reports = "/onlineMeetings/{onlineMeeting-id}/attendanceReports"
    attendance = AttendanceOperations(parts.meetings, parts.attendance)
    return {
        ("GET", reports): attendance.all,
        ("GET", f"{reports}/{{meetingAttendanceReport-id}}"): attendance.get,
    }


def _doing_in_todo(todo: ToDoOperations) -> dict[tuple[str, str], Operation]:
    lists = "/todo/lists"
    tasks = f"{lists}/{{todoTaskList-id}}/tasks"
    return {
        ("GET", lists): todo.lists,
        ("POST", lists): todo.make_list,
        ("POST", tasks): todo.make,
        ("PATCH", f"{tasks}/{{todoTask-id}}"): todo.change,
        ("GET", f"{tasks}/delta"): todo.delta,
    }


def _doing_elsewhere(
    subscriptions: Subscriptions, files: FileOperations, uploads: DriveOperations
) -> dict[tuple[str, str], Operation]:
    one, item = "/subscriptions/{subscription-id}", "/drives/{drive-id}/items/{driveItem-id}"
    return {
        ("POST", "/subscriptions"): subscriptions.create,
        ("GET", "/subscriptions"): subscriptions.all,
        ("GET", one): subscriptions.get,
        ("PATCH", one): subscriptions.renew,
        ("DELETE", one): subscriptions.delete,
        ("POST", f"{one}/reauthorize"): subscriptions.reauthorize,
        ("GET", "/sites/{site-id}"): files.site,
        ("GET", "/sites/{site-id}/drive"): files.drive,
        ("GET", "/me/drive"): files.own_drive,
        ("GET", "/drives/{drive-id}/root"): files.get,
        ("GET", "/drives/{drive-id}/root:/{path}"): files.get,
        ("GET", f"{item}:/{{path}}"): files.get,
        ("GET", item): files.get,
        ("PATCH", item): files.rename,
        ("DELETE", item): files.delete,
        ("GET", f"{item}/children"): files.children,
        ("POST", f"{item}/children"): files.make_folder,
        ("GET", f"{item}/content"): files.content,
        ("PUT", f"{item}:/{{path}}:/content"): files.upload,
        ("POST", f"{item}:/{{path}}:/createUploadSession"): uploads.begin,
        ("GET", f"{item}/delta"): uploads.delta,
        ("POST", f"{item}/copy"): files.copy,
        ("POST", f"{item}/invite"): files.invite,
        ("GET", f"{item}/permissions"): files.permissions,
        ("DELETE", f"{item}/permissions/{{permission-id}}"): files.revoke,
    }
