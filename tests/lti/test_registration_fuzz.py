"""Whatever a platform says of itself or answers, it is read or refused, and nothing breaks."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lti.errors import RegistrationRefusedError
from lti.platform_configuration import parse_configuration
from lti.tool_configuration import TOOL_CONFIGURATION, registration_request
from tests.lti.registrations import (
    EVERYTHING,
    PLATFORM_CONFIGURATION,
    TOOL,
    a_configuration,
    sent,
    served,
)

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=20), inner, max_size=4)
    ),
    max_leaves=12,
)
KEYS = (*a_configuration(), PLATFORM_CONFIGURATION)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), ANYTHING, max_size=4), ANYTHING)
def test_any_configuration_is_read_or_refused(changed, inside):
    document = a_configuration(**{PLATFORM_CONFIGURATION: inside})
    for body in ({**a_configuration(), **changed}, document):
        with suppress(RegistrationRefusedError):  # any other error fails the test
            found = parse_configuration(json.dumps(body).encode(), plain_http=False)
            registration_request(TOOL, found, EVERYTHING)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body):
    with pytest.raises(RegistrationRefusedError):
        parse_configuration(body, plain_http=False)


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(("client_id", "scope", "deployment_id", TOOL_CONFIGURATION, "error")),
        ANYTHING,
    )
    | ANYTHING,
    st.integers(200, 599),
)
def test_any_answer_is_read_or_refused(body, status):
    with suppress(RegistrationRefusedError):  # any other error fails the test
        sent(served(json.dumps(body).encode(), status=status))
