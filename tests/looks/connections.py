"""What launches besides those of a course lead to: the check of a connection, one's own data."""

from dataclasses import replace
from datetime import timedelta

from itsdangerous import URLSafeTimedSerializer

from lti.storage import Registration
from plugin.mentoring.people import CourseRole
from plugin.ports.connections import LastLaunch, LastRefusal, Probe
from plugin.web.visits import Browser
from tests.looks.backstage import AGENT, TENANT

NAMES = (
    "connection-new", "connection-wrong", "connection-fine", "privacy", "connection-outside",
    "connection-succeeds", "microsoft-consented",
)  # fmt: skip


def add_connections(scenes):
    """Add a connection of which nothing is known, one with much wrong, and one that works."""
    stage = scenes.stage
    stage.house.book.add_registration(_registration("entry-2025", stage))
    for name in NAMES[:3]:
        key = f"looks-{name}"
        stage.house.book.add_registration(_registration(key, stage))
        if name != "connection-new":
            stage.house.book.approve_deployment(_registration(key, stage), "1")
            _fill(stage, key, wrong=name == "connection-wrong")
        scenes.pages[name] = _address(stage, key)
    scenes.pages["connection-outside"] = _outside(stage, "looks-connection-wrong")
    stage.house.book.add_registration(_registration("entry-2026", stage))
    stage.services.connections.wish_to_succeed("entry-2025", "entry-2026")
    scenes.pages["connection-succeeds"] = _address(stage, "entry-2026")
    scenes.pages["microsoft-consented"] = f"{stage.world.tool}/ms/callback?admin_consent=True"
    scenes.pages["privacy"] = stage.address(stage.arrives("jonas.bruckner", "empty"), "me/privacy")


def _registration(key, stage):
    return Registration(
        registration_id=key,
        tenant_id=TENANT,
        issuer="https://learn.northmoor.example",
        client_id=key,
        auth_url=f"{stage.world.lms}/lti/authorize",
        token_url=f"{stage.world.lms}/lti/token",
        jwks_url=f"{stage.world.lms}/lti/jwks",
    )


def _fill(stage, key, *, wrong):
    checks = stage.services.connections
    scopes = tuple(scope for each in checks.scopes.values() for scope in each)
    probe = Probe(
        at=stage.now - timedelta(minutes=4),
        keys=2,
        keys_trouble="",
        skew_s=1,
        access="",
        scopes=scopes,
    )
    launch = LastLaunch(
        at=stage.now - timedelta(minutes=9),
        deployment_id="1",
        bound_by="window" if wrong else "cookie",
        framed=True,
        roster=not wrong,
        grades=True,
        names=True,
        emails=not wrong,
    )
    checks.connections.save_launch(key, launch)
    if wrong:
        sent = f"https://learn.northmoor.example/ {key}"
        refusal = LastRefusal(stage.now, "L-PLATFORM-UNKNOWN", "slash", sent)
        checks.connections.save_refusal(key, refusal)
        probe = replace(probe, keys=None, keys_trouble="timeout", access="invalid_client")
    checks.connections.save_probe(key, probe)


def _outside(stage, key):
    """Return the address that whoever registered the platform has for a week."""
    sealer = URLSafeTimedSerializer(
        stage.house.derived_key(b"alongside tickets"), salt="connection of a platform"
    )
    return f"{stage.world.tool}/register/connection/{sealer.dumps(key)}"


def _address(stage, key):
    actor = replace(stage.arrives("jonas.bruckner", "empty"), role=CourseRole.NONE)
    browser = Browser(AGENT, takes_cookies=False, in_frame=False)
    opened = stage.visits.open(actor, browser, frame_origin=None, locale="en-GB", admin_of=key)
    return f"{stage.world.tool}/l/{opened.handle}/connection/"
