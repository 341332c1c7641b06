"""The preflight against the pretend Microsoft 365: each missing grant is named with its remedy."""

import pytest

from graph import GraphSetupError, GraphUnavailableError, sandbox
from plugin.gateways.graph_preflight import TRIAL, GraphPreflight
from plugin.ports.preflight import Standing, level_of
from plugin.sandbox.microsoft365.world import CLIENT_ID, SITE_ID, TENANT_ID
from tests.gateways.conftest import AMARA, HANA

CALENDARS = ["Calendars.ReadWrite", "MailboxSettings.Read"]


@pytest.fixture
def preflight(microsoft):
    def made(**changed):
        given = {
            "profile": sandbox(microsoft.url),
            "client_id": CLIENT_ID,
            "tenant": TENANT_ID,
            "redirect_uri": "https://tool.example/ms/callback",
            "site_id": SITE_ID,
            "token": lambda: "t",
            "transport": microsoft.transport_of_app(),
            "connected": lambda: (2, 1),
        }
        return GraphPreflight(**given | changed)

    return made


def standing(found):
    return {one.what: one.standing for one in found}


def test_with_every_grant_level_two_is_reached_and_nothing_is_left_behind(preflight, microsoft):
    found = preflight().look()

    assert set(standing(found).values()) == {Standing.OK}
    assert level_of(found) == 2
    names = {item["name"] for item in microsoft.parts.library.everything()}
    assert TRIAL not in names


def test_before_anybody_has_signed_in_level_one_is_not_claimed(preflight):
    found = preflight(connected=lambda: (1, 1)).look()

    (sign_in,) = [one for one in found if one.what == "sign-in"]
    assert (sign_in.standing, level_of(found)) == (Standing.UNKNOWN, 0)
    assert "adminconsent" in sign_in.link
    assert "Calendars.ReadWrite" in sign_in.link


@pytest.mark.parametrize(
    ("roles", "what"), [([], "site"), (["read"], "folder")], ids=["no grant", "read only"]
)
def test_g12_a_missing_grant_on_the_site_comes_with_the_lines_that_give_it(
    preflight, microsoft, roles, what
):
    microsoft.parts.world.state.put("site_permission", CLIENT_ID, {"roles": roles})

    found = preflight().look()

    missing = found[-1]
    assert (missing.what, missing.standing, level_of(found)) == (what, Standing.MISSING, 1)
    assert SITE_ID in missing.fix[-1]
    assert CLIENT_ID in missing.fix[-1]


@pytest.mark.parametrize(("held", "level"), [(0, 1), (1, 2)])
def test_d1_without_a_site_a_folder_in_somebodys_onedrive_makes_level_two(preflight, held, level):
    found = preflight(site_id=None, held=lambda: held).look()

    (drives,) = [one for one in found if one.level == 2]
    assert (drives.what, level_of(found)) == ("drives", level)
    assert "Files.ReadWrite" in drives.link


def test_d1_onedrives_that_nobody_lent_yet_take_nothing_from_the_site(preflight):
    assert level_of(preflight(held=lambda: 0).look()) == 2


def test_level_two_is_a_choice(preflight):
    found = preflight(site_id=None).look()

    assert (standing(found)["site"], level_of(found)) == (Standing.NOT_SET, 1)


@pytest.mark.parametrize(
    ("trouble", "says"),
    [
        (GraphSetupError("secret", code="AADSTS7000215"), Standing.REFUSED),
        (GraphUnavailableError("away"), Standing.UNKNOWN),
    ],
)
def test_g13_what_entra_refuses_is_said_with_its_code_and_nothing_more_is_tried(
    preflight, trouble, says
):
    def refused():
        raise trouble

    found = preflight(token=refused).look()

    assert found[0].standing is says
    assert found[0].code == trouble.code
    assert [one.what for one in found] == ["application", "sign-in"]
    assert level_of(found) == 0


def app_only(preflight, microsoft, *, mailboxes=(), roles=()):
    state = microsoft.parts.world.state
    state.put("rbac", "app", {"roles": CALENDARS, "mailboxes": list(mailboxes)})
    microsoft.parts.grants.set_roles(frozenset({"Sites.Selected", *roles}))
    transport = microsoft.transport_of_app()
    return preflight(transport=transport).look(inside=HANA, outside=AMARA)[-1]


def test_application_access_that_ends_at_the_scope_is_accepted(preflight, microsoft):
    found = app_only(preflight, microsoft, mailboxes=[HANA])

    assert (found.what, found.standing) == ("app-only", Standing.OK)


@pytest.mark.parametrize(
    ("mailboxes", "roles"), [((HANA, AMARA), ()), ((), CALENDARS)], ids=["wide scope", "no scope"]
)
def test_an_unscoped_grant_is_refused(preflight, microsoft, mailboxes, roles):
    found = app_only(preflight, microsoft, mailboxes=mailboxes, roles=roles)

    assert found.standing is Standing.REFUSED
    assert any(line.startswith("New-ManagementScope") for line in found.fix)


def test_application_access_that_is_not_there_is_missing(preflight, microsoft):
    found = app_only(preflight, microsoft)

    assert found.standing is Standing.MISSING
    assert CLIENT_ID in " ".join(found.fix)


def test_whether_the_outside_is_closed_must_be_known(preflight, microsoft):
    state = microsoft.parts.world.state
    state.put("rbac", "app", {"roles": CALENDARS, "mailboxes": [HANA]})
    microsoft.misbehave("500-before", "GET", f"/v1.0/users/{AMARA.replace('@', '%40')}", times=99)
    microsoft.misbehave("500-before", "GET", f"/v1.0/users/{AMARA}", times=99)

    found = preflight().look(inside=HANA, outside=AMARA)

    assert found[-1].standing is Standing.UNKNOWN


def exchange(microsoft, *mailboxes):
    kept = {"roles": CALENDARS, "mailboxes": list(mailboxes)}
    microsoft.parts.world.state.put("rbac", "app", kept)


def test_level_three_is_proved_with_the_mailboxes_of_the_settings(preflight, microsoft):
    exchange(microsoft, HANA)
    found = preflight(inside=HANA, outside=AMARA).look()

    assert (standing(found)["app-only"], level_of(found)) == (Standing.OK, 3)


def test_a_grant_of_entras_on_every_calendar_is_refused_by_its_name(preflight, microsoft):
    exchange(microsoft, HANA)
    wide = frozenset({"Calendars.ReadWrite"})
    found = preflight(inside=HANA, outside=AMARA, roles=lambda: wide).look()

    (app_only,) = [one for one in found if one.level == 3]
    assert (app_only.standing, app_only.code) == (Standing.REFUSED, "Calendars.ReadWrite")
    assert level_of(found) == 2


@pytest.mark.parametrize(("told", "stands"), [(0, Standing.UNKNOWN), (1, Standing.OK)])
def test_reports_of_meetings_are_shown_with_their_consent_and_belong_to_no_level(
    preflight, told, stands
):
    found = preflight(reported=lambda: told).look()

    (reports,) = [one for one in found if one.what == "reports"]
    assert (reports.standing, level_of(found)) == (stands, 2)
    assert "OnlineMeetingArtifact.Read.All" in reports.link
    assert "Calendars" not in reports.link


def test_where_reports_are_not_switched_on_nothing_is_said_of_them(preflight):
    assert "reports" not in standing(preflight().look())
