"""How everything stands at the first start, and again after a reset."""

from secrets import token_hex

from plugin.sandbox.lms.current import Lms
from plugin.sandbox.lms.keys import rotate
from plugin.sandbox.lms.links import Link
from plugin.sandbox.lms.names import SCOPES
from plugin.sandbox.lms.switches import SWITCHES
from plugin.sandbox.lms.tools import Tool
from plugin.sandbox.people import COURSES, PEOPLE, Role

KNOWN_CLIENT_ID = "alongside-demo"
KNOWN_DEPLOYMENT_ID = "1"
PERSON_CLAIMS = ["name", "given_name", "family_name", "email", "locale"]


def seed(lms: Lms) -> None:
    """Forget everything and begin: courses, people, one known tool with an activity per course.

    The signing keys and the session secret stay where there are some: a tool that has our key set
    in its cache must not notice a reset.
    """
    with lms.state.alone():
        kept = {kind: lms.state.all(kind) for kind in ("key", "secret")}
        lms.state.clear()
        for kind, documents in kept.items():
            for doc_id, body in documents.items():
                lms.state.put(kind, doc_id, body)
        if not kept["key"]:
            rotate(lms.state, overlap=False)
        if not kept["secret"]:
            lms.state.put("secret", "session", {"value": token_hex(32)})
        _seed_documents(lms)


def seeded(lms: Lms) -> bool:
    """Whether this state has ever begun."""
    return bool(lms.state.all("tool"))


def known_tool(tool_url: str) -> Tool:
    """Return the tool that needs no registration."""
    return Tool(
        client_id=KNOWN_CLIENT_ID,
        deployment_id=KNOWN_DEPLOYMENT_ID,
        name="Alongside",
        login_url=f"{tool_url}/lti/login",
        target_link_uri=f"{tool_url}/lti/launch",
        redirect_uris=[f"{tool_url}/lti/launch"],
        jwks_url=f"{tool_url}/lti/jwks",
        deep_link_url=f"{tool_url}/lti/launch",
        scopes=list(SCOPES),
        claims=list(PERSON_CLAIMS),
        custom={
            "time_zone": "$Person.address.timezone",
            "moodle_group_ids": "$Moodle.Person.userGroupIds",
        },
        active=True,
    )


def _seed_documents(lms: Lms) -> None:
    tool = known_tool(lms.tool_url)
    tool.save(lms.state)
    for switch in SWITCHES:
        lms.state.put("switch", switch.name, {"value": switch.default})
    for course_id in COURSES:
        _mentoring(course_id, tool).save(lms.state)
    for person in PEOPLE:
        for course_id, role in person.courses.items():
            enrol(lms, person.key, course_id, role)


def enrol(lms: Lms, person_key: str, course_id: str, role: Role | None) -> None:
    """Give a person a role in a course; None takes them out."""
    doc_id = f"{course_id}/{person_key}"
    if role is None:
        lms.state.take("enrolment", doc_id)
    else:
        row = {"person": person_key, "course": course_id, "role": role}
        lms.state.put("enrolment", doc_id, row)


def _mentoring(course_id: str, tool: Tool) -> Link:
    return Link(
        id=f"mentoring-{course_id}",
        course_id=course_id,
        client_id=tool.client_id,
        title="Mentoring",
        text="Find somebody to learn with, and meet.",
        url="",
        custom={},
    )
