"""Assignment and Grade Services 2.0: one column of our own, and scores in it.

https://www.imsglobal.org/spec/lti-ags/v2p0. No maximum is ever changed (Moodle rescales what is
there, and turns pending scores into zeros), and nothing is deleted but a column that this very
call made and nobody has written to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import isfinite
from typing import Any, Final
from urllib.parse import unquote, urlencode, urlsplit, urlunsplit

from lti.claims import (
    MEDIA_LINE_ITEM,
    MEDIA_LINE_ITEMS,
    MEDIA_RESULTS,
    MEDIA_SCORE,
    SCOPE_LINE_ITEM,
    SCOPE_RESULT_READ,
    SCOPE_SCORE,
)
from lti.errors import AccessDeniedError, PlatformUnavailableError, UnsafeAddressError
from lti.links import next_link
from lti.services import Call, PlatformServices
from lti.storage import Registration
from lti.text import is_identifier

SCOPE_WORDS: Final = {
    SCOPE_LINE_ITEM: "items",
    SCOPE_SCORE: "scores",
    SCOPE_RESULT_READ: "results",
}
"""What a platform grants, in short."""
MAX_COMMENT: Final = 255
MAX_PAGES: Final = 20
_NOBODY: Final = frozenset({400, 404, 422})
"""With which platforms answer a score for somebody they do not grade."""


class ScoreRefusedError(ValueError):
    """A score that must not be sent as it is: a defect of the caller, never mended by cutting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the grade book, as the tool wants it.

    Attributes:
        resource_id, tag: how it is found again; both are ours.

    """

    label: str
    maximum: float
    resource_id: str
    tag: str


@dataclass(frozen=True, slots=True)
class LineItem:
    """A column that is there.

    Attributes:
        url: its address, which is its identity.
        maximum: as the platform has it; a teacher may have changed it.

    """

    url: str
    maximum: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One person's whole score.

    Attributes:
        stamped_at: by which the platform tells newer from older; a whole second in UTC, and later
            than that of the person's last score, as Moodle compares whole seconds.
        complete: whether nothing more is to come.

    Raises:
        ScoreRefusedError: a number outside 0 to `maximum`, or a long comment. Nothing is cut.

    """

    subject: str
    given: float
    maximum: float
    stamped_at: datetime
    complete: bool
    comment: str = ""

    def __post_init__(self) -> None:
        numbers = (self.given, self.maximum)
        if not all(isfinite(number) for number in numbers) or self.maximum <= 0:
            raise ScoreRefusedError("not a number")
        if not 0 <= self.given <= self.maximum:
            raise ScoreRefusedError("outside the column")
        if len(self.comment) > MAX_COMMENT or not self.comment.isprintable():
            raise ScoreRefusedError("comment")
        if self.stamped_at.microsecond or self.stamped_at.utcoffset() is None:
            raise ScoreRefusedError("timestamp")


class Taken(StrEnum):
    """What the platform made of a score."""

    TAKEN = "taken"
    NEWER = "newer"
    """It has one of the same time or later, which stays."""
    NOBODY = "nobody"
    """It does not grade this person: not in the course, or no learner there."""


def ensure_column(
    services: PlatformServices, registration: Registration, line_items_url: str, column: Column
) -> LineItem:
    """Return the column, made when it is not there yet; safe to repeat, and for two at once.

    Where two made it at the same time, both return the one that comes first, and who made the
    other takes it away again.

    Raises:
        AccessDeniedError, PlatformUnavailableError: see `PlatformServices.send`.
        UnsafeAddressError: the platform names an address outside its own line items.

    """
    found = find_columns(services, registration, line_items_url, column)
    if found:
        return found[0]
    made = _make(services, registration, line_items_url, column)
    found = find_columns(services, registration, line_items_url, column)
    if not found or found[0].url == made.url:
        return made
    if made.url in [one.url for one in found]:
        _take_back(services, registration, made)
    return found[0]


def find_columns(
    services: PlatformServices, registration: Registration, line_items_url: str, column: Column
) -> list[LineItem]:
    """Return the columns with our resource id and tag, in the order of their addresses.

    The platform may not know how to filter, so what comes is looked through here as well.
    """
    found: dict[str, LineItem] = {}
    url: str | None = _with_query(line_items_url, resource_id=column.resource_id, tag=column.tag)
    for _ in range(MAX_PAGES):
        if url is None:
            break
        call = Call(method="GET", url=url, accept=MEDIA_LINE_ITEMS)
        answer = services.send(registration, [SCOPE_LINE_ITEM], call)
        body = answer.json() if answer.body.strip() else []
        if not isinstance(body, list):
            raise PlatformUnavailableError("not a list of line items")
        for item in body:
            if _is_ours(item, column):
                kept = _line_item(item, line_items_url)
                found[kept.url] = kept
        url = next_link(answer.headers, url)
    return [found[address] for address in sorted(found)]


