"""What the views share: the running LMS, and who is signed in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from time import time

from flask import abort, current_app, session

from plugin.sandbox.lms.habits import Habits
from plugin.sandbox.lms.habits_table import HABITS, PLAIN
from plugin.sandbox.lms.state import State
from plugin.sandbox.lms.tools import Tool
from plugin.sandbox.people import COURSES, PEOPLE, Role, SandboxPerson, person

Clock = Callable[[], datetime]
EXTENSION = "sandbox.lms"


def system_clock() -> datetime:
    """Return the time of this machine."""
    return datetime.fromtimestamp(time(), UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lms:
    """One running LMS at `base_url`. The tool at `tool_url` needs no registration."""

    base_url: str
    tool_url: str
    state: State
    clock: Clock

    def url(self, path: str) -> str:
        """Return the full address of one of our own paths."""
        return self.base_url + path

    def now_s(self) -> int:
        """Return the whole seconds since 1970."""
        return int(self.clock().timestamp()) + int(self.switch("clock_ahead_s") or 0)

    def switch(self, name: str) -> bool | int | None:
        """Return how a switch stands; `switches.py` lists them."""
        document = self.state.get("switch", name)
        value: bool | int | None = document["value"] if document else None
        return value

    @property
    def habits(self) -> Habits:
        """How it behaves at present."""
        chosen = self.state.get("habits", "like")
        return HABITS[chosen["name"]] if chosen else PLAIN

    @property
    def issuer(self) -> str:
        """Who it says it is."""
        return (self.habits.issuer or self.base_url) + ("/" if self.switch("issuer_slash") else "")

    def deployment_of(self, tool: Tool) -> str:
        """Return the deployment id, in the form that the LMS gives it."""
        if self.habits is PLAIN:
            return tool.deployment_id
        return self.habits.deployment.replace("{client}", tool.client_id)

    def facts(self, who: SandboxPerson) -> dict[str, str]:
        """Return what fills the templates of `Habits`."""
        return {
            "{key}": who.key,
            "{number}": str(PEOPLE.index(who) + 2),
            "{base}": self.base_url,
        }

    def subject(self, who: SandboxPerson) -> str:
        """Return what tools know the person as."""
        return filled(self.habits.subject, self.facts(who))

    def known_as(self, subject: str) -> SandboxPerson | None:
        """Return who is known to tools as `subject`."""
        return next((who for who in PEOPLE if self.subject(who) == subject), None)

    def roles(self, course_id: str) -> dict[str, Role]:
        """Return who has which role in the course, by person key, in the order of enrolment."""
        rows = self.state.all("enrolment").values()
        return {row["person"]: Role(row["role"]) for row in rows if row["course"] == course_id}


def filled(template: str, facts: Mapping[str, str]) -> str:
    """Return the text with each name of `facts` replaced."""
    for name, value in facts.items():
        template = template.replace(name, value)
    return template


def lms() -> Lms:
    """Return the LMS that answers this request."""
    running: Lms = current_app.extensions[EXTENSION]
    return running


def storage_frame(running: Lms) -> str | None:
    """Return the name of the frame that keeps values for tools, or None where none does."""
    return running.habits.storage_target if running.switch("platform_storage") else None


def signed_in() -> SandboxPerson | None:
    """Return who is signed in with this browser, or None."""
    return person(session.get("person", ""))


def visitor() -> SandboxPerson:
    """Return who is signed in, or end the request with 401."""
    return signed_in() or abort(401)


def course_role(course_id: str) -> Role | None:
    """Return the visitor's role in the course; None is an administrator looking in.

    Ends the request with 404 where there is no such course, 403 for people outside it.
    """
    if course_id not in COURSES:
        abort(404)
    role = lms().roles(course_id).get(visitor().key)
    if role is None and not visitor().is_lms_admin:
        abort(403)
    return role


def teaching(course_id: str) -> bool:
    """Whether the visitor may change the course."""
    return course_role(course_id) in (Role.INSTRUCTOR, None)
