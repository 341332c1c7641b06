"""Documents of a relationship: agreed by all, added to by its members, read live."""

import pytest

from plugin.mentoring.errors import (
    FileRefusedError,
    NotAllowedError,
    TooManyLinksError,
    UnknownThingError,
    UnusableLinkError,
    WrongStateError,
)
from plugin.mentoring.place import Place, PlaceState
from plugin.ports.errors import ConsentMissingError, RefusedError, TryLaterError
from plugin.services.documents import MOST_BYTES, MOST_LINKS
from tests.services.databases import on_both
from tests.stores import NORTHMOOR

DOC = "https://docs.example/one"


@pytest.fixture
def pair(world, clock):
    pair = world.pair(world.programme())
    world.save("place", Place(pair, NORTHMOOR, PlaceState.QUEUED, clock()))
    world.services.places.make(NORTHMOOR, pair)
    return pair


@pytest.fixture
def documents(world):
    return world.services.documents


def folder(world, pair):
    return world.kept("place", pair).folder


@on_both
def test_d1_a_link_is_the_place_once_everybody_has_agreed(world, pair, documents):
    documents.propose(pair, DOC, actor=world.ada)
    before = documents.page(pair, actor=world.ben)

    documents.agree(pair, before.proposal.number, actor=world.ben)

    after = documents.page(pair, actor=world.ada)
    assert (before.link, before.proposal.url) == (None, DOC)
    assert (after.link.url, after.proposal) == (DOC, None)


def test_d1_an_agreed_place_stays_until_everybody_has_agreed_to_another(world, pair, documents):
    documents.propose(pair, DOC, actor=world.ada)
    documents.agree(pair, 1, actor=world.ben)
    documents.propose(pair, "https://other.example/two", actor=world.ben)
    waiting = documents.page(pair, actor=world.ada)
    documents.propose(pair, "", actor=world.ada)
    documents.agree(pair, documents.page(pair, actor=world.ben).proposal.number, actor=world.ben)

    back = documents.page(pair, actor=world.ada)

    assert (waiting.link.url, waiting.proposal.url) == (DOC, "https://other.example/two")
    assert (back.link, back.proposal) == (None, None)


def test_a_proposal_that_was_replaced_is_not_agreed_to_unseen(world, pair, documents):
    documents.propose(pair, DOC, actor=world.ada)
    documents.propose(pair, "https://other.example/two", actor=world.ada)

    with pytest.raises(WrongStateError):
        documents.agree(pair, 7, actor=world.ben)
    documents.withdraw(pair, documents.page(pair, actor=world.ben).proposal.number, actor=world.ben)

    assert documents.page(pair, actor=world.ada).proposal is None


@pytest.mark.parametrize(
    "url",
    ["http://docs.example/", "javascript:alert(1)", "https://", "https://me:pw@docs.example/",
     "https://docs.example/a b", "https://localhost/x", "data:text/html,x", "https://[x",
     "https://docs.example/" + "x" * 2000, "https://docs.example\\@evil.example/"],
)  # fmt: skip
def test_d3_u01_only_a_link_that_is_safe_to_open_is_taken(world, pair, documents, url):
    with pytest.raises(UnusableLinkError):
        documents.add_link(pair, "x", url, actor=world.ada)
    with pytest.raises(UnusableLinkError):
        documents.propose(pair, url, actor=world.ada)


@on_both
def test_d4_a_link_is_shared_and_taken_away_by_whoever_shared_it(world, pair, documents):
    documents.add_link(pair, " Reading ", DOC, actor=world.ada)
    (link,) = documents.page(pair, actor=world.ben).links

    with pytest.raises(NotAllowedError):
        documents.remove_link(pair, link.link_id, actor=world.ben)
    documents.remove_link(pair, link.link_id, actor=world.ada)

    assert (link.title, link.url, link.added_by) == ("Reading", DOC, world.ada.person_id)
    assert documents.page(pair, actor=world.ben).links == []
    with pytest.raises(UnknownThingError):
        documents.remove_link(pair, link.link_id, actor=world.ada)


def test_a_page_holds_a_hundred_links(world, pair, documents):
    for number in range(MOST_LINKS):
        documents.add_link(pair, "", f"{DOC}/{number}", actor=world.ada)

    with pytest.raises(TooManyLinksError):
        documents.add_link(pair, "", DOC, actor=world.ben)


def test_d4_a_file_goes_into_the_folder_under_a_free_name(world, pair, documents):
    names = [
        documents.add_file(pair, name, b"Owls", actor=world.ben)
        for name in ("notes.txt", "C:\\Users\\ben\\Notes.txt", "../notes.txt")
    ]

    assert names == ["notes.txt", "Notes (2).txt", "notes (3).txt"]
    assert sorted(world.folders.contents[folder(world, pair)]) == sorted(names)


@pytest.mark.parametrize(
    ("name", "content"),
    [("", b"x"), ("a.txt", b""), ("..", b"x"), (".hidden", b"x"), ("a", b"x" * (MOST_BYTES + 1))],
)
def test_c16_a_file_that_cannot_be_is_refused_before_anything_is_sent(
    world, pair, documents, name, content
):
    with pytest.raises(FileRefusedError):
        documents.add_file(pair, name, content, actor=world.ada)

    assert world.folders.contents == {}


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (TryLaterError("503"), "later"),
        (ConsentMissingError("403"), "consent"),
        (RefusedError("not-understood"), "refused"),
    ],
)
def test_d2_a_folder_that_cannot_be_reached_shows_nothing_and_says_so(
    world, pair, documents, trouble, said
):
    documents.add_file(pair, "notes.txt", b"Owls", actor=world.ben)
    world.folders.trouble = trouble

    page = documents.page(pair, actor=world.ada)

    assert (page.files, page.trouble) == (None, said)


def test_d2_a_folder_that_was_removed_is_said_to_be_and_made_again_on_request(
    world, pair, documents
):
    world.folders.folders.clear()
    page = documents.page(pair, actor=world.ada)
    documents.try_again(pair, actor=world.ada)
    world.run()

    assert (page.files, page.trouble) == (None, "gone")
    assert documents.page(pair, actor=world.ada).files is not None


def test_after_the_end_everything_is_read_and_nothing_added(world, pair, documents):
    documents.add_link(pair, "", DOC, actor=world.ada)
    world.end(pair)

    page = documents.page(pair, actor=world.ben)

    assert (page.going_on, len(page.links)) == (False, 1)
    for attempt in (
        lambda: documents.add_link(pair, "", DOC, actor=world.ada),
        lambda: documents.add_file(pair, "a.txt", b"x", actor=world.ada),
        lambda: documents.propose(pair, DOC, actor=world.ada),
    ):
        with pytest.raises(WrongStateError):
            attempt()


def test_p02_nobody_else_learns_of_the_documents(world, pair, documents):
    with pytest.raises(UnknownThingError):
        documents.page(pair, actor=world.cleo)


def test_without_a_folder_links_do(world, level0):
    pair = world.pair(world.programme())
    page = level0.services.documents.page(pair, actor=world.ada)

    assert (page.files, page.trouble, page.link) == (None, "", None)
    with pytest.raises(WrongStateError):
        level0.services.documents.add_file(pair, "a.txt", b"x", actor=world.ada)
