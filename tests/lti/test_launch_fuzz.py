"""Whatever a platform signs or answers, it is a launch or a refusal, and nothing breaks."""

from contextlib import suppress
from urllib.parse import urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st

from lti import LaunchRefusedError, Role, UnsafeAddressError, claims, parse_roles
from lti.links import next_link
from tests.fakes.lti_platform import Platform, launch_claims
from tests.lti.test_registration_fuzz import ANYTHING

PAGE = "https://lms.example/courses/1/Members?page=1"
NAMES = (
    *launch_claims(), claims.NAMES_ROLES, claims.AGS_ENDPOINT, claims.GROUPS, claims.CUSTOM,
    claims.TOOL_PLATFORM, claims.LAUNCH_PRESENTATION, claims.DEEP_LINKING_SETTINGS, "locale",
    "azp", "nbf",
)  # fmt: skip
PARTS = (
    "id", "title", "label", "type", "context_memberships_url", "lineitems", "scope", "locale",
    "return_url", "guid", "accept_types", "deep_link_return_url", "data",
)  # fmt: skip
INSIDE = st.dictionaries(
    st.sampled_from(PARTS),
    ANYTHING,
    max_size=4,
)
ROLES = st.lists(st.sampled_from(list(Role)) | st.text(max_size=60), max_size=8)
LINKS = st.text(alphabet="<>;,=\"' relnextREL:/[]@%.?&#amp“é\x00\n", max_size=80)
BEFORE = st.sampled_from(("<https://lms.example/p", "<//", "<http://[", "<?page=", "<", ""))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), ANYTHING | INSIDE, max_size=4))
def test_l49_any_claims_are_a_launch_or_a_refusal(changed):
    with suppress(LaunchRefusedError):  # any other error fails the test
        Platform().launch(**changed)


@settings(max_examples=100, deadline=None)
@given(ROLES, ROLES)
def test_l37_roles_add_up_and_no_text_gives_one_that_was_not_named(some, others):
    both = parse_roles([*some, *others]).roles

    assert both == parse_roles(some).roles | parse_roles(others).roles
    assert {role for role in both if not any(role in one for one in (*some, *others))} <= {
        Role.TEACHING_ASSISTANT
    }


@settings(max_examples=400, deadline=None)
@given(BEFORE, LINKS, st.booleans())
def test_n05_any_link_header_stays_with_its_platform(before, text, ends):
    header = f"{before}{text}" + ('>; rel="next"' if ends else "")
    with suppress(UnsafeAddressError):  # any other error fails the test
        found = next_link({"link": header}, PAGE)
        assert found is None or urlsplit(found).netloc == "lms.example"
