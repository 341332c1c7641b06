"""S15: notices are signed, count once, and make a copied course an empty one with settings."""

import json

import pytest
from sqlalchemy import func, select

from lti import claims
from plugin.store import tables
from tests.fakes.lti_platform import private_key, signed
from tests.security.house import INSTRUCTOR, TOOL, Tool, copied, lms
from tests.stores import NORTHMOOR, SOUTHMOOR

OFFERED = "Start the same programme in this course"


class House:
    """Northmoor has a programme in course-1; the LMS tells of copies."""

    def __init__(self, file):
        self.tool = Tool(file)
        self.tool.world.programme()
        self.client = self.tool.app.test_client()

    def notice(self, *, key=NORTHMOOR, **changed):
        platform, now = lms(NORTHMOOR), int(self.tool.clock().timestamp())
        body = {
            "iss": platform.issuer,
            "aud": platform.client_id,
            "iat": now,
            "exp": now + 300,
            claims.VERSION: "1.3.0",
            claims.DEPLOYMENT_ID: "deployment-1",
            claims.NOTICE: {"id": "n-1", "type": "LtiContextCopyNotice"},
            claims.CONTEXT: {"id": "copy-1", "title": "Biology 2"},
            claims.ORIGIN_CONTEXTS: ["course-1"],
            **changed,
        }
        return signed({k: v for k, v in body.items() if v is not None}, key=private_key(key))

    def post(self, *tokens):
        return self.send(json.dumps({"notices": [{"jwt": one} for one in tokens]}))

    def send(self, body):
        return self.client.post("/lti/notices", base_url=TOOL, data=body)

    def heard(self):
        with self.tool.database.transaction(NORTHMOOR, write=False) as connection:
            return connection.execute(
                select(func.count()).select_from(tables.platform_notice)
            ).scalar_one()

    def page(self, tenant=NORTHMOOR):
        teacher = self.tool.visitor("kim", course="copy-1", roles=(INSTRUCTOR,), tenant=tenant)
        return teacher.enter().get().text


@pytest.fixture
def house(sqlite_template, tmp_path):
    house = House(copied(sqlite_template, tmp_path))
    yield house
    house.tool.close()


def test_s15_who_teaches_the_copy_is_offered_the_settings_and_nobody(house):
    assert house.post(house.notice()).status_code == 202

    page = house.page()

    assert OFFERED in page
    assert "Cleo" not in page
    with house.tool.store.look(NORTHMOOR) as work:
        copy = work.course_known_as(lms(NORTHMOOR).registration_id, "copy-1")
        assert [one.person.label for one in work.course_members(copy.course_id)] == ["Kim"]


def test_s15_a_notice_counts_once(house):
    later = house.notice(**{claims.ORIGIN_CONTEXTS: ["course-9"]})

    answers = {house.post(one).status_code for one in (house.notice(), house.notice(), later)}

    assert answers == {202}
    assert house.heard() == 1
    assert OFFERED in house.page()


@pytest.mark.parametrize(
    "changed",
    [
        {"key": SOUTHMOOR},
        {"aud": "somebody-else"},
        {"iss": "https://other.example"},
        {"exp": 1},
        {"exp": None},
        {claims.VERSION: "1.2"},
        {claims.DEPLOYMENT_ID: "never-approved"},
        {claims.DEPLOYMENT_ID: None},
        {claims.NOTICE: None},
        {claims.NOTICE: {"id": "", "type": "LtiContextCopyNotice"}},
        {claims.NOTICE: {"id": "n" * 300, "type": "LtiContextCopyNotice"}},
        {claims.NOTICE: {"id": 7, "type": "LtiContextCopyNotice"}},
        {claims.CONTEXT: {"id": ""}},
    ],
    ids=lambda changed: next(iter(changed)).rpartition("/")[2],
)
def test_s15_what_breaks_a_rule_is_left_and_the_sender_is_not_told(house, changed):
    assert house.post(house.notice(**changed)).status_code == 202

    assert house.heard() == 0
    assert OFFERED not in house.page()


def test_s15_a_changed_token_is_left_while_its_neighbour_is_taken_in(house):
    head, body, signature = house.notice().split(".")
    broken = ".".join((head, body, ("A" if signature[0] != "A" else "B") + signature[1:]))

    house.post(broken, "no token at all", None, house.notice())

    assert house.heard() == 1


def test_s15_an_unknown_notice_is_ignored(house):
    odd = {"id": "n-2", "type": "LtiHelloWorldNotice"}

    assert house.post(house.notice(**{claims.NOTICE: odd})).status_code == 202
    assert house.heard() == 0


@pytest.mark.parametrize("body", ["", "[]", "{", '{"notices": {}}', "[" * 100_000])
def test_a_body_that_is_none_is_refused(house, body):
    assert house.send(body).status_code == 400
