"""Whatever a platform signs and a browser sends, a page answers it; none of them is a 5xx."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lti import claims
from tests.lti.test_launch_fuzz import INSIDE, NAMES
from tests.lti.test_registration_fuzz import ANYTHING
from tests.security.house import FROM_LMS

BROKEN = st.sampled_from(("\ud800", "a\x00b", "\u202e" * 300, "e\u0301" * 5_000, "💥" * 256, "-1"))
WORDS = ("name", "given_name", "family_name", "email", "locale", "sub")
PARTS = st.dictionaries(st.sampled_from(("id", "title", "label", "locale", "return_url")), BROKEN)
CHANGED = st.dictionaries(st.sampled_from(NAMES), ANYTHING | INSIDE | BROKEN, max_size=3) | (
    st.dictionaries(st.sampled_from(WORDS), BROKEN, max_size=3)
)
CUSTOM = st.dictionaries(
    st.sampled_from(("context_history", "moodle_group_ids", "alongside_page", "time_zone")), BROKEN
)
FIELDS = (
    "iss", "login_hint", "target_link_uri", "lti_message_hint", "client_id", "state", "id_token",
    "error", "lti_deployment_id", "lti_storage_target", "ticket", "value",
)  # fmt: skip
FORMS = st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=60) | BROKEN, max_size=6)
usual = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@usual
@given(CHANGED, PARTS, CUSTOM)
def test_l49_any_signed_launch_is_answered_without_a_defect(tool, changed, context, custom):
    said = {claims.CONTEXT: {"id": "course-1", **context}, claims.CUSTOM: custom, **changed}

    reply = tool.visitor("ben").launch(**said)

    assert reply.status_code < 500
    if reply.status_code == 303:
        assert tool.visitor("ben").ask("GET", reply.location).status_code < 500


@usual
@given(st.sampled_from(("login", "launch", "storage", "window")), FORMS)
def test_l02_l11_any_form_is_answered_without_a_defect(tool, page, form):
    sent = {name: value.encode("utf-8", "surrogatepass") for name, value in form.items()}

    reply = tool.visitor("ben").ask("POST", f"/lti/{page}", headers=FROM_LMS, data=sent)

    assert reply.status_code < 500
