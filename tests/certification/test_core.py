"""The 1EdTech certification's core cases: known bad payloads refused, valid ones launched."""

import json
from pathlib import Path

import pytest

from lti import LaunchRefusedError
from tests.fakes.lti_platform import NOW_S, Platform, signed

CASES = [
    json.loads(path.read_text("utf-8"))
    for path in sorted(Path(__file__).parent.parent.glob("data/lti/certification/*.json"))
]
BAD = [case for case in CASES if case["expect"] == "refuse"]
VALID = [case for case in CASES if case["expect"] == "accept"]


def named(case):
    return case["case"]


def launch(case):
    platform = Platform()
    query, cookies = platform.log_in()
    body = {"iat": NOW_S, "exp": NOW_S + 300, "nonce": query["nonce"], **case["claims"]}
    token = signed(body, header=case.get("header"))
    return platform.tool.finish_launch(
        {"state": query["state"], "id_token": token}, cookies=cookies
    ).launch


def test_the_guides_cases_are_all_here():
    assert (len(BAD), len(VALID)) == (13, 19)


@pytest.mark.parametrize("case", BAD, ids=named)
def test_a_known_bad_payload_is_refused(case):
    with pytest.raises(LaunchRefusedError) as refusal:
        launch(case)

    assert refusal.value.code == case["code"]


@pytest.mark.parametrize("case", VALID, ids=named)
def test_a_valid_launch_succeeds_with_no_more_than_its_roles(case):
    """L50: without context, names or role, too."""
    result = launch(case)

    assert sorted(result.roles) == case["roles"]
    assert (result.context is None) == (
        "https://purl.imsglobal.org/spec/lti/claim/context" not in case["claims"]
    )
    assert result.person.email == case["claims"].get("email")
    assert result.person.name == case["claims"].get("name")
