"""The 1EdTech certification's core cases: known bad payloads refused, valid ones launched."""

import json
from pathlib import Path

import jwt
import pytest

from lti import LaunchRefusedError, LinkItem, claims
from lti.deep_linking import answer
from tests.fakes.lti_platform import NOW, NOW_S, Platform, RsaSigner, private_key, signed

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


def test_its_deep_linking_request_is_answered_with_a_link_that_opens():
    [case] = [one for one in VALID if one["case"] == "Deep linking request"]
    wanted = case["claims"][claims.DEEP_LINKING_SETTINGS]
    url = "https://tool.example/l/placed/start"
    ours = LinkItem(title="Mentoring", text="Meet.", url=url, custom={"programme_id": "7"})

    request = launch(case).deep_linking
    sent = answer(request, [ours], signer=RsaSigner(), now=NOW)

    back = jwt.decode(
        sent,
        private_key().public_key(),
        ["RS256"],
        audience=case["claims"]["iss"],
        options={"verify_exp": False, "verify_iat": False},
    )
    [item] = back[claims.CONTENT_ITEMS]
    assert request.return_url == wanted["deep_link_return_url"]
    assert (back["iss"], back[claims.MESSAGE_TYPE]) == ("client-1", "LtiDeepLinkingResponse")
    assert back[claims.DEPLOYMENT_ID] == case["claims"][claims.DEPLOYMENT_ID]
    assert back[claims.DEEP_LINKING_DATA] == wanted["data"]
    assert (item["type"], item["url"], item["custom"]) == ("ltiResourceLink", url, ours.custom)

    platform = Platform()
    query, cookies = platform.log_in(target_link_uri=item["url"])
    changed = {claims.TARGET_LINK_URI: item["url"], claims.CUSTOM: item["custom"]}
    opened = platform.tool.finish_launch(platform.form(query, **changed), cookies=cookies).launch
    assert (opened.target_link_uri, opened.custom) == (item["url"], item["custom"])
