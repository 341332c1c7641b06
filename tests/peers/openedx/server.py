"""Open edX's platform code as a server: lti-consumer-xblock, without the LMS around it.

Runs in the environment of `set_up.py`, never in the tests' own. Everything of LTI is the real code:
keys, launch, tokens, paging. What it would ask edx-platform, about courses and people, is answered
at the end of this module.

`POST /peer/start` begins a launch as the course page would, `GET /peer/chosen` tells what a teacher
has chosen, `GET /peer` what Open edX shows to whoever sets the tool up.
"""

import argparse
import json
from pathlib import Path
from types import SimpleNamespace

import django
from django.conf import settings

COURSE = "course-v1:Northmoor+Mentoring+2026"
BLOCK = "block-v1:Northmoor+Mentoring+2026+type@lti_consumer+block@mentoring"
PEOPLE = 2_300  # three pages of a thousand
TEACHER, ASSISTANT, ADMINISTRATOR = 1, 2, 4


def main():
    """Serve until killed."""
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--tool", required=True)
    options.add_argument("--state", type=Path, required=True)
    asked = options.parse_args()
    configure(f"http://localhost:{asked.port}", asked.state)
    answer_for_the_platform()
    settings.ROOT_URLCONF = urls(make_course(asked.tool))
    from django.core.servers.basehttp import run
    from django.core.wsgi import get_wsgi_application

    run("127.0.0.1", asked.port, get_wsgi_application(), threading=True)


def configure(address, state):
    """Settings as Open edX has them, but for what only a whole LMS needs."""
    apps = ("auth", "contenttypes", "sessions")
    settings.configure(
        SECRET_KEY="only for tests",
        ALLOWED_HOSTS=["localhost"],
        INSTALLED_APPS=[
            *(f"django.contrib.{app}" for app in apps),
            "config_models",
            "rest_framework",
            "lti_consumer",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": state / "lms.db"}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        TEMPLATES=[
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
        ],
        USE_TZ=True,
        LMS_ROOT_URL=address,
        LTI_BASE=address,
        LTI_API_BASE=address,
        PLATFORM_NAME="Northmoor Open edX",
        USAGE_ID_PATTERN=r"(?P<usage_id>(?:i4x://?[^/]+/[^/]+/[^/]+/[^@]+(?:@[^/]+)?)|(?:[^/]+))",
        FEATURES={},
    )
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def make_course(tool):
    """One course that shares names and addresses, with one block of the tool."""
    from lti_consumer.models import (
        CourseAllowPIISharingInLTIFlag,
        Lti1p3Passport,
        LtiConfiguration,
    )
    from opaque_keys.edx.keys import CourseKey, UsageKey

    CourseAllowPIISharingInLTIFlag.objects.create(
        course_id=CourseKey.from_string(COURSE), enabled=True
    )
    return LtiConfiguration.objects.create(
        version="lti_1p3",
        config_store="CONFIG_ON_DB",
        location=UsageKey.from_string(BLOCK),
        lti_1p3_passport=Lti1p3Passport.objects.create(lti_1p3_tool_keyset_url=f"{tool}/lti/jwks"),
        lti_1p3_oidc_url=f"{tool}/lti/login",
        lti_1p3_launch_url=f"{tool}/lti/launch",
        lti_1p3_redirect_uris=[f"{tool}/lti/launch"],
        lti_advantage_enable_nrps=True,
        lti_advantage_deep_linking_enabled=True,
        lti_advantage_deep_linking_launch_url=f"{tool}/lti/launch",
        lti_advantage_ags_mode="programmatic",
    )


def urls(block):
    """The real addresses, and those of the tests."""
    from django.http import JsonResponse
    from django.urls import include, path

    def facts(_request):
        return JsonResponse({"client_id": block.lti_1p3_client_id, **_addresses(block)})

    def start(request):
        return JsonResponse({"url": _start(block, **json.loads(request.body))})

    def chosen(_request):
        items = block.ltidlcontentitem_set.all()
        return JsonResponse({"items": [{"id": item.id, **item.attributes} for item in items]})

    own = {"peer": facts, "peer/start": start, "peer/chosen": chosen}
    return (
        path("api/", include("lti_consumer.plugin.urls")),
        *(path(address, view) for address, view in own.items()),
    )


def _addresses(block):
    from lti_consumer.utils import (
        get_lms_lti_access_token_link,
        get_lms_lti_keyset_link,
        get_lms_lti_launch_link,
        get_lti_nrps_context_membership_url,
    )

    return {
        "auth_url": get_lms_lti_launch_link(),
        "token_url": get_lms_lti_access_token_link(block.passport_id),
        "jwks_url": get_lms_lti_keyset_link(block.passport_id),
        "memberships_url": get_lti_nrps_context_membership_url(block.id),
    }


def _start(block, *, user, message="LtiResourceLinkRequest", item=None):
    from lti_consumer.api import get_lti_1p3_launch_start_url
    from lti_consumer.data import Lti1p3LaunchData

    person = _person(user)
    return get_lti_1p3_launch_start_url(
        Lti1p3LaunchData(
            user_id=str(user),
            user_role=person["roles"][0],
            config_id=str(block.config_id),
            resource_link_id=BLOCK,
            external_user_id=_external_id(user),
            name=person["name"],
            email=person["email"],
            preferred_username=person["username"],
            context_id=COURSE,
            context_type=["course_offering"],
            context_title="Mentoring 2026",
            context_label="Mentoring",
            launch_presentation_document_target="iframe",
            message_type=message,
            deep_linking_content_item_id=item,
        )
    )


def _external_id(user):
    return f"5a4d0c7e-0000-4000-8000-{user:012d}"


def _person(user):
    roles = {TEACHER: ["instructor"], ASSISTANT: ["staff"], ADMINISTRATOR: ["global_staff"]}
    return {
        "id": user,
        "username": f"person{user}",
        "name": f"Person {user}",
        "email": f"person{user}@northmoor.example",
        "roles": roles.get(user, ["student"]),
    }


class _ExternalIds:
    """Everybody's external id, as edx-platform hands them out, by user."""

    def __getitem__(self, user):
        return SimpleNamespace(external_user_id=_external_id(user))


def answer_for_the_platform():
    """Say what edx-platform would say, in the module that exists for asking it."""
    from lti_consumer.plugin import compat

    compat.get_course_members = lambda _course: {n: _person(n) for n in range(1, PEOPLE + 1)}
    compat.merge_course_forum_roles = lambda _course, members: members
    compat.user_has_studio_write_access = lambda _user, _course: True
    compat.batch_get_or_create_externalids = lambda _users: _ExternalIds()


if __name__ == "__main__":
    main()
