"""Login and launch, as a platform and a browser meet them."""

import pytest

from lti import claims
from plugin.mentoring.people import CourseRole
from tests.fakes.lti_platform import INSTRUCTOR, LEARNER, login_form
from tests.web.conftest import FROM_LMS, TOOL, hidden

VOCABULARY = "http://purl.imsglobal.org/vocab/lis/v2/"
TOP = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "document"}


@pytest.fixture
def strict(new_browser):
    """A browser that keeps no cookies in a frame."""
    return new_browser(keeps_cookies=False)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_l01_a_login_goes_on_to_the_registered_address(browser, method):
    fields = {"query_string" if method == "GET" else "data": login_form()}

    reply = browser.ask(method, "/lti/login", headers=FROM_LMS, **fields)

    assert reply.status_code == 302
    assert reply.location.startswith("https://lms.example/authorize?")
    assert reply.headers["Set-Cookie"].startswith("__Host-lti-")


def test_a_launch_leads_to_the_page_its_link_was_placed_for(browser):
    reply = browser.launch()

    assert reply.status_code == 303
    assert reply.location.startswith("/l/")
    assert reply.location.endswith("/circles")


def test_a_launch_removes_the_cookie_of_its_login(browser):
    browser.launch()

    assert not any("lti-" in cookie.key for cookie in browser.client._cookies.values())


def test_l10_a_launch_by_get_is_not_taken_and_its_token_not_logged(browser, caplog):
    reply = browser.get("/lti/launch?id_token=aaa.bbb.ccc&state=s")

    assert reply.status_code == 405
    assert "aaa.bbb.ccc" not in caplog.text + reply.text


def test_l21_the_same_launch_twice_opens_one_visit(browser, platform, memory):
    form = platform.form(browser.log_in())
    posts = [browser.ask("POST", "/lti/launch", headers=FROM_LMS, data=form) for _ in range(2)]

    assert [reply.status_code for reply in posts] == [303, 400]
    assert len(memory.visits) == 1


def test_l26_a_launch_begun_in_another_browser_is_refused(browser, new_browser, platform, memory):
    browser.enter()
    form = platform.form(new_browser().log_in())

    reply = browser.ask("POST", "/lti/launch", headers=FROM_LMS, data=form)

    assert reply.status_code == 403
    assert "L-BROWSER" in reply.text
    assert len(memory.visits) == 1


def test_l26_a_browser_without_cookies_is_signed_in_by_no_launch_alone(strict, memory):
    reply = strict.launch()

    assert reply.status_code == 200
    assert memory.visits == {}
    assert memory.arrivals == []


class TestL27PlatformStorage:
    """Cookies are blocked, and the platform offers to keep a value."""

    @pytest.fixture
    def asked(self, strict):
        return strict.launch(login={"lti_storage_target": "_parent"})

    def test_the_login_asks_the_platforms_frame_to_keep_a_value(self, strict):
        reply = strict.post("/lti/login", login_form(lti_storage_target="_parent"))

        assert 'data-origin="https://lms.example"' in reply.text
        assert "frame-ancestors https:" in reply.headers["Content-Security-Policy"]

    def test_the_launch_asks_for_it_back(self, asked):
        assert 'data-frame="_parent"' in asked.text
        assert 'data-key="lti_state_' in asked.text

    def test_the_value_given_back_opens_the_visit(self, strict, asked):
        form = {"ticket": hidden(asked.text, "ticket"), "value": strict.stored}

        assert strict.post("/lti/storage", form).status_code == 303

    def test_another_value_is_refused(self, strict, asked, memory):
        form = {"ticket": hidden(asked.text, "ticket"), "value": "x" * 43}

        reply = strict.post("/lti/storage", form)

        assert reply.status_code == 403
        assert memory.visits == {}

    def test_a_frame_that_stays_silent_leads_to_a_window(self, strict, asked):
        form = {"ticket": hidden(asked.text, "ticket"), "value": ""}

        assert "Open the window" in strict.post("/lti/storage", form).text


