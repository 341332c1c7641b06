"""Delta queries: what changed in a collection since a link was given out.

https://learn.microsoft.com/graph/delta-query-overview
"""

from dataclasses import dataclass

from graph.errors import GraphContractError, GraphNotFoundError
from graph.transport import MAX_PAGES, Transport

RESYNC = frozenset(
    {
        "resyncRequired",
        "resyncChangesApplyDifferences",
        "resyncChangesUploadDifferences",
        "SyncStateNotFound",
        "syncStateNotFound",
    }
)
GONE = 410


@dataclass(frozen=True, slots=True)
class Delta:
    """Lines as they came.

    Attributes:
        link: opaque; where the next question begins.
        whole: these are all items there are, and not changes.

    """

    lines: tuple[object, ...]
    link: str
    whole: bool


def read_delta(transport: Transport, first: str, link: str | None) -> Delta:
    """Return what changed since `link` was given out; None begins at `first` with all there is.

    A link that no longer counts (G17) is replaced by a full reading.

    Raises:
        GraphError: of any kind; nothing of a reading that ends early is returned.

    """
    try:
        return _read(transport, link or first, whole=link is None)
    except (GraphNotFoundError, GraphContractError) as error:
        if link is None or not (error.status == GONE or error.code in RESYNC):
            raise
    return _read(transport, first, whole=True)


def _read(transport: Transport, url: str, *, whole: bool) -> Delta:
    found: list[object] = []
    seen: set[str] = set()
    next_url: object = url
    while isinstance(next_url, str) and next_url not in seen and len(seen) < MAX_PAGES:
        seen.add(next_url)
        page = transport.get(next_url)
        lines, link = page.get("value"), page.get("@odata.deltaLink")
        if not isinstance(lines, list):
            raise GraphContractError("a page without its list")
        found += lines
        if isinstance(link, str):
            return Delta(tuple(found), link, whole)
        next_url = page.get("@odata.nextLink")
    raise GraphContractError("a delta without its link")
