"""Teams' reports, as a test lets them be written."""

from dataclasses import dataclass, field


@dataclass
class FakeReports:
    """Says who was in a meeting, by its join link; None until a test has written something."""

    written: dict = field(default_factory=dict)
    trouble: Exception | None = None
    asked: list = field(default_factory=list)

    def stays(self, account, join_url, guests, *, within):
        self.asked.append((account.person_id, join_url, tuple(guests), within))
        if self.trouble:
            raise self.trouble
        return self.written.get(join_url)