class TestAWindowOfItsOwn:
    """Neither cookies nor storage: the person says who they are, by a click."""

    @pytest.fixture
    def asked(self, strict):
        return strict.launch().text

    @pytest.fixture
    def window(self, new_browser):
        return new_browser()

    @pytest.fixture
    def named(self, window, asked):
        form = {"ticket": hidden(asked, "ticket"), "names": hidden(asked, "names")}
        return window.post("/lti/window", form, headers=TOP)

    def test_the_page_in_the_frame_names_nobody(self, asked):
        visible = asked.replace(hidden(asked, "names"), "")

        assert "Ada" not in visible

    def test_the_window_names_person_and_course(self, named):
        assert "Continue as Ada Moss in Field Botany" in named.text

    def test_the_window_is_never_framed_so_nobody_steals_the_click(self, named):
        assert "frame-ancestors 'none'" in named.headers["Content-Security-Policy"]

    def test_nobody_is_signed_in_before_the_click(self, named, memory):
        assert memory.visits == {}

    def test_the_click_opens_a_visit_with_a_cookie(self, window, named):
        form = {"ticket": hidden(named.text, "ticket"), "agreed": "yes"}

        reply = window.post("/lti/window", form, headers=TOP)
        page = window.get(reply.location)

        assert page.status_code == 200
        assert "frame-ancestors" in page.headers["Content-Security-Policy"]

    def test_the_click_counts_once(self, window, named):
        form = {"ticket": hidden(named.text, "ticket"), "agreed": "yes"}

        answers = [window.post("/lti/window", form).status_code for _ in range(2)]

        assert answers == [303, 400]

    def test_names_that_we_did_not_write_are_not_shown(self, window, asked):
        form = {"ticket": hidden(asked, "ticket"), "names": '["Dean", "All"].x'}

        reply = window.post("/lti/window", form)

        assert reply.status_code == 403
        assert "Dean" not in reply.text


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        ([INSTRUCTOR], CourseRole.INSTRUCTOR),
        ([LEARNER, INSTRUCTOR], CourseRole.INSTRUCTOR),
        ([f"{VOCABULARY}membership/Instructor#TeachingAssistant"], CourseRole.ASSISTANT),
        (["Learner"], CourseRole.LEARNER),
        ([f"{VOCABULARY}membership#Mentor"], CourseRole.NONE),
        ([f"{VOCABULARY}institution/person#Administrator"], CourseRole.NONE),
        ([f"{VOCABULARY}institution/person#Instructor", LEARNER], CourseRole.LEARNER),
        ([], CourseRole.NONE),
    ],
)
def test_l38_only_roles_of_the_course_count(browser, memory, roles, role):
    browser.enter(**{claims.ROLES: roles})

    assert memory.arrivals[-1].role is role
    assert next(iter(memory.visits.values())).role is role


def test_l42_rights_follow_each_launch(browser, memory):
    for roles in ([LEARNER], [INSTRUCTOR], [LEARNER]):
        browser.enter(**{claims.ROLES: roles})

    assert [arrival.role for arrival in memory.arrivals] == ["learner", "instructor", "learner"]


def test_l59_the_preview_user_is_marked(browser, memory):
    test_user = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
    browser.enter(**{claims.ROLES: [LEARNER, test_user]})

    assert memory.arrivals[-1].is_test
    assert next(iter(memory.visits.values())).is_test


def test_l50_a_launch_without_names_is_served(browser, memory):
    home = browser.enter(drop=("name", "given_name", "family_name", "email"))

    assert memory.arrivals[-1].name is None
    assert "Member 1" in browser.get(home).text


def test_l50_a_launch_outside_a_course_is_told_to_open_one_and_leaves_nobody(browser, memory):
    reply = browser.launch(drop=(claims.CONTEXT,))

    assert reply.status_code == 400
    assert "Open this from a course" in reply.text
    assert memory.arrivals == []


def test_l34_a_message_that_is_not_served_yet_is_named(browser, memory):
    reply = browser.launch(**{claims.MESSAGE_TYPE: "LtiEulaRequest"})

    assert reply.status_code == 400
    assert "LtiEulaRequest" in reply.text
    assert memory.visits == {}


def test_s13_a_launch_about_somebody_elses_data_opens_nothing(browser, memory):
    kind = {
        claims.MESSAGE_TYPE: "DataPrivacyLaunchRequest",
        claims.FOR_USER: {"user_id": "person-2"},
    }

    reply = browser.launch(drop=(claims.CONTEXT, claims.RESOURCE_LINK), **kind)

    assert reply.status_code == 403
    assert memory.visits == {}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"iss": "https://other.example"}, "L-PLATFORM-UNKNOWN"),
        ({"target_link_uri": "https://evil.example/"}, "L-TARGET"),
        ({"login_hint": ""}, "L-LOGIN-FIELD"),
    ],
)
def test_l03_a_login_that_is_refused_says_the_code_and_goes_nowhere(browser, changed, code):
    reply = browser.post("/lti/login", login_form(**changed), headers=FROM_LMS)

    assert reply.status_code in {400, 403}
    assert code in reply.text
    assert "Location" not in reply.headers


def test_a_refusal_is_logged_with_its_support_code_and_without_the_person(browser, caplog):
    reply = browser.launch(nonce="another")

    support = reply.text.split('class="support">')[1].split("<")[0]
    assert "L-NONCE" in caplog.text
    assert support in caplog.text
    assert "Ada" not in caplog.text
    assert "ada@" not in caplog.text
    assert TOOL not in reply.text


def test_l57_a_launch_too_long_to_be_one_is_not_read(browser):
    form = {"id_token": "x" * 200_000, "state": "s"}

    assert browser.post("/lti/launch", form, headers=FROM_LMS).status_code == 413


def test_our_keys_are_published(browser):
    reply = browser.get("/lti/jwks")

    assert reply.json == {"keys": []}
    assert "max-age" in reply.headers["Cache-Control"]


def test_a_launch_in_a_tab_is_not_in_a_frame(browser, memory, platform):
    form = platform.form(browser.log_in())
    headers = {**FROM_LMS, "Sec-Fetch-Dest": "document"}

    browser.ask("POST", "/lti/launch", headers=headers, data=form)

    assert next(iter(memory.visits.values())).in_frame is False
