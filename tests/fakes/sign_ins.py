"""A SignIns port that remembers what it was told to forget."""

from dataclasses import dataclass, field


@dataclass
class FakeSignIns:
    """Notes the object ids of forgotten accounts."""

    forgotten: list = field(default_factory=list)

    def forget(self, account):
        self.forgotten.append(account.object_id)
