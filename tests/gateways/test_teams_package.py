"""The app package: what Microsoft's own schemas say of it, and that it fits the code."""

import base64
import io
import json
import os
import struct
import zipfile
import zlib

import jsonschema
import pytest
from click.testing import CliRunner

import config
from graph.teams import HOST_CLIENTS
from plugin.__main__ import cli
from plugin.gateways.entra_app import files
from plugin.gateways.teams_manifest import NEWEST, OLDER, VERSIONS, TeamsApp, manifest
from plugin.gateways.teams_package import package
from plugin.gateways.teams_texts import DEFAULT, TEXTS
from plugin.wiring.house import open_house
from plugin.wiring.web import build_web
from tests.house.tree import ROOT

CLIENT = "5a4d0c7e-0000-4000-8000-0000000000c1"
APP = TeamsApp("https://mentoring.example.edu", CLIENT)
SCHEMAS = ROOT / "tests" / "vendor" / "@microsoft" / "app-manifest"
SETTINGS = {
    "ALONGSIDE_PUBLIC_URL": "https://mentoring.example.edu",
    "ALONGSIDE_DATABASE_URL": "sqlite:////nowhere/alongside.db",
    "ALONGSIDE_ENCRYPTION_KEY": base64.urlsafe_b64encode(os.urandom(32)).decode(),
    "ALONGSIDE_GRAPH_CLIENT_ID": CLIENT,
    "ALONGSIDE_GRAPH_CLIENT_SECRET": "a-secret",
    "ALONGSIDE_GRAPH_TENANT_IDS": "5a4d0c7e-0000-4000-8000-00000000a11e",
}


def schema(version, kind=""):
    """Return Microsoft's schema; its patterns are written for JavaScript."""
    file = SCHEMAS / f"v{version}.{kind}json"
    if not file.exists():
        pytest.skip("run `python deploy/assets.py` for Microsoft's schemas")
    return json.loads(file.read_text(encoding="utf-8-sig"))


def problems(value, version, kind=""):
    judge = jsonschema.Draft4Validator(schema(version, kind))
    return [f"{list(one.path)}: {one.message[:120]}" for one in judge.iter_errors(value)]


