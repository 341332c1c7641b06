"""The programme site's folders."""

from typing import Any

import pytest
import requests

from plugin.sandbox.microsoft365.world import DRIVE_ID, ROOT_ID, SITE_ID

from .conftest import AMARA, HANA, M365, Graph

DRIVE = f"/drives/{DRIVE_ID}"


@pytest.fixture
def app(m365: M365) -> Graph:
    return m365.graph(None)


def folder(app: Graph, name: str = "Hana and Amara", **more: Any) -> Any:
    body = {"name": name, "folder": {}, "@microsoft.graph.conflictBehavior": "fail", **more}
    return app("POST", f"{DRIVE}/items/{ROOT_ID}/children", body)


def invite(app: Graph, item: Any, *addresses: str, role: str = "write") -> Any:
    body = {
        "recipients": [{"email": address} for address in addresses],
        "roles": [role],
        "requireSignIn": True,
        "sendInvitation": False,
    }
    return app("POST", f"{DRIVE}/items/{item['id']}/invite", body)


def test_the_app_reaches_the_one_site(app: Graph) -> None:
    assert app("GET", f"/sites/{SITE_ID}").json()["id"] == SITE_ID
    assert app("GET", f"/sites/{SITE_ID}/drive").json()["id"] == DRIVE_ID
    assert app("GET", f"{DRIVE}/root").json()["id"] == ROOT_ID


def test_another_site_is_not_found(app: Graph) -> None:
    assert app("GET", "/sites/elsewhere").status_code == 404


@pytest.mark.parametrize(("roles", "status"), [(["write"], 201), (["read"], 403), ([], 403)])
def test_the_site_decides_what_the_app_may_do(
    m365: M365, app: Graph, roles: list[str], status: int
) -> None:
    m365.control("site-permission", roles=roles)

    assert folder(app).status_code == status


def test_a_taken_name_is_a_409_and_found_by_path(app: Graph) -> None:
    made = folder(app).json()

    assert folder(app).json()["error"]["code"] == "nameAlreadyExists"
    found = app("GET", f"{DRIVE}/items/{ROOT_ID}:/Hana and Amara").json()
    assert found["id"] == made["id"]
    assert app("GET", f"{DRIVE}/root:/hana AND amara").json()["id"] == made["id"]


def test_rename_gives_a_name_of_its_own(app: Graph) -> None:
    folder(app)

    again = folder(app, **{"@microsoft.graph.conflictBehavior": "rename"})

    assert again.json()["name"] == "Hana and Amara 1"


def test_only_who_was_invited_may_open_a_folder(m365: M365, app: Graph) -> None:
    item = folder(app).json()

    invite(app, item, AMARA)

    page = f"{m365.url}/files/Hana and Amara"
    assert requests.get(page, params={"as": AMARA}, timeout=10).status_code == 200
    assert requests.get(page, params={"as": HANA}, timeout=10).status_code == 403


def test_the_same_invitation_twice_is_one_permission(app: Graph) -> None:
    item = folder(app).json()

    first, second = (invite(app, item, AMARA).json()["value"][0]["id"] for _ in range(2))

    assert first == second


def test_g37_an_address_outside_is_named_in_a_207(app: Graph) -> None:
    item = folder(app).json()

    answer = invite(app, item, AMARA, "kavya.deshmukh@post.example")

    assert answer.status_code == 207
    granted, refused = answer.json()["value"]
    assert granted["grantedToV2"]["user"]["displayName"] == "Amara Okafor"
    assert refused["error"]["code"] == "sharingDisabled"


def test_a_permission_taken_back_closes_the_folder(m365: M365, app: Graph) -> None:
    item = folder(app).json()
    permission = invite(app, item, AMARA).json()["value"][0]["id"]

    answer = app("DELETE", f"{DRIVE}/items/{item['id']}/permissions/{permission}")

    assert answer.status_code == 204
    page = requests.get(f"{m365.url}/files/Hana and Amara", params={"as": AMARA}, timeout=10)
    assert page.status_code == 403


def test_permissions_from_above_are_marked(app: Graph) -> None:
    top = folder(app).json()
    invite(app, top, AMARA)
    body = {"name": "Notes", "folder": {}}
    inner = app("POST", f"{DRIVE}/items/{top['id']}/children", body).json()

    listed = app("GET", f"{DRIVE}/items/{inner['id']}/permissions").json()["value"]

    (from_above,) = [p for p in listed if "inheritedFrom" in p]
    assert from_above["inheritedFrom"]["id"] == top["id"]


def upload(app: Graph, path: str, content: bytes) -> Any:
    return requests.put(
        f"{app.root}{DRIVE}/items/{ROOT_ID}:/{path}:/content",
        data=content,
        headers={"Authorization": f"Bearer {app.token}", "Content-Type": "text/plain"},
        timeout=10,
    )


def test_a_small_file_is_written_read_and_replaced(app: Graph) -> None:
    folder(app)

    first = upload(app, "Hana and Amara/Agenda.txt", b"one")
    second = upload(app, "Hana and Amara/Agenda.txt", b"two")

    assert (first.status_code, second.status_code) == (201, 200)
    item = second.json()
    assert item["eTag"] != first.json()["eTag"]
    assert app("GET", f"{DRIVE}/items/{item['id']}/content").content == b"two"


def test_a_copy_is_done_a_little_later(app: Graph) -> None:
    upload(app, "Template.txt", b"hello")
    made = folder(app).json()
    template = app("GET", f"{DRIVE}/items/{ROOT_ID}:/Template.txt").json()
    body = {"parentReference": {"driveId": DRIVE_ID, "id": made["id"]}, "name": "Agenda.txt"}

    answer = app("POST", f"{DRIVE}/items/{template['id']}/copy", body)

    monitor = answer.headers["Location"]
    states = [requests.get(monitor, timeout=10).json()["status"] for _ in range(2)]
    assert (answer.status_code, states) == (202, ["inProgress", "completed"])
    found = app("GET", f"{DRIVE}/items/{made['id']}:/Agenda.txt").json()
    assert app("GET", f"{DRIVE}/items/{found['id']}/content").content == b"hello"


def test_a_person_gets_no_further_than_their_own_rights(m365: M365, app: Graph) -> None:
    item = folder(app).json()
    invite(app, item, AMARA, role="read")
    amara = m365.graph(AMARA, ["Files.ReadWrite"])
    hana = m365.graph(HANA, ["Files.ReadWrite"])
    path = f"{DRIVE}/items/{item['id']}"

    assert amara("GET", path).status_code == 200
    assert amara("DELETE", path).status_code == 403
    assert hana("GET", path).status_code == 403


def test_a_folder_is_renamed_and_deleted_at_its_version(app: Graph) -> None:
    item = folder(app).json()
    path = f"{DRIVE}/items/{item['id']}"

    renamed = app("PATCH", path, {"name": "Ended"}).json()
    stale = app("DELETE", path, If_Match=item["eTag"])
    gone = app("DELETE", path, If_Match=renamed["eTag"])

    assert (renamed["name"], stale.status_code, gone.status_code) == ("Ended", 412, 204)
    assert app("GET", path).status_code == 404
