"""Platforms that answer the tool as they are told to."""

from dataclasses import dataclass, field, replace

from plugin.ports.connections import Probe
from tests.conftest import MONDAY_NINE

WELL = Probe(at=MONDAY_NINE, keys=1, keys_trouble="", skew_s=0, access="", scopes=())


@dataclass
class FakeProbes:
    """Grants every scope unless `answer` says otherwise; remembers who was asked."""

    answer: Probe | None = None
    asked: list = field(default_factory=list)

    def probe(self, registration_id, scopes):
        self.asked.append(registration_id)
        return self.answer or replace(WELL, scopes=tuple(scopes))
