"""A Feed port that remembers; `installed` are the object ids that have the app."""

from dataclasses import dataclass, field

from plugin.ports.errors import OutsideError


@dataclass
class FakeFeed:
    """A chain shows its last line, as in Teams."""

    installed: set = field(default_factory=set)
    trouble: OutsideError | None = None
    lines: dict = field(default_factory=dict)

    def show(self, object_id, delivery):
        if self.trouble:
            raise self.trouble
        if object_id not in self.installed:
            return False
        self.lines[object_id, delivery.batch] = delivery
        return True
