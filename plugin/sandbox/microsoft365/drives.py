"""Which drives there are: the programme's library, and the OneDrive of each person."""

from .odata import GraphProblem
from .state import Document
from .world import DRIVE_ID, ROOT_ID

_OWN_DRIVE, _OWN_ROOT = "b!own-", "01OWN-"


def own_root_id(oid: str) -> str:
    """Return the id of the top of a person's OneDrive."""
    return f"{_OWN_ROOT}{oid}"


def root_of(drive_id: str) -> str:
    """Return the id of the top of a drive.

    Raises:
        GraphProblem: there is no such drive (404).

    """
    if drive_id == DRIVE_ID:
        return ROOT_ID
    if drive_id.startswith(_OWN_DRIVE):
        return own_root_id(drive_id.removeprefix(_OWN_DRIVE))
    raise GraphProblem(404, "itemNotFound", "The drive could not be found.")


def drive_of(root: Document) -> str:
    """Return the drive that has this top."""
    return f"{_OWN_DRIVE}{root['holder']}" if root.get("holder") else DRIVE_ID
