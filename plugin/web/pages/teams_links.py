"""Links that open Teams' own forms: the way that needs no permission from anybody.

https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-workflow
"""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote, urlencode

from plugin.mentoring.people import Person
from plugin.mentoring.spans import Span

TEAMS = "https://teams.microsoft.com/l"


def meeting_link(subject: str, span: Span | None, people: Sequence[Person] = ()) -> str:
    """Return the address of a form for a new meeting, filled in as far as is known."""
    said = {"subject": subject}
    if span is not None:
        said |= {"startTime": _moment(span.starts_at), "endTime": _moment(span.ends_at)}
    if addresses := _addresses(people):
        said["attendees"] = addresses
    return f"{TEAMS}/meeting/new?{urlencode(said, quote_via=quote)}"


def chat_link(people: Sequence[Person]) -> str | None:
    """Return the address of a chat with these people; None where no address is known."""
    addresses = _addresses(people)
    if not addresses:
        return None
    return f"{TEAMS}/chat/0/0?{urlencode({'users': addresses}, quote_via=quote)}"


def _addresses(people: Sequence[Person]) -> str:
    return ",".join(one.email for one in people if one.email)


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
