"""One login leads to one launch, in the browser that began it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from lti import AskStorage, AskWindow, Launched, LaunchRefusedError, RefusalCode, claims
from lti.fingerprints import fingerprint
from lti.login import cookie_name
from tests.fakes.lti_platform import Platform, private_key
from tests.fakes.lti_storage import MemoryHandshakes

THREADS = 10


def refusal_of(call, *args, **kwargs):
    with pytest.raises(LaunchRefusedError) as refusal:
        call(*args, **kwargs)
    return refusal.value.code


def with_storage(platform):
    """Log in on a platform that keeps a value for us; return query and that value."""
    query, _ = platform.log_in(lti_storage_target="_parent")
    return query, platform.stored


class Together(MemoryHandshakes):
    """Lets nobody go on before all have found the login unused."""

    def __init__(self):
        super().__init__()
        self.barrier = Barrier(THREADS)

    def find(self, state_hash):
        login = super().find(state_hash)
        self.barrier.wait(timeout=10)
        return login


def test_l01_a_launch_in_the_browser_of_its_login_succeeds(platform):
    query, cookies = platform.log_in()

    result = platform.tool.finish_launch(platform.form(query), cookies=cookies)

    name = cookie_name(query["state"])
    assert isinstance(result, Launched)
    assert (result.bound_by, result.browser_secret) == ("cookie", cookies[name])
    assert [(cookie.name, cookie.lifetime_s) for cookie in result.cookies] == [(name, 0)]


def test_l21_the_same_launch_again_is_refused(platform):
    query, cookies = platform.log_in()
    form = platform.form(query)
    platform.tool.finish_launch(form, cookies=cookies)

    again = refusal_of(platform.tool.finish_launch, form, cookies=cookies)

    assert again == RefusalCode.STATE_USED


def test_l21_of_ten_at_once_one_succeeds():
    platform = Platform(Together())
    query, cookies = platform.log_in()
    form = platform.form(query)

    def attempt():
        try:
            return platform.tool.finish_launch(form, cookies=cookies)
        except LaunchRefusedError as error:
            return error.code

    with ThreadPoolExecutor(THREADS) as pool:
        results = [task.result() for task in [pool.submit(attempt) for _ in range(THREADS)]]

    assert sum(isinstance(result, Launched) for result in results) == 1
    assert results.count(RefusalCode.STATE_USED) == THREADS - 1


def test_l21_a_used_login_is_refused_before_anything_else_is_looked_at(platform):
    query, cookies = platform.log_in()
    platform.tool.finish_launch(platform.form(query), cookies=cookies)
    forged = platform.form(query, key=private_key("foreign"))

    assert refusal_of(platform.tool.finish_launch, forged, cookies=cookies) == (
        RefusalCode.STATE_USED
    )


def test_l22_a_used_token_with_a_fresh_login_is_refused(platform):
    query, cookies = platform.log_in()
    form = platform.form(query)
    platform.tool.finish_launch(form, cookies=cookies)
    fresh, fresh_cookies = platform.log_in()

    code = refusal_of(
        platform.tool.finish_launch, {**form, "state": fresh["state"]}, cookies=fresh_cookies
    )

    assert code == RefusalCode.NONCE


def test_l25_forged_tokens_use_up_and_store_nothing(platform):
    query, cookies = platform.log_in()
    before = dict(platform.handshakes.logins)
    forged = platform.form(query, key=private_key("foreign"))

    codes = {refusal_of(platform.tool.finish_launch, forged, cookies=cookies) for _ in range(200)}

    assert codes == {RefusalCode.SIGNATURE}
    assert (platform.handshakes.logins, platform.handshakes.tickets) == (before, {})
    assert len(platform.http.asked) == 1
    assert platform.tool.finish_launch(platform.form(query), cookies=cookies).launch


def test_l25_forged_states_store_nothing(platform):
    query, cookies = platform.log_in()
    form = {**platform.form(query), "state": "never-begun"}

    assert refusal_of(platform.tool.finish_launch, form, cookies=cookies) == (
        RefusalCode.STATE_UNKNOWN
    )
    assert len(platform.handshakes.logins) == 1


@pytest.mark.parametrize(
    ("cookies", "has_session"),
    [
        ("of another login", False),
        ("wrong value", False),
        ("none", True),
        ("of another login", True),
    ],
)
def test_l26_a_launch_in_another_browser_is_refused(platform, cookies, has_session):
    query, _ = platform.log_in()
    _, others = platform.log_in()
    jar = {
        "of another login": others,
        "wrong value": {cookie_name(query["state"]): "guess"},
        "none": {},
    }[cookies]

    code = refusal_of(
        platform.tool.finish_launch, platform.form(query), cookies=jar, has_session=has_session
    )

    assert code == RefusalCode.BROWSER
    assert platform.handshakes.find(fingerprint(query["state"])).used_at is None


def test_cookies_of_other_sites_pages_do_not_matter(platform):
    query, cookies = platform.log_in()

    result = platform.tool.finish_launch(platform.form(query), cookies={**cookies, "theme": "dark"})

    assert result.bound_by == "cookie"


def test_two_logins_in_one_browser_both_launch(platform):
    first, first_cookies = platform.log_in()
    second, second_cookies = platform.log_in()
    jar = first_cookies | second_cookies

    results = [
        platform.tool.finish_launch(platform.form(query), cookies=jar) for query in (second, first)
    ]

    assert [result.bound_by for result in results] == ["cookie", "cookie"]


def test_l27_without_cookies_the_platforms_storage_binds_the_browser(platform):
    query, value = with_storage(platform)

    asked = platform.tool.finish_launch(platform.form(query), cookies={})
    result = platform.tool.complete_with_storage(asked.ticket, value)

    assert isinstance(asked, AskStorage)
    assert (asked.frame, asked.origin) == ("_parent", "https://lms.example")
    assert asked.key == f"lti_state_{query['state']}"
    assert (result.bound_by, result.launch.person.subject) == ("storage", "person-1")


def test_l26_a_storage_value_of_another_login_is_refused_for_good(platform):
    query, value = with_storage(platform)
    _, foreign = with_storage(platform)
    asked = platform.tool.finish_launch(platform.form(query), cookies={})

    codes = [
        refusal_of(platform.tool.complete_with_storage, asked.ticket, each)
        for each in (foreign, value)
    ]

    assert codes == [RefusalCode.BROWSER, RefusalCode.TICKET]


@pytest.mark.parametrize("silence", [None, ""])
def test_l27_a_storage_that_never_answers_leads_to_a_window(platform, silence):
    query, _ = with_storage(platform)
    asked = platform.tool.finish_launch(platform.form(query), cookies={})

    window = platform.tool.complete_with_storage(asked.ticket, silence)
    result = platform.tool.complete_in_window(window.ticket)

    assert (window.person, window.course) == ("Ada Moss", "Field Botany")
    assert (result.bound_by, result.launch.context.id) == ("window", "course-1")


def test_l27_without_cookies_or_storage_a_window_names_the_person(platform):
    query, _ = platform.log_in()

    window = platform.tool.finish_launch(platform.form(query), cookies={})

    assert isinstance(window, AskWindow)
    assert (window.person, window.course) == ("Ada Moss", "Field Botany")


def test_a_window_says_so_when_nobody_is_named(platform):
    query, _ = platform.log_in()
    form = platform.form(query, drop=("name", claims.CONTEXT))

    window = platform.tool.finish_launch(form, cookies={})

    assert (window.person, window.course) == (None, None)


def test_a_launch_that_waits_has_used_up_its_login(platform):
    query, cookies = platform.log_in()
    form = platform.form(query)
    platform.tool.finish_launch(form, cookies={})

    again = refusal_of(platform.tool.finish_launch, form, cookies=cookies)

    assert again == RefusalCode.STATE_USED


def test_a_ticket_is_good_once_and_for_its_own_step(platform):
    query, value = with_storage(platform)
    asked = platform.tool.finish_launch(platform.form(query), cookies={})

    skipped = refusal_of(platform.tool.complete_in_window, asked.ticket)
    platform.tool.complete_with_storage(asked.ticket, value)
    again = refusal_of(platform.tool.complete_with_storage, asked.ticket, value)

    assert (skipped, again) == (RefusalCode.TICKET, RefusalCode.TICKET)


def test_a_ticket_goes_out_of_date(platform):
    query, _ = platform.log_in()
    window = platform.tool.finish_launch(platform.form(query), cookies={})
    platform.clock.forward(minutes=5)

    assert refusal_of(platform.tool.complete_in_window, window.ticket) == RefusalCode.TICKET


def test_a_ticket_is_kept_by_fingerprint_alone(platform):
    query, _ = platform.log_in()

    window = platform.tool.finish_launch(platform.form(query), cookies={})

    assert list(platform.handshakes.tickets) == [fingerprint(window.ticket)]
    assert window.ticket not in repr(platform.handshakes.tickets)


def test_a_login_goes_out_of_date_after_ten_minutes(platform):
    query, cookies = platform.log_in()
    platform.clock.forward(minutes=10)
    form = platform.form(query, iat=int(platform.clock().timestamp()), exp=2_000_000_000)

    assert refusal_of(platform.tool.finish_launch, form, cookies=cookies) == (
        RefusalCode.STATE_EXPIRED
    )


def test_a_login_is_good_until_then(platform):
    query, cookies = platform.log_in()
    platform.clock.forward(minutes=9, seconds=59)
    now_s = int(platform.clock().timestamp())

    result = platform.tool.finish_launch(
        platform.form(query, iat=now_s, exp=now_s + 60), cookies=cookies
    )

    assert result.bound_by == "cookie"
    assert (
        platform.clock() - timedelta(minutes=10)
        < platform.handshakes.find(fingerprint(query["state"])).created_at
    )
