"""Files into a folder and changes out of a library, over real HTTP against the pretend one."""

import pytest

import graph
from graph.drive_items import DriveItems
from graph.uploads import FRAGMENT_BYTES, Uploads
from plugin.sandbox.microsoft365.world import DRIVE_ID, SITE_ID

LARGE = bytes(range(256)) * (2 * FRAGMENT_BYTES // 256 + 100)


@pytest.fixture
def items(microsoft):
    return DriveItems(microsoft.transport_of_app(), drive_id=DRIVE_ID)


@pytest.fixture
def folder(microsoft):
    files = graph.Files(microsoft.transport_of_app(), site_id=SITE_ID)
    return files.ensure_folder(DRIVE_ID, "Ada and Ben").item_id


def content(microsoft, item):
    library = microsoft.parts.library
    return library.read(library.item(item.item_id))


def test_a_large_file_arrives_whole_in_fragments(items, folder, microsoft):
    made = items.add(folder, "film.bin", LARGE)

    assert content(microsoft, made) == LARGE
    assert [item.name for item in items.children(folder)] == ["film.bin"]


@pytest.mark.parametrize("kind", ["500-before", "503", "429", "html"])
def test_g36_an_upload_that_was_cut_is_taken_up_again(items, folder, microsoft, kind):
    microsoft.misbehave(kind, "PUT", "/upload", times=2)

    assert content(microsoft, items.add(folder, "film.bin", LARGE)) == LARGE


@pytest.mark.parametrize("kind", ["500-after", "reset-after", "cut-after"])
def test_g36_a_lost_answer_makes_one_file(items, folder, microsoft, kind):
    microsoft.misbehave(kind, "PUT", "/upload", times=99)

    try:
        items.add(folder, "film.bin", LARGE)
    except graph.GraphError:
        microsoft.faults.clear()
        items.add(folder, "film.bin", LARGE)

    (item,) = items.children(folder)
    assert content(microsoft, item) == LARGE


def test_g36_an_upload_that_never_succeeds_leaves_no_part_of_a_file(items, folder, microsoft):
    microsoft.misbehave("500-before", "PUT", "/upload", times=99)

    with pytest.raises(graph.GraphUnavailableError):
        items.add(folder, "film.bin", LARGE)

    assert items.children(folder) == []


def test_a_file_of_that_name_is_not_replaced(items, folder, microsoft):
    first = items.add(folder, "notes.txt", b"Owls")

    with pytest.raises(graph.GraphConflictError):
        items.add(folder, "Notes.txt", b"Owls")

    assert content(microsoft, first) == b"Owls"


def test_no_token_goes_to_the_address_of_an_upload(items, folder):
    """The pretend SharePoint refuses a fragment that brings one."""
    assert items.add(folder, "notes.txt", b"Owls").size_bytes == 4


@pytest.mark.parametrize("url", ["http://evil.example/u", "https://me:pw@x.example/u", "ftp://x/u"])
def test_a_file_goes_to_no_address_without_protection(microsoft, url):
    with pytest.raises(graph.GraphContractError):
        Uploads(microsoft.transport_of_app()).send(url, b"x")


def test_changes_are_told_since_the_last_link(items, folder):
    first = items.changes(None)
    made = items.add(folder, "notes.txt", b"Owls")

    then = items.changes(first.link)

    assert first.whole
    assert not then.whole
    assert {made.item_id, folder} <= {one.item_id for one in then.changes}
    assert items.changes(then.link).changes == ()


def test_g17_a_link_that_has_run_out_is_followed_by_a_full_reading(items, folder, microsoft):
    link = items.changes(None).link
    made = items.add(folder, "notes.txt", b"Owls")
    newest = microsoft.parts.library.newest_change() + 1
    microsoft.parts.world.state.put("delta", "oldest", {"number": newest})

    again = items.changes(link)

    assert again.whole
    assert made.item_id in {one.item_id for one in again.changes}


def test_what_was_deleted_is_said_to_be_gone(items, folder, microsoft):
    made = items.add(folder, "notes.txt", b"Owls")
    link = items.changes(None).link
    library = microsoft.parts.library
    library.remove(library.item(made.item_id))

    gone = [one for one in items.changes(link).changes if one.gone]

    assert [one.item_id for one in gone] == [made.item_id]
