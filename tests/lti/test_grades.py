"""Columns are found before they are made, and a score is whole or not sent."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from lti import AccessDeniedError, PlatformUnavailableError, UnsafeAddressError
from lti.grades import (
    Column,
    Score,
    ScoreRefusedError,
    Taken,
    ensure_column,
    read_result,
    require_within,
    send_score,
)
from lti.http import Answer
from lti.services import PlatformServices
from tests.fakes.lti_platform import NOW, REGISTRATION, Clock, RsaSigner, json_answer

ITEMS = "https://lms.example/courses/1/items"
COLUMN = Column(label="Mentoring", maximum=4, resource_id="programme-1", tag="participation")


class GradeBook:
    """A platform's line items. `beside` is made by somebody else while ours is being made."""

    def __init__(self, *, beside=False, score=204):
        self.items, self.deleted, self.scores = {}, [], []
        self.beside, self.score, self.token = beside, score, None
        self.deaf = False

    def send(self, method, url, *, headers=None, body=None, max_bytes=1_000_000):
        if url == REGISTRATION.token_url:
            return self.token or json_answer({"access_token": "t", "expires_in": 3600})
        path, query = urlsplit(url).path, parse_qs(urlsplit(url).query)
        if method == "DELETE":
            self.deleted.append(url)
            del self.items[url]
            return Answer(204, {}, b"")
        if path.endswith("/scores"):
            self.scores.append((url, json.loads(body)))
            return Answer(self.score, {}, b"")
        if method == "POST":
            return self._made(json.loads(body))
        shown = [
            item
            for item in self.items.values()
            if self.deaf or [item.get("resourceId")] == query["resource_id"]
        ]
        return json_answer(shown)

    def _made(self, item):
        if self.beside:
            self.put("1", **item)
        return json_answer(self.put("2", **item), 201)

    def put(self, key, **item):
        url = f"{ITEMS}/{key}"
        self.items[url] = {"id": url, **item}
        return self.items[url]


def services(book):
    return PlatformServices(book, RsaSigner(), Clock())


def ensure(book):
    return ensure_column(services(book), REGISTRATION, ITEMS, COLUMN)


def a_score(**changed):
    said = {"subject": "p1", "given": 2, "maximum": 4, "stamped_at": NOW, "complete": False}
    return Score(**(said | changed))


def post(book, item=f"{ITEMS}/2", **changed):
    return send_score(services(book), REGISTRATION, ITEMS, item, a_score(**changed))


def test_a_column_is_made_once():
    book = GradeBook()

    first, second = ensure(book), ensure(book)

    assert first == second
    assert [item["scoreMaximum"] for item in book.items.values()] == [4]


def test_n24_of_two_who_make_it_at_once_both_use_the_same_and_one_is_taken_back():
    book = GradeBook(beside=True)

    found = ensure(book)

    assert found.url == f"{ITEMS}/1"
    assert book.deleted == [f"{ITEMS}/2"]


def test_a_platform_that_does_not_filter_does_not_lend_us_a_teachers_column():
    book = GradeBook()
    book.deaf = True
    book.put("0", label="Exam", scoreMaximum=100, resourceId="programme-1", tag="")

    found = ensure(book)

    assert found.url == f"{ITEMS}/2"
    assert book.deleted == []


def test_n20_a_column_on_another_host_is_not_believed():
    book = GradeBook()
    mine = {"resourceId": COLUMN.resource_id, "tag": COLUMN.tag}
    book.items["x"] = {"id": "https://evil.example/items/1", **mine}

    with pytest.raises(UnsafeAddressError):
        ensure(book)


@pytest.mark.parametrize(
    "item",
    [
        "https://lms.example/courses/2/items/2",
        "https://lms.example/courses/1/items",
        "https://lms.example/courses/1/items/../../2/items/2",
        "https://lms.example/courses/1/items/%2e%2e/%2e%2e/2/items/2",
        "https://lms.example/courses/1/itemsandmore/2",
        "https://lms.example.evil.example/courses/1/items/2",
        "http://lms.example/courses/1/items/2",
    ],
)
def test_n20_a_score_goes_to_no_item_outside_the_course(item):
    book = GradeBook()

    with pytest.raises(UnsafeAddressError):
        post(book, item)

    assert book.scores == []