def opened(version=NEWEST):
    with zipfile.ZipFile(io.BytesIO(package(APP, version))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("version", VERSIONS)
def test_the_manifest_is_what_its_schema_wants(version):
    inside = json.loads(opened(version)["manifest.json"])

    assert problems(inside, version) == []
    # draft-04 knows no `const`, so the schema itself would let any version pass
    assert (inside["manifestVersion"], f"/v{version}/" in inside["$schema"]) == (version, True)


def test_the_newest_schema_is_the_newest_that_microsoft_ships():
    assert (NEWEST, OLDER) == ("1.30", "1.25")
    assert "supportsChannelFeatures" in manifest(APP, NEWEST)
    assert "supportsChannelFeatures" not in manifest(APP, OLDER)


def test_a_schema_that_nobody_tried_is_not_claimed():
    with pytest.raises(ValueError, match=r"1\.30 and 1\.25"):
        manifest(APP, "1.29")


def test_the_schema_finds_a_slip():
    slipped = {**manifest(APP), "statictabs": []}

    assert problems(slipped, NEWEST) != []


@pytest.mark.parametrize("language", [tag for tag in TEXTS if tag != DEFAULT])
def test_each_language_has_its_file_with_every_text(language):
    inside = opened()
    said = json.loads(inside[f"{language}.json"])
    tabs = json.loads(inside["manifest.json"])["staticTabs"]

    assert problems(said, NEWEST, "Localization.") == []
    assert [said[f"staticTabs[{at}].name"] for at in range(len(tabs))] == [
        TEXTS[language].tabs[one["entityId"]] for one in tabs
    ]
    assert set(TEXTS[language].activities) == set(TEXTS[DEFAULT].activities)


def test_tabs_stand_where_they_belong_and_on_our_host_only():
    made = manifest(APP)
    places = {(one["entityId"], *one["scopes"], *one["context"]) for one in made["staticTabs"]}
    addresses = [one["contentUrl"] for one in made["staticTabs"]]

    assert places == {
        ("people", "personal", "personalTab"),
        ("sessions", "personal", "personalTab"),
        ("hours", "personal", "personalTab"),
        ("circle", "groupChat", "privateChatTab"),
        ("meeting", "groupChat", "meetingChatTab", "meetingDetailsTab", "meetingSidePanel"),
    }
    assert all(one.startswith("https://mentoring.example.edu/teams/tab/") for one in addresses)
    assert made["validDomains"] == ["mentoring.example.edu"]
    assert made["webApplicationInfo"] == {
        "id": CLIENT,
        "resource": f"api://mentoring.example.edu/{CLIENT}",
    }


def test_no_activity_tells_more_than_that_something_is_there():
    kinds = manifest(APP)["activities"]["activityTypes"]

    assert not [one for one in kinds if "{" in one["templateText"]]


@pytest.mark.parametrize(("name", "side"), [("color.png", 192), ("outline.png", 32)])
def test_the_icons_are_small_png_files_of_the_size_teams_wants(name, side):
    picture = opened()[name]
    width, height, depth, kind = struct.unpack(">IIBB", picture[16:26])
    raw = zlib.decompress(picture[picture.index(b"IDAT") + 4 : -16])
    pixels = [raw[y * (side * 4 + 1) + 1 :][: side * 4] for y in range(side)]
    alphas = {row[x * 4 + 3] for row in pixels for x in range(side)}

    assert (width, height, depth, kind) == (side, side, 8, 6)
    assert len(picture) < 8000
    assert len(alphas) > 2 if name == "outline.png" else alphas == {255}
    if name == "outline.png":
        assert {tuple(row[x * 4 : x * 4 + 3]) for row in pixels for x in range(side)} == {
            (255,) * 3
        }


def test_the_same_settings_make_the_same_package_and_others_another():
    assert package(APP) == package(APP)
    assert manifest(APP)["id"] != manifest(TeamsApp("https://other.example.edu", CLIENT))["id"]


@pytest.mark.parametrize("given", [None, "5a4d0c7e-0000-4000-8000-0000000000ca"])
def test_links_are_made_with_the_id_that_the_institutions_catalogue_gave_the_app(tmp_path, given):
    file = f"sqlite:///{tmp_path}/alongside.db"
    settings = {**SETTINGS, "ALONGSIDE_DATABASE_URL": file} | (
        {"ALONGSIDE_GRAPH_TEAMS_APP_ID": given} if given else {}
    )
    house = open_house(config.load(settings))
    web = build_web(house)

    assert web.microsoft.tab.app_id == (given or APP.app_id)
    assert f"/{given or APP.app_id}/" in web.services.notices.feed.link_to(("session/s-1",))


def test_the_command_writes_the_package_for_its_settings(tmp_path):
    target = tmp_path / "app.zip"

    run = ["teams", "package", "--to"]
    done, piped = (CliRunner().invoke(cli, [*run, to], env=SETTINGS) for to in (str(target), "-"))

    assert done.exit_code == piped.exit_code == 0, done.output
    assert target.read_bytes() == piped.stdout_bytes == package(APP)


def test_what_cannot_be_packed_is_said_with_the_next_step(tmp_path):
    no_graph = {k: v for k, v in SETTINGS.items() if "GRAPH" not in k}
    plain = {**SETTINGS, "ALONGSIDE_PUBLIC_URL": "http://127.0.0.1:8000"}
    plain["ALONGSIDE_ALLOW_HTTP_LOOPBACK"] = "yes"
    run = ["teams", "package", "--to", str(tmp_path / "app.zip")]

    without, over_http = (CliRunner().invoke(cli, run, env=env) for env in (no_graph, plain))

    assert "Set ALONGSIDE_GRAPH_CLIENT_ID" in without.output
    assert "https addresses only" in over_http.output
    assert not (tmp_path / "app.zip").exists()


@pytest.mark.parametrize("name", sorted(files()))
def test_what_entra_needs_lies_in_deploy_as_the_code_has_it(name):
    kept = (ROOT / "deploy" / "entra" / name).read_text(encoding="utf-8")

    assert kept == files()[name], "run `alongside teams entra`"


def test_the_script_authorises_every_host_whose_tokens_are_taken():
    assert [
        one.client_id for one in HOST_CLIENTS if one.client_id not in files()["register.sh"]
    ] == []
    assert '"requestedAccessTokenVersion": 2' in files()["register.sh"]