def send_score(
    services: PlatformServices,
    registration: Registration,
    line_items_url: str,
    line_item_url: str,
    score: Score,
) -> Taken:
    """Post one score; the same score again changes nothing.

    Raises:
        UnsafeAddressError: the line item is not of this course; nothing was sent.
        AccessDeniedError, PlatformUnavailableError: see `PlatformServices.send`.

    """
    require_within(line_items_url, line_item_url)
    call = Call(
        method="POST",
        url=_below(line_item_url, "scores"),
        accept="*/*",
        body=_body(score),
        content_type=MEDIA_SCORE,
    )
    try:
        services.send(registration, [SCOPE_SCORE], call)
    except AccessDeniedError as error:
        if error.status == 409:
            return Taken.NEWER
        if error.status in _NOBODY and not error.reason:
            return Taken.NOBODY
        raise
    return Taken.TAKEN


def read_result(
    services: PlatformServices, registration: Registration, line_item_url: str, subject: str
) -> tuple[float, float] | None:
    """Return what the grade book shows for a person, and of how much; None when nothing."""
    url = _with_query(_below(line_item_url, "results"), user_id=subject)
    call = Call(method="GET", url=url, accept=MEDIA_RESULTS)
    answer = services.send(registration, [SCOPE_RESULT_READ], call)
    body = answer.json() if answer.body.strip() else []
    for one in body if isinstance(body, list) else ():
        if isinstance(one, dict) and one.get("userId") == subject:
            given, maximum = _number(one.get("resultScore")), _number(one.get("resultMaximum"))
            return None if given is None else (given, maximum or 1.0)
    return None


def require_within(line_items_url: str, line_item_url: str) -> None:
    """Raise UnsafeAddressError unless the line item lies below the course's line items.

    Our own table might have been tampered with; a score must not reach another course. Some
    platforms name the container with http and the item with https, on the same host.
    """
    whole, part = urlsplit(line_items_url), urlsplit(line_item_url)
    secure = part.scheme == whole.scheme or (whole.scheme, part.scheme) == ("http", "https")
    path = unquote(part.path)
    odd = any(step in ("", ".", "..") for step in path.strip("/").split("/")) or "\\" in path
    below = path.startswith(unquote(whole.path).rstrip("/") + "/")
    if not (secure and part.netloc.lower() == whole.netloc.lower() and below) or odd:
        raise UnsafeAddressError("line item of another place")


def _make(
    services: PlatformServices, registration: Registration, line_items_url: str, column: Column
) -> LineItem:
    body = {
        "label": column.label,
        "scoreMaximum": column.maximum,
        "resourceId": column.resource_id,
        "tag": column.tag,
    }
    call = Call(
        method="POST",
        url=line_items_url,
        accept=MEDIA_LINE_ITEM,
        body=body,
        content_type=MEDIA_LINE_ITEM,
    )
    answer = services.send(registration, [SCOPE_LINE_ITEM], call)
    return _line_item(answer.json(), line_items_url)


def _take_back(services: PlatformServices, registration: Registration, made: LineItem) -> None:
    """Take away the column that this call made beside another's; it was never written to."""
    call = Call(method="DELETE", url=made.url, accept="*/*")
    services.send(registration, [SCOPE_LINE_ITEM], call)


def _is_ours(item: Any, column: Column) -> bool:
    said = item if isinstance(item, dict) else {}
    return (said.get("resourceId"), said.get("tag")) == (column.resource_id, column.tag)


def _line_item(item: Any, line_items_url: str) -> LineItem:
    url = item.get("id") if isinstance(item, dict) else None
    if not is_identifier(url, limit=2048):
        raise PlatformUnavailableError("line item without an id")
    require_within(line_items_url, url)
    return LineItem(url, _number(item.get("scoreMaximum")))


def _body(score: Score) -> Mapping[str, Any]:
    return {
        "userId": score.subject,
        "scoreGiven": score.given,
        "scoreMaximum": score.maximum,
        # Open edX and the sandbox want a fraction; whole seconds rise for those that compare them.
        "timestamp": score.stamped_at.isoformat(timespec="milliseconds"),
        "activityProgress": "Completed" if score.complete else "InProgress",
        # Any other word has Moodle wipe the grade.
        "gradingProgress": "FullyGraded",
        "comment": score.comment,
    }


def _number(value: Any) -> float | None:
    is_one = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_one and isfinite(value) else None


def _below(url: str, name: str) -> str:
    """Return the address of something below; Moodle's items have a query, which stays behind it."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{name}"))


def _with_query(url: str, **more: str) -> str:
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, urlencode(more))))
    return urlunsplit(parts._replace(query=query))
