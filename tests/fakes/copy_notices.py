"""A CopyNotices port that remembers."""

from dataclasses import dataclass, field

from plugin.ports.errors import OutsideError


@dataclass
class FakeCopyNotices:
    """Remembers who asked where; raises `trouble` instead while it is set."""

    asked: list = field(default_factory=list)
    trouble: OutsideError | None = None

    def subscribe(self, registration_id, url):
        if self.trouble:
            raise self.trouble
        self.asked.append((registration_id, url))
