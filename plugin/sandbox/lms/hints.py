"""Message hints: what the LMS means to send, between the login's start and the authorisation."""

from dataclasses import asdict, dataclass
from secrets import token_urlsafe

from plugin.sandbox.lms.current import Lms

HINT_LIFE_S = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """One announced message.

    `link_id` is empty for deep linking, `about` and `item` for all but the review of a
    person's work behind a column.
    """

    id: str
    person: str
    client_id: str
    course_id: str
    link_id: str
    message: str
    window: bool
    expires_s: int
    about: str = ""
    item: str = ""


def announce(lms: Lms, *, person: str, client_id: str, course_id: str, **message: object) -> Hint:
    """Keep and return a new hint; `message` has what is left of a `Hint`'s fields."""
    hint = Hint(
        id=token_urlsafe(18),
        person=person,
        client_id=client_id,
        course_id=course_id,
        expires_s=lms.now_s() + HINT_LIFE_S,
        link_id=str(message["link_id"]),
        message=str(message["message"]),
        window=bool(message["window"]),
        about=str(message.get("about", "")),
        item=str(message.get("item", "")),
    )
    lms.state.forget_expired("hint", lms.now_s())
    lms.state.put("hint", hint.id, asdict(hint))
    return hint


def redeem(lms: Lms, hint_id: str) -> Hint | None:
    """Return the hint, or None when it is unknown, too old, or (with one-time hints) used."""
    once = bool(lms.switch("one_time_hints"))
    row = lms.state.take("hint", hint_id) if once else lms.state.get("hint", hint_id)
    hint = None if row is None else Hint(**row)
    return hint if hint and hint.expires_s > lms.now_s() else None
