"""The fakes keep the promises the tests rely on."""

import pytest

from tests.contracts.handshakes import HandshakesContract
from tests.fakes.lti_storage import MemoryHandshakes


class TestMemoryHandshakes(HandshakesContract):
    @pytest.fixture
    def handshakes(self):
        return MemoryHandshakes()
