"""What an id_token of this platform says."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from plugin.sandbox.lms import names
from plugin.sandbox.lms.current import Lms
from plugin.sandbox.lms.group_ids import ids_of
from plugin.sandbox.lms.habits_claims import in_habit, in_habitual_keys
from plugin.sandbox.lms.hints import Hint
from plugin.sandbox.lms.links import Link, find_link
from plugin.sandbox.lms.tools import Tool
from plugin.sandbox.people import COURSES, SandboxPerson
from plugin.sandbox.people import person as person_of


def message_claims(lms: Lms, tool: Tool, person: SandboxPerson, hint: Hint) -> dict[str, Any]:
    """Return the claims of the message that `hint` announced; nonce and times are added later."""
    shared = {
        "iss": lms.issuer,
        "aud": tool.client_id,
        "sub": lms.subject(person),
        names.VERSION: "1.3.0",
        names.MESSAGE_TYPE: hint.message,
        names.DEPLOYMENT_ID: lms.deployment_of(tool),
        names.ROLES: roles(lms, person, hint.course_id),
        names.CONTEXT: context(hint.course_id),
        names.TOOL_PLATFORM: _platform(lms),
        names.LAUNCH_PRESENTATION: _presentation(lms, person, hint),
        names.LIS: {"person_sourcedid": person.slug, "course_section_sourcedid": hint.course_id},
    }
    link = find_link(lms.state, hint.link_id)
    message = _deep_linking(lms, tool, hint) if link is None else _link(lms, tool, person, link)
    services = _services(lms, tool, hint)
    claims = {**shared, **personal(lms, tool, person), **services, **message}
    return in_habit(lms, person, claims | _review(lms, hint, claims))


def roles(lms: Lms, person: SandboxPerson, course_id: str) -> list[str]:
    """Return the role URIs of a launch."""
    habits, role = lms.habits, lms.roles(course_id).get(person.key)
    in_course = habits.course_roles[role] if role else ()
    admin = habits.admin_roles if person.is_lms_admin else ()
    return list(dict.fromkeys((*in_course, *admin, *habits.everybody)))


def personal(lms: Lms, tool: Tool, person: SandboxPerson) -> dict[str, str]:
    """Return name, e-mail and locale, as far as the tool may have them and the LMS knows them."""
    known = {"locale": person.locale}
    if lms.switch("names"):
        known |= {
            "name": person.name or "",
            "given_name": person.given or "",
            "family_name": person.family or "",
        }
    if lms.switch("emails"):
        known["email"] = person.email or ""
    return {claim: value for claim, value in known.items() if value and claim in tool.claims}


def context(course_id: str) -> dict[str, Any]:
    """Return the context claim of a course."""
    label = "".join(word[0] for word in COURSES[course_id].split()).upper()
    return {
        "id": course_id,
        "label": label,
        "title": COURSES[course_id],
        "type": [names.COURSE_SECTION],
    }


def custom(lms: Lms, tool: Tool, person: SandboxPerson, link: Link) -> dict[str, str]:
    """Return the custom claim: the tool's and the link's values, variables filled in.

    A variable that we do not know stays as it is, dollar sign and all, as the text demands.
    """
    variables = {
        "$User.id": lms.subject(person),
        "$ResourceLink.id": link.id,
        "$Context.id": link.course_id,
        "$Context.id.history": "",
        "$Message.locale": person.locale,
        "$Person.address.timezone": person.zone,
    }
    if lms.habits.groups == "variable":
        variables["$Moodle.Person.userGroupIds"] = ",".join(ids_of(lms, link.course_id, person.key))
    asked = {**tool.custom, **link.custom}
    told = {name: variables.get(value, value) for name, value in asked.items()}
    return in_habitual_keys(lms.habits, told)


def _link(lms: Lms, tool: Tool, person: SandboxPerson, link: Link) -> dict[str, Any]:
    return {
        names.TARGET_LINK_URI: link.url or tool.target_link_uri,
        names.RESOURCE_LINK: {"id": link.id, "title": link.title, "description": link.text},
        names.CUSTOM: custom(lms, tool, person, link),
        **_grade_endpoint(lms, tool, link),
    }


def _deep_linking(lms: Lms, tool: Tool, hint: Hint) -> dict[str, Any]:
    return {
        names.TARGET_LINK_URI: tool.deep_link_url,
        names.DL_SETTINGS: {
            "deep_link_return_url": lms.url("/lti/deep-link"),
            "accept_types": ["ltiResourceLink"],
            "accept_presentation_document_targets": ["iframe", "window"],
            "accept_multiple": True,
            "accept_lineitem": True,
            "auto_create": False,
            "title": tool.name,
            "data": hint.id,
        },
    }


def _services(lms: Lms, tool: Tool, hint: Hint) -> dict[str, Any]:
    return {**_roster(lms, tool, hint), **_groups(lms, tool, hint), **_notices(lms, tool)}


def _groups(lms: Lms, tool: Tool, hint: Hint) -> dict[str, Any]:
    if names.GROUPS_SCOPE not in tool.scopes or lms.habits.groups != "service":
        return {}
    address = lms.url(f"/api/lti/courses/{hint.course_id}/groups")
    claim = {"context_groups_url": address, "service_versions": ["1.0"]}
    return {names.GROUPS_CLAIM: {"scope": [names.GROUPS_SCOPE], **claim}}


def _notices(lms: Lms, tool: Tool) -> dict[str, Any]:
    if names.NOTICES_SCOPE not in tool.scopes or not lms.habits.notices:
        return {}
    return {
        names.NOTICES_CLAIM: {
            "service_versions": ["1.0"],
            "platform_notification_service_url": lms.url(
                f"/api/lti/notice-handlers/{tool.client_id}"
            ),
            "scope": [names.NOTICES_SCOPE],
            "notice_types_supported": [names.HELLO_NOTICE, names.CONTEXT_COPY_NOTICE],
        }
    }


def _roster(lms: Lms, tool: Tool, hint: Hint) -> dict[str, Any]:
    if names.ROSTER_SCOPE not in tool.scopes or not lms.switch("roster"):
        return {}
    address = lms.url(f"/api/lti/courses/{hint.course_id}/memberships")
    return {
        names.NRPS_CLAIM: {"context_memberships_url": address, "service_versions": ["2.0"]},
    }


def _grade_endpoint(lms: Lms, tool: Tool, link: Link) -> dict[str, Any]:
    scopes = [scope for scope in tool.scopes if scope in names.GRADE_SCOPES]
    if not scopes:
        return {}
    container = lms.url(f"/api/lti/courses/{link.course_id}/line_items")
    own = [i for i, row in lms.state.all("line_item").items() if row["resourceLinkId"] == link.id]
    item = {"lineitem": f"{container}/{own[0]}"} if len(own) == 1 else {}
    return {names.AGS_CLAIM: {"scope": scopes, "lineitems": container, **item}}


def _review(lms: Lms, hint: Hint, claims: Mapping[str, Any]) -> dict[str, Any]:
    about = person_of(hint.about)
    if about is None:
        return {}
    grades = claims.get(names.AGS_CLAIM, {})
    column = {"lineitem": f"{grades.get('lineitems')}/{hint.item}"}
    return {names.FOR_USER: {"user_id": lms.subject(about)}, names.AGS_CLAIM: grades | column}


def _platform(lms: Lms) -> dict[str, str]:
    return {
        "guid": urlsplit(lms.base_url).netloc,
        "name": "Northmoor Learn",
        "version": "1.0",
        "product_family_code": "northmoor",
        "url": lms.base_url,
        "contact_email": "it@northmoor.example",
        "description": "A pretend LMS",
    }


def _presentation(lms: Lms, person: SandboxPerson, hint: Hint) -> dict[str, str]:
    return {
        "document_target": "window" if hint.window else "iframe",
        "locale": person.locale,
        "return_url": lms.url(f"/courses/{hint.course_id}"),
    }
