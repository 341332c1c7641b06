"""What a page says of an error."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What a page says.

    Attributes:
        title, text: translated when they are shown.
        kind: tone of the notice; "bad" is for machines, never for what a person did.

    """

    status: int
    code: str
    title: object
    text: object
    kind: str = "wait"
