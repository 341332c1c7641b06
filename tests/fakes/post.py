"""A Post port that remembers. `tests.contracts.post` holds it to the real one."""

from dataclasses import dataclass, field

from plugin.ports.errors import OutsideError, RefusedError, TryLaterError


@dataclass
class FakePost:
    """Keeps letters; answers with `trouble` instead while it is set.

    Attributes:
        meanwhile: called when a letter was taken and before the answer.

    """

    trouble: OutsideError | None = None
    letters: list = field(default_factory=list)
    meanwhile: object = lambda: None

    def send(self, letter):
        if self.trouble:
            raise self.trouble
        self.letters.append(letter)
        self.meanwhile()

    def answer(self, code):
        never = code >= 500
        self.trouble = RefusedError(f"mail-{code}") if never else TryLaterError(str(code))
