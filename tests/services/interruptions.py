"""What happens while an outside system is asked."""

from dataclasses import dataclass


@dataclass
class Interrupted:
    """An outside system during whose first answer something else happens.

    Attributes:
        outside: who answers.
        act: what happens between the outside system's deed and its answer.
        trouble: raised then instead of an answer; the deed is not done.

    """

    outside: object
    act: object
    trouble: Exception | None = None

    def __getattr__(self, name):
        def method(*args, **more):
            act, self.act = self.act, lambda: None
            trouble, self.trouble = self.trouble, None
            answer = None if trouble else getattr(self.outside, name)(*args, **more)
            act()
            if trouble:
                raise trouble
            return answer

        return method
