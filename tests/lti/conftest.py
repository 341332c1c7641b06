"""A platform to talk to."""

import pytest

from tests.fakes.lti_platform import Platform


@pytest.fixture
def platform():
    return Platform()
