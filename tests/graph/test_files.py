"""Folders and who may open them."""

import json

import pytest
import responses

import graph
from tests.graph.answers import answer
from tests.graph.conftest import ROOT
from tests.graph.contract import faults

ITEM = f"{ROOT}/drives/b!x/items"
TOP = f"{ITEM}/root"
FOLDER = graph.Folder("b!x", "01F", "Hana and Amara", None)
MADE = {"id": "01F", "name": "Hana and Amara", "folder": {}, "webUrl": "https://sp.example/f"}
AMARA = graph.Recipient(object_id="5a4d-0002")


@pytest.fixture
def files(transport):
    return graph.Files(transport, site_id="northmoor.sharepoint.example,1,2")


def sent():
    request = responses.calls[0].request
    return request.method, request.url.removeprefix(ROOT), json.loads(request.body)


@responses.activate
def test_the_drive_of_the_site_is_its_library(files):
    site = f"{ROOT}/sites/northmoor.sharepoint.example,1,2/drive"
    responses.get(site, json={"id": "b!x", "webUrl": "https://sp.example/d"})

    assert files.drive() == graph.Drive("b!x", "https://sp.example/d")


@responses.activate
def test_a_new_folder_is_asked_for_without_renaming(files):
    responses.post(f"{TOP}/children", json=MADE, status=201)

    folder = files.ensure_folder("b!x", "Hana and Amara")

    assert folder == graph.Folder("b!x", "01F", "Hana and Amara", "https://sp.example/f")
    assert sent()[2]["@microsoft.graph.conflictBehavior"] == "fail"
    assert faults(*sent()) == []


@responses.activate
def test_a_folder_that_is_there_is_adopted_by_its_path(files):
    responses.post(f"{TOP}/children", status=409, json={"error": {"code": "x"}})
    responses.get(f"{TOP}:/Hana%20and%20Amara", json=MADE)

    assert files.ensure_folder("b!x", "Hana and Amara").item_id == "01F"


@responses.activate
def test_a_file_of_that_name_is_not_taken_for_the_folder(files):
    responses.post(f"{TOP}/children", status=409, json={})
    responses.get(f"{TOP}:/Plan", json={"id": "01X", "name": "Plan", "file": {}})

    with pytest.raises(graph.GraphConflictError):
        files.ensure_folder("b!x", "Plan")


@responses.activate
def test_grants_are_listed_without_links(files):
    responses.get(f"{ITEM}/01F/permissions", json=answer("permissions"))

    found = files.grants(FOLDER)

    assert [(each.object_id, each.inherited) for each in found] == [
        ("5a4d-0001", True),
        ("5a4d-0002", False),
    ]
    assert found[1].address == "amara.okafor@northmoor.example"


@responses.activate
def test_a_refused_recipient_is_missing_from_the_grants(files):
    responses.post(f"{ITEM}/01F/invite", json=answer("invite_partly"), status=207)

    made = files.grant(FOLDER, [AMARA, graph.Recipient(address="alum@elsewhere.example")])

    assert [each.object_id for each in made] == ["5a4d-0002"]
    assert faults(*sent()) == []


@responses.activate
@pytest.mark.parametrize("body", [{}, {"value": {}}, {"value": [None]}, {"value": [{"id": 7}]}])
def test_grants_of_another_shape_are_a_defect(files, body):
    responses.post(f"{ITEM}/01F/invite", json=body)

    with pytest.raises(graph.GraphContractError):
        files.grant(FOLDER, [AMARA])


@responses.activate
def test_an_invitation_by_mail_is_not_sent_twice(files):
    responses.post(f"{ITEM}/01F/invite", status=504)

    with pytest.raises(graph.GraphOutcomeUnknownError):
        files.grant(FOLDER, [graph.Recipient(address="alum@elsewhere.example")], invite=True)

    assert len(responses.calls) == 1


@responses.activate
def test_a_grant_that_is_gone_is_revoked(files):
    responses.delete(f"{ITEM}/01F/permissions/p1", status=404, json={})
    responses.delete(f"{ITEM}/01F/permissions/p2", status=204)

    assert [files.revoke(FOLDER, each) for each in ("p1", "p2")] == [False, True]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hana & Amara", "Hana Amara"),
        ('a"b*c:d<e>f?g/h\\i|j', "a b c d e f g h i j"),
        ("../../etc", "etc"),
        (" .hidden. ", "hidden"),
        ("x" * 300, "x" * 120),
        ("???", "Folder"),
        ("", "Folder"),
        ("Zoë – 2026", "Zoë – 2026"),
    ],
)
def test_a_folder_gets_a_name_sharepoint_accepts(text, name):
    assert graph.folder_name(text) == name


@pytest.mark.parametrize("who", [{}, {"object_id": "1", "address": "a@x.example"}])
def test_a_recipient_is_named_in_one_way(who):
    with pytest.raises(ValueError, match="recipient"):
        graph.Recipient(**who)