@pytest.mark.parametrize(
    ("items", "item"),
    [
        ("https://m.example/s.php/2/lineitems?type_id=1",
         "https://m.example/s.php/2/lineitems/5/lineitem?type_id=1"),
        ("http://c.example/api/lti/courses/1/line_items",
         "https://c.example/api/lti/courses/1/line_items/5"),
    ],
    ids=["moodle", "canvas"],
)  # fmt: skip
def test_platforms_addresses_of_items_lie_within(items, item):
    require_within(items, item)


def test_moodles_query_stays_behind_the_path():
    book = GradeBook()

    post(book, f"{ITEMS}/2?type_id=1")

    [(url, _)] = book.scores
    assert url == f"{ITEMS}/2/scores?type_id=1"


def test_a_score_is_fully_graded_and_stamped_with_a_whole_second():
    book = GradeBook()

    assert post(book, comment="2 of 4") is Taken.TAKEN

    [(_, sent)] = book.scores
    assert sent == {
        "userId": "p1",
        "scoreGiven": 2,
        "scoreMaximum": 4,
        "timestamp": NOW.isoformat(timespec="milliseconds"),
        "activityProgress": "InProgress",
        "gradingProgress": "FullyGraded",
        "comment": "2 of 4",
    }


@pytest.mark.parametrize(
    "changed",
    [
        {"given": 5},
        {"given": -1},
        {"given": float("nan")},
        {"maximum": float("inf")},
        {"maximum": 0, "given": 0},
        {"comment": "x" * 10_000},
        {"comment": "two\nlines"},
        {"stamped_at": NOW + timedelta(microseconds=1)},
        {"stamped_at": NOW.replace(tzinfo=None)},
    ],
)
def test_n19_a_score_that_does_not_fit_is_refused_and_never_cut(changed):
    with pytest.raises(ScoreRefusedError):
        a_score(**changed)


@pytest.mark.parametrize(
    ("status", "taken"),
    [(200, Taken.TAKEN), (409, Taken.NEWER), (400, Taken.NOBODY), (404, Taken.NOBODY)],
)
def test_n21_the_platforms_answer_is_read_by_its_status(status, taken):
    assert post(GradeBook(score=status)) is taken


def test_n01_a_refused_token_says_nothing_about_a_person():
    book = GradeBook()
    book.token = Answer(400, {}, b"no")

    with pytest.raises(AccessDeniedError) as error:
        post(book)

    assert error.value.reason == "no_token"


def test_an_empty_list_of_line_items_may_be_no_json_at_all():
    book = GradeBook()
    list_items = book.send

    def sakai(method, url, **how):
        answer = list_items(method, url, **how)
        return Answer(200, {}, b"") if method == "GET" and answer.body == b"[]" else answer

    book.send = sakai

    assert ensure(book).url == f"{ITEMS}/2"


def test_a_list_that_is_none_is_no_answer():
    book = GradeBook()
    book.send = lambda *_, **__: json_answer({"access_token": "t", "expires_in": 3600})

    with pytest.raises(PlatformUnavailableError, match="not a list"):
        ensure(book)


def test_a_column_without_an_address_is_no_answer():
    book = GradeBook()
    book.put("9", resourceId=COLUMN.resource_id, tag=COLUMN.tag)["id"] = None

    with pytest.raises(PlatformUnavailableError, match="without an id"):
        ensure(book)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ([{"userId": "p1", "resultScore": 2, "resultMaximum": 4}], (2.0, 4.0)),
        ([{"userId": "p1", "comment": "wiped"}], None),
        ([{"userId": "p2", "resultScore": 2}], None),
        ([], None),
    ],
)
def test_a_result_is_of_the_person_that_was_asked_for(body, found):
    book = GradeBook()
    token = book.send
    book.send = lambda method, url, **how: (
        json_answer(body) if "/results" in url else token(method, url, **how)
    )

    assert read_result(services(book), REGISTRATION, f"{ITEMS}/2", "p1") == found
