"""Wires what keeps the documents of relationships: in a site, and in people's own OneDrives."""

from typing import TypedDict

from plugin.gateways.starter_documents import starter_documents
from plugin.ports.outside import Drives
from plugin.ports.outside import Places as Folders
from plugin.services.documents import Documents
from plugin.services.places import Places
from plugin.wiring.house import House, new_id, utc_now
from plugin.wiring.microsoft import Microsoft


class _Shelves(TypedDict):
    folders: Folders | None
    drives: Drives | None


class _Papers(TypedDict):
    documents: Documents
    places: Places


def of_documents(house: House, microsoft: Microsoft | None) -> _Papers:
    """Build what keeps the documents of relationships."""
    shelves = _Shelves(
        folders=microsoft.places if microsoft else None,
        drives=microsoft.drives if microsoft else None,
    )
    store, clock = house.store, utc_now
    return _Papers(
        documents=Documents(store=store, clock=clock, new_id=new_id, **shelves),
        places=Places(store=store, clock=clock, starters=starter_documents, **shelves),
    )
