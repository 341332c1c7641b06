"""Misbehaviour, reset, and what survives a restart."""

import time

import pytest
import requests

from plugin.sandbox.lms import names
from plugin.sandbox.people import person_named

COURSE = "research-careers"
JWKS = "/lti/jwks"
LEILA = person_named("Leïla Haddad").key


def rename(lms, role="instructor"):
    """Change something on the server, outside the protected control API of faults."""
    return lms.control("enrolments", {"person": LEILA, "course": "data-science", "role": role})


def get(lms, path=JWKS, **options):
    return requests.get(lms.url + path, timeout=options.pop("timeout", 5), **options)


@pytest.mark.parametrize(
    ("rule", "status"),
    [
        ({"kind": "429"}, 429),
        ({"kind": "503"}, 503),
        ({"kind": "500-before"}, 500),
        ({"kind": "500-after"}, 500),
        ({"kind": "html"}, 200),
        ({"kind": "html-after"}, 200),
    ],
)
def test_a_fault_happens_as_often_as_told(lms, rule, status):
    normal = get(lms).content
    lms.control("faults", {**rule, "match": {"path": JWKS}, "times": 2})

    answers = [get(lms) for _ in range(3)]

    assert [a.status_code for a in answers[:2]] == [status, status]
    assert answers[0].content != normal
    assert answers[2].content == normal


@pytest.mark.parametrize(("told", "sent"), [(7, "7"), ("date:7", "GMT"), (None, "absent")])
def test_retry_after_is_seconds_a_date_or_absent(lms, told, sent):
    lms.control("faults", {"kind": "429", "retry_after": told})

    assert get(lms).headers.get("Retry-After", "absent").endswith(sent)


def test_a_late_answer_is_late_and_right(lms):
    lms.control("faults", {"kind": "late", "delay_s": 0.4})

    begun = time.monotonic()
    answer = get(lms)

    assert time.monotonic() - begun >= 0.4
    assert answer.json()["keys"]


@pytest.mark.parametrize("kind", ["reset-after", "cut-after"])
def test_a_broken_answer_is_a_broken_connection(lms, kind):
    lms.control("faults", {"kind": kind, "match": {"path": JWKS}})

    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        get(lms)


@pytest.mark.parametrize("kind", ["500-after", "reset-after", "cut-after", "html-after"])
def test_after_commit_faults_keep_the_change_and_lose_the_answer(lms, tool, clock, kind):
    session = tool.service(clock, *names.GRADE_SCOPES)
    lms.control("faults", {"kind": kind, "match": {"method": "POST", "pattern": "line_items$"}})
    headers = {"Content-Type": names.LINE_ITEM_TYPE}
    body = {"label": "Sessions", "scoreMaximum": 10}

    try:
        answer = session.post(
            f"{lms.url}/api/lti/courses/{COURSE}/line_items", json=body, headers=headers, timeout=5
        )
        spoilt = answer.status_code != 201
    except requests.RequestException:
        spoilt = True

    assert spoilt
    assert len(lms.state()["line_item"]) == 1


def test_a_rule_can_mean_one_method_and_be_ended(lms):
    rule = {"id": "mine", "kind": "503", "match": {"method": "POST"}, "times": None}
    lms.control("faults", rule)
    spared = get(lms).status_code
    hit = requests.post(f"{lms.url}/lti/token", timeout=5).status_code

    requests.delete(f"{lms.url}/_control/faults/mine", timeout=5)

    assert (spared, hit) == (200, 503)
    assert requests.post(f"{lms.url}/lti/token", timeout=5).status_code == 400


@pytest.mark.parametrize(
    "rule", [{"kind": "explode"}, {"kind": "503", "match": {"pattern": "("}}, {"times": "x"}]
)
def test_a_rule_that_cannot_be_carried_out_is_refused(lms, rule):
    assert lms.control("faults", rule).status_code == 400
    assert get(lms, "/_control/faults").json() == {"faults": []}


def test_the_control_page_lists_faults_and_its_buttons_work(lms):
    form = {"kind": "503", "path": JWKS, "times": "", "delay_s": "0"}
    page = requests.post(f"{lms.url}/_control/faults", data=form, timeout=5)
    broken = get(lms).status_code

    requests.post(f"{lms.url}/_control/faults/clear", timeout=5)

    assert "503 Service Unavailable for every method" in " ".join(
        page.text.replace("</strong>", "").split()
    )
    assert (broken, get(lms).status_code) == (503, 200)


def test_keys_enrolment_switches_and_signed_in_people_survive_a_restart(lms, learner):
    rename(lms)
    lms.control("switches", {"names": False})
    before = lms.state()

    lms.restart()

    assert lms.state() == before
    assert learner.page(f"/courses/{COURSE}").status_code == 200


def test_a_reset_goes_back_to_the_seed_and_keeps_the_keys(lms):
    seed = lms.state()
    rename(lms)
    lms.control("switches", {"names": False, "id_token_life_s": 5})
    lms.control("faults", {"kind": "503", "times": None})

    lms.control("reset")

    assert lms.state() == seed
    assert get(lms).status_code == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("switches", {"no_such": True}),
        ("switches", {"id_token_life_s": "long"}),
        ("enrolments", {"person": "nobody", "course": COURSE, "role": None}),
        ("enrolments", {"person": LEILA, "course": COURSE, "role": "king"}),
    ],
)
def test_a_control_that_makes_no_sense_changes_nothing(lms, path, body):
    before = lms.state()

    assert lms.control(path, body).status_code == 400
    assert lms.state() == before


def test_private_keys_are_never_shown(lms):
    assert "PRIVATE" not in get(lms, "/_control/state").text
